package org.servletmpm.tomcat;

import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;

/**
 * What directives say in httpd's words and Tomcat in its own.
 *
 * @param connectionTimeout in ms, -1 for none
 * @param keepAliveTimeout in ms, -1 for none
 * @param maxKeepAliveRequests 1 for no keep-alive, -1 for no limit
 */
record ContainerSettings(int connectionTimeout, int keepAliveTimeout, int maxKeepAliveRequests) {

    static ContainerSettings of(MpmHttp11Protocol protocol) {
        return new ContainerSettings(
                protocol.getConnectionTimeout(),
                protocol.getKeepAliveTimeout(),
                protocol.maxKeepAliveRequestsWritten());
    }

    /** What was written as a directive counts; the rest stays as the container has it. */
    ContainerSettings with(Directives directives) {
        int timeout =
                directives.isExplicit(Directive.TIMEOUT)
                        ? Math.toIntExact(directives.timeoutMillis().orElseThrow())
                        : connectionTimeout;
        return new ContainerSettings(timeout, keepAlive(directives, timeout), requests(directives));
    }

    /** In Tomcat it follows the connection's timeout unless somebody sets it. */
    private int keepAlive(Directives directives, int timeout) {
        if (directives.isExplicit(Directive.KEEP_ALIVE_TIMEOUT)) {
            return Math.toIntExact(directives.keepAliveTimeoutMillis().orElseThrow());
        }
        return keepAliveTimeout == connectionTimeout ? timeout : keepAliveTimeout;
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

    void applyTo(MpmHttp11Protocol protocol) {
        protocol.setConnectionTimeout(connectionTimeout);
        if (protocol.getKeepAliveTimeout() != keepAliveTimeout) {
            protocol.setKeepAliveTimeout(keepAliveTimeout);
        }
        protocol.mpm().setMaxKeepAliveRequests(maxKeepAliveRequests);
    }
}
