package org.servletmpm.scoreboard;

import java.util.Map;

/**
 * Holds what the children of a slot have counted together since the server was started. Immutable.
 *
 * @param counts by total; a missing one is zero
 */
public record Totals(Map<Total, Long> counts) {
    /** The totals of a slot that has counted nothing. */
    public static final Totals NONE = new Totals(Map.of());

    public Totals {
        counts = Map.copyOf(counts);
    }

    /**
     * @return one of them
     */
    public long of(Total total) {
        return counts.getOrDefault(total, 0L);
    }
}
