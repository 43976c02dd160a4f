package org.servletmpm.jetty;

import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Precedence;

/**
 * Holds httpd's keep-alive directives, for which Jetty has no settings. Where they are unset,
 * Jetty's idle timeout is the only limit.
 *
 * @param millis how long the next request is waited for (KeepAliveTimeout); 0 or less for as long
 *     as Jetty does
 * @param requests how many requests a connection may carry (MaxKeepAliveRequests; 1 with KeepAlive
 *     Off); 0 for any number
 */
record KeepAlive(long millis, int requests) {

    static KeepAlive of(Directives directives) {
        Precedence precedence = new Precedence(directives);
        return new KeepAlive(
                precedence.keepAliveTimeoutMillis(0), precedence.requestsPerConnection(0));
    }

    boolean isLast(int request) {
        return requests > 0 && request >= requests;
    }
}
