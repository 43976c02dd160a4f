package org.servletmpm.servlet;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a filter's or servlet's class that it needs one thread for each connection, as in httpd's
 * prefork and worker. In event, a connection that meets it is served by one worker from then to its
 * end; in prefork and worker every connection is.
 *
 * <p>The same for a class that one cannot change: the init parameter {@value #INIT_PARAMETER} with
 * the value {@code true}, or the directive EventIncompatible, which names classes and URL patterns.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventIncompatible {

    /** Name of the init parameter that says the same with the value {@code true}. */
    String INIT_PARAMETER = "org.servletmpm.event-incompatible";
}
