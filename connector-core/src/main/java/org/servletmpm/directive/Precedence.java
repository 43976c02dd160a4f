package org.servletmpm.directive;

import java.util.Optional;

/**
 * Decides between a directive and the container's own setting of the same thing: the directive
 * counts if somebody wrote it as one, otherwise the container's setting does. Immutable; any
 * thread.
 */
public record Precedence(Directives directives) {

    /**
     * @param containers in milliseconds
     * @return how long a read or write may stall (Timeout), in milliseconds
     */
    public long timeoutMillis(long containers) {
        return directives.isExplicit(Directive.TIMEOUT)
                ? directives.timeoutMillis().orElseThrow()
                : containers;
    }

    /**
     * @param containers in milliseconds
     * @return how long the next request is awaited (KeepAliveTimeout), in milliseconds
     */
    public long keepAliveTimeoutMillis(long containers) {
        return directives.isExplicit(Directive.KEEP_ALIVE_TIMEOUT)
                ? directives.keepAliveTimeoutMillis().orElseThrow()
                : containers;
    }

    /**
     * @return how many requests a connection may carry (MaxKeepAliveRequests, and KeepAlive Off for
     *     1); a directive says 0 for any number
     */
    public int requestsPerConnection(int containers) {
        if (!directives.keepAlive().orElse(true)) {
            return 1;
        }
        return directives.isExplicit(Directive.MAX_KEEP_ALIVE_REQUESTS)
                ? directives.maxKeepAliveRequests().orElseThrow()
                : containers;
    }

    /**
     * @return the sockets' send buffer (SendBufferSize), in bytes; 0 or less for the operating
     *     system's
     */
    public int sendBufferSize(int containers) {
        return directives.sendBufferSize() > 0 ? directives.sendBufferSize() : containers;
    }

    /**
     * @return the sockets' receive buffer (ReceiveBufferSize), in bytes; 0 or less for the
     *     operating system's
     */
    public int receiveBufferSize(int containers) {
        return directives.receiveBufferSize() > 0 ? directives.receiveBufferSize() : containers;
    }

    /**
     * @param attribute of the container's that somebody wrote
     * @return a line that says so, if the directive counts instead
     */
    public Optional<Finding> yields(String attribute, int value, Directive directive) {
        if (!directives.isExplicit(directive)) {
            return Optional.empty();
        }
        String winner = directive + " " + directives.effective().get(directive.directiveName());
        return Optional.of(
                new Finding(
                        Level.INFO,
                        Origin.named("attribute", attribute),
                        attribute,
                        String.valueOf(value),
                        "",
                        "yields to " + winner + " (" + directives.origin(directive) + ")"));
    }
}
