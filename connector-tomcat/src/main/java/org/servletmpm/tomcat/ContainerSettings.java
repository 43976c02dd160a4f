package org.servletmpm.tomcat;

import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;

/**
 * What directives say in httpd's words and Tomcat in its own. Belongs to the thread that configures
 * the connector.
 */
final class ContainerSettings {

    /** In ms, -1 for none. */
    private int connectionTimeout;

    /**
     * In ms, -1 for none. Null while nobody has set it: in Tomcat it then follows the connection's
     * timeout.
     */
    private Integer keepAliveTimeout;

    /** 1 for no keep-alive, -1 for no limit. Tomcat's default, until somebody writes another. */
    private int maxKeepAliveRequests = 100;

    /**
     * @param connectionTimeout Tomcat's default, in ms
     */
    ContainerSettings(int connectionTimeout) {
        this.connectionTimeout = connectionTimeout;
    }

    /**
     * Something that somebody wrote for Tomcat.
     *
     * @return whether it is one of these settings
     */
    boolean put(String attribute, int value) {
        switch (attribute) {
            case "connectionTimeout" -> connectionTimeout = value;
            case "keepAliveTimeout" -> keepAliveTimeout = value;
            case "maxKeepAliveRequests" -> maxKeepAliveRequests = value;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What was written as a directive counts; the rest is as somebody wrote it for Tomcat. */
    void apply(Directives directives, MpmEndpoint endpoint) {
        int timeout =
                directives.isExplicit(Directive.TIMEOUT)
                        ? Math.toIntExact(directives.timeoutMillis().orElseThrow())
                        : connectionTimeout;
        endpoint.timeouts(timeout, keepAlive(directives, timeout), requests(directives));
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
