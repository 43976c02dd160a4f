package org.servletmpm.tomcat;

import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;

/**
 * What directives say in httpd's words and Tomcat in its own. Belongs to the thread that configures
 * the connector.
 */
final class ContainerSettings {

    private int connectionTimeout;

    /** Null while nobody has set it: in Tomcat it then follows the connection's timeout. */
    private Integer keepAliveTimeout;

    /** Tomcat's default, until somebody writes another. */
    private int maxKeepAliveRequests = 100;

    /** In ms, -1 for none. */
    void connectionTimeout(int millis) {
        connectionTimeout = millis;
    }

    /** In ms, -1 for none. */
    void keepAliveTimeout(int millis) {
        keepAliveTimeout = millis;
    }

    /** 1 for no keep-alive, -1 for no limit. */
    void maxKeepAliveRequests(int requests) {
        maxKeepAliveRequests = requests;
    }

    /** What was written as a directive counts; the rest is as somebody wrote it for Tomcat. */
    void apply(Directives directives, MpmEndpoint endpoint) {
        int timeout =
                directives.isExplicit(Directive.TIMEOUT)
                        ? Math.toIntExact(directives.timeoutMillis().orElseThrow())
                        : connectionTimeout;
        endpoint.setConnectionTimeout(timeout);
        int keepAlive = keepAlive(directives, timeout);
        if (endpoint.getKeepAliveTimeout() != keepAlive) {
            endpoint.setKeepAliveTimeout(keepAlive);
        }
        endpoint.setMaxKeepAliveRequests(requests(directives));
    }

    private int keepAlive(Directives directives, int timeout) {
        if (directives.isExplicit(Directive.KEEP_ALIVE_TIMEOUT)) {
            return Math.toIntExact(directives.keepAliveTimeoutMillis().orElseThrow());
        }
        return keepAliveTimeout == null ? timeout : keepAliveTimeout;
    }

    /** httpd writes 0 for no limit, Tomcat -1. */
    private int requests(Directives directives) {
        if (!directives.keepAlive().orElse(true)) {
            return 1;
        }
        if (!directives.isExplicit(Directive.MAX_KEEP_ALIVE_REQUESTS)) {
            return maxKeepAliveRequests;
        }
        int requests = directives.maxKeepAliveRequests().orElseThrow();
        return requests == 0 ? -1 : requests;
    }
}
