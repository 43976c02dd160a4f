package org.servletmpm.jetty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.servletmpm.directive.ConnectorConfiguration;

/**
 * Holds what the stock connector would be told of its threads, and warns that it has no effect.
 * Immutable. Jetty's own files always say one acceptor and -1 selectors, which nobody has chosen.
 *
 * @param acceptors usually 1 or -1 (Jetty's choice)
 * @param selectors usually 0 or less (Jetty's choice)
 */
record StockThreads(int acceptors, int selectors) {

    /** The constructor of {@code ServerConnector} sets it. */
    private static final int USUAL_PRIORITY_DELTA = -2;

    private static final String NO_ACCEPTOR =
            " (there is no acceptor: a child's own listener or thread accepts)";

    /**
     * @return one text for all settings without effect; empty if there are none
     */
    Optional<String> warning(int acceptorPriorityDelta) {
        List<String> vain = new ArrayList<>();
        if (acceptors != -1 && acceptors != 1) {
            vain.add("acceptors" + NO_ACCEPTOR);
        }
        if (acceptorPriorityDelta != USUAL_PRIORITY_DELTA) {
            vain.add("acceptorPriorityDelta" + NO_ACCEPTOR);
        }
        if (selectors > 0) {
            vain.add("selectors (each child has a listener)");
        }
        return vain.isEmpty()
                ? Optional.empty()
                : Optional.of("properties without effect: " + String.join("; ", vain));
    }

    /**
     * @return why the connector takes no executor
     */
    static String refused(Executor executor) {
        return "executor "
                + executor.getClass().getName()
                + ": refused, "
                + ConnectorConfiguration.OWN_THREADS
                + "; allowed: null";
    }
}
