package org.servletmpm.it.cell;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A scenario, run once a cell. It asks for a {@link Server} to use the one its cell's scenarios
 * share (and must leave its counts as they were, which is checked), or for a {@link Cell} to start
 * its own.
 *
 * <p>{@code -Dcells=REGEX} runs only the cells whose name matches, e.g. {@code
 * -Dcells=tomcat/event/.*}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(CellInvocations.class)
public @interface EveryCell {

    Cell.Container[] containers() default {Cell.Container.TOMCAT, Cell.Container.JETTY};

    Cell.Model[] models() default {Cell.Model.PREFORK, Cell.Model.WORKER, Cell.Model.EVENT};

    Cell.Transport[] over() default {Cell.Transport.PLAIN, Cell.Transport.TLS};

    /** False when the scenario is about what only the MPM connectors do. */
    boolean holdsForStock() default true;
}
