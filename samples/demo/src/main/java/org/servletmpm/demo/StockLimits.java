package org.servletmpm.demo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;

/**
 * The limits that a container's own connector can keep as well, so that it is compared under the
 * same ones.
 *
 * @param workers threads that run requests, at least 1
 * @param backlog connections that may wait in the kernel, at least 1
 * @param sendBuffer bytes, 0 leaves it to the operating system
 */
record StockLimits(int workers, int backlog, int sendBuffer) {
    private static final Set<Directive> KEPT =
            EnumSet.of(
                    Directive.MAX_REQUEST_WORKERS,
                    Directive.LISTEN_BACKLOG,
                    Directive.SEND_BUFFER_SIZE,
                    Directive.LISTEN);

    static StockLimits of(Directives directives) {
        return new StockLimits(
                directives.maxRequestWorkers(),
                directives.listenBacklog(),
                directives.sendBufferSize());
    }

    Map<String, String> byDirective() {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put(Directive.MAX_REQUEST_WORKERS.directiveName(), Integer.toString(workers));
        limits.put(Directive.LISTEN_BACKLOG.directiveName(), Integer.toString(backlog));
        limits.put(Directive.SEND_BUFFER_SIZE.directiveName(), Integer.toString(sendBuffer));
        return limits;
    }

    /** The check's own findings, and one for each directive that only an MPM connector has. */
    static List<Finding> findings(Directives directives) {
        List<Finding> findings = new ArrayList<>(directives.findings());
        Map<String, String> effective = directives.effective();
        for (Directive directive : Directive.values()) {
            if (directives.isExplicit(directive) && !KEPT.contains(directive)) {
                findings.add(
                        new Finding(
                                Level.WARNING,
                                directives.origin(directive),
                                directive.directiveName(),
                                effective.getOrDefault(directive.directiveName(), ""),
                                "",
                                "has no effect with --stock, on the container's own connector"));
            }
        }
        return List.copyOf(findings);
    }
}
