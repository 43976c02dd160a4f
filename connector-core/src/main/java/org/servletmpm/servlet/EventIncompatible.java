package org.servletmpm.servlet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that a filter's or servlet's class needs one thread for each connection, as in httpd's
 * prefork and worker. In event, a connection whose request meets it is served by one worker from
 * then to its end; in prefork and worker every connection is.
 *
 * <p>A class that one cannot change is declared with the init parameter {@value #INIT_PARAMETER}
 * with the value {@code true}, or with the directive EventIncompatible, which names classes and URL
 * patterns.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventIncompatible {

    /** Name of the init parameter that declares the same with the value {@code true}. */
    String INIT_PARAMETER = "org.servletmpm.event-incompatible";
}
