package org.servletmpm.process;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which children have had their time to leave: those that take longer than
 * GracefulShutdownTimeout, and where more than two generations leave, those of the oldest. Pure.
 */
final class LeavingLimit {

    private static final int MOST_GENERATIONS = 2;

    /** A child ends by itself at GracefulShutdownTimeout. */
    private static final int GRACE_SECONDS = 5;

    private LeavingLimit() {}

    /**
     * A child that leaves.
     *
     * @param seconds for how long it does
     * @param timeoutSeconds GracefulShutdownTimeout; 0 for none
     */
    record Leaving(int slot, int generation, long seconds, int timeoutSeconds) {}

    /**
     * @return by its slot, the reason why a child is to be ended
     */
    static Map<Integer, String> over(List<Leaving> leaving) {
        int oldest =
                leaving.stream()
                        .map(Leaving::generation)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .limit(MOST_GENERATIONS)
                        .min(Comparator.naturalOrder())
                        .orElse(0);
        Map<Integer, String> over = new TreeMap<>();
        for (Leaving child : leaving) {
            int timeout = child.timeoutSeconds();
            if (child.generation() < oldest) {
                over.put(child.slot(), "two later generations leave");
            } else if (timeout > 0 && child.seconds() > timeout + GRACE_SECONDS) {
                over.put(child.slot(), "GracefulShutdownTimeout " + timeout + " s is over");
            }
        }
        return over;
    }
}
