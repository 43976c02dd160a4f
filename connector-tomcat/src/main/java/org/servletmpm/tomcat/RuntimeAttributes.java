package org.servletmpm.tomcat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Precedence;

/**
 * Decides the three attributes that Tomcat can change while it runs: connectionTimeout,
 * keepAliveTimeout and maxKeepAliveRequests. Directives say the same in httpd's words and come
 * first. Belongs to the thread that configures the connector.
 */
final class RuntimeAttributes {

    private static final String CONNECTION_TIMEOUT = "connectionTimeout";
    private static final String KEEP_ALIVE_TIMEOUT = "keepAliveTimeout";
    private static final String MAX_KEEP_ALIVE_REQUESTS = "maxKeepAliveRequests";

    /** Tomcat's default. */
    private static final int USUAL_REQUESTS = 100;

    /**
     * Holds the values in effect, in Tomcat's words.
     *
     * @param connection milliseconds, -1 for no limit
     * @param keepAlive milliseconds, -1 for no limit
     * @param requests on one connection, -1 for no limit
     */
    record Effective(int connection, int keepAlive, int requests) {}

    private final int usualTimeout;

    /** By attribute, in milliseconds or requests, -1 for no limit. */
    private final Map<String, Integer> written = new HashMap<>();

    /**
     * @param usualTimeout Tomcat's default, in milliseconds
     */
    RuntimeAttributes(int usualTimeout) {
        this.usualTimeout = usualTimeout;
    }

    /**
     * Takes note of an attribute that somebody wrote.
     *
     * @return whether it is one of the three
     */
    boolean put(String attribute, int value) {
        return switch (attribute) {
            case CONNECTION_TIMEOUT, KEEP_ALIVE_TIMEOUT, MAX_KEEP_ALIVE_REQUESTS -> {
                written.put(attribute, value);
                yield true;
            }
            default -> false;
        };
    }

    /** Decides. A keep-alive timeout that nobody wrote is, as in Tomcat, the connection's. */
    Effective effective(Directives directives) {
        Precedence precedence = new Precedence(directives);
        long connection =
                precedence.timeoutMillis(written.getOrDefault(CONNECTION_TIMEOUT, usualTimeout));
        long keepAlive =
                precedence.keepAliveTimeoutMillis(
                        written.getOrDefault(KEEP_ALIVE_TIMEOUT, (int) connection));
        int requests =
                precedence.requestsPerConnection(
                        written.getOrDefault(MAX_KEEP_ALIVE_REQUESTS, USUAL_REQUESTS));
        return new Effective(
                Math.toIntExact(connection),
                Math.toIntExact(keepAlive),
                requests == 0 ? -1 : requests);
    }

    /**
     * @return a line for each that somebody wrote and that a directive comes before
     */
    List<String> yielding(Directives directives) {
        Directive requests =
                directives.keepAlive().orElse(true)
                        ? Directive.MAX_KEEP_ALIVE_REQUESTS
                        : Directive.KEEP_ALIVE;
        return Stream.of(
                        yields(CONNECTION_TIMEOUT, Directive.TIMEOUT, directives),
                        yields(KEEP_ALIVE_TIMEOUT, Directive.KEEP_ALIVE_TIMEOUT, directives),
                        yields(MAX_KEEP_ALIVE_REQUESTS, requests, directives))
                .flatMap(Optional::stream)
                .map(Finding::toString)
                .toList();
    }

    private Optional<Finding> yields(String attribute, Directive directive, Directives directives) {
        return Optional.ofNullable(written.get(attribute))
                .flatMap(value -> new Precedence(directives).yields(attribute, value, directive));
    }
}
