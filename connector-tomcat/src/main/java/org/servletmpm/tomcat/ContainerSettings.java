package org.servletmpm.tomcat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Origin;

/**
 * What directives say in httpd's words and Tomcat in its own, and Tomcat can change while it runs.
 * Belongs to the thread that configures the connector.
 */
final class ContainerSettings {

    private static final String CONNECTION_TIMEOUT = "connectionTimeout";
    private static final String KEEP_ALIVE_TIMEOUT = "keepAliveTimeout";
    private static final String MAX_KEEP_ALIVE_REQUESTS = "maxKeepAliveRequests";

    /** In ms, -1 for none. */
    private final int usualTimeout;

    /** By attribute, in ms and requests, -1 for none. */
    private final Map<String, Integer> written = new HashMap<>();

    /**
     * @param usualTimeout Tomcat's default, in ms
     */
    ContainerSettings(int usualTimeout) {
        this.usualTimeout = usualTimeout;
    }

    /**
     * Something that somebody wrote for Tomcat.
     *
     * @return whether it is one of these settings
     */
    boolean put(String attribute, int value) {
        switch (attribute) {
            case CONNECTION_TIMEOUT, KEEP_ALIVE_TIMEOUT, MAX_KEEP_ALIVE_REQUESTS -> {
                written.put(attribute, value);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** What was written as a directive counts; the rest is as somebody wrote it for Tomcat. */
    void apply(Directives directives, MpmEndpoint endpoint) {
        int timeout =
                directives.isExplicit(Directive.TIMEOUT)
                        ? Math.toIntExact(directives.timeoutMillis().orElseThrow())
                        : written.getOrDefault(CONNECTION_TIMEOUT, usualTimeout);
        endpoint.timeouts(timeout, keepAlive(directives, timeout), requests(directives));
    }

    /** What nobody wrote is, in Tomcat, the timeout of the connection. */
    private int keepAlive(Directives directives, int timeout) {
        if (directives.isExplicit(Directive.KEEP_ALIVE_TIMEOUT)) {
            return Math.toIntExact(directives.keepAliveTimeoutMillis().orElseThrow());
        }
        return written.getOrDefault(KEEP_ALIVE_TIMEOUT, timeout);
    }

    /** httpd writes 0 for no limit, Tomcat -1; 1 is no keep-alive, and 100 is Tomcat's default. */
    private int requests(Directives directives) {
        if (!directives.keepAlive().orElse(true)) {
            return 1;
        }
        if (!directives.isExplicit(Directive.MAX_KEEP_ALIVE_REQUESTS)) {
            return written.getOrDefault(MAX_KEEP_ALIVE_REQUESTS, 100);
        }
        int requests = directives.maxKeepAliveRequests().orElseThrow();
        return requests == 0 ? -1 : requests;
    }

    /** A line for each that somebody wrote, and that a directive takes precedence over. */
    List<String> yielding(Directives directives) {
        List<String> lines = new ArrayList<>();
        yields(lines, CONNECTION_TIMEOUT, Directive.TIMEOUT, directives);
        yields(lines, KEEP_ALIVE_TIMEOUT, Directive.KEEP_ALIVE_TIMEOUT, directives);
        boolean noKeepAlive = !directives.keepAlive().orElse(true);
        yields(
                lines,
                MAX_KEEP_ALIVE_REQUESTS,
                noKeepAlive ? Directive.KEEP_ALIVE : Directive.MAX_KEEP_ALIVE_REQUESTS,
                directives);
        return lines;
    }

    private void yields(
            List<String> lines, String attribute, Directive directive, Directives directives) {
        Integer value = written.get(attribute);
        if (value == null || !directives.isExplicit(directive)) {
            return;
        }
        String name = directive.directiveName();
        String winner = name + " " + directives.effective().get(name);
        Finding finding =
                new Finding(
                        Level.INFO,
                        Origin.of("attribute " + attribute),
                        attribute,
                        value.toString(),
                        "",
                        "yields to " + winner + " (" + directives.origin(directive) + ")");
        lines.add(finding.toString());
    }
}
