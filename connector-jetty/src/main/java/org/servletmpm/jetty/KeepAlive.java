package org.servletmpm.jetty;

import org.servletmpm.directive.Directives;

/**
 * httpd's keep-alive directives, which Jetty has no settings of its own for; unset, Jetty's idle
 * timeout is the only limit.
 *
 * @param millis how long the next request is waited for (KeepAliveTimeout); 0 or less for as long
 *     as Jetty does
 * @param requests how many requests a connection may carry (MaxKeepAliveRequests; 1 with KeepAlive
 *     Off); 0 for any number
 */
record KeepAlive(long millis, int requests) {

    static KeepAlive of(Directives directives) {
        return new KeepAlive(
                directives.keepAliveTimeoutMillis().orElse(0),
                directives.keepAlive().orElse(true)
                        ? directives.maxKeepAliveRequests().orElse(0)
                        : 1);
    }

    boolean isLast(int request) {
        return requests > 0 && request >= requests;
    }
}
