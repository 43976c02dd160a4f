package org.servletmpm.scoreboard;

import java.util.Map;

/**
 * Holds a child's gauges at one moment. Immutable.
 *
 * @param counts by gauge; a missing one is zero
 */
public record Gauges(Map<Gauge, Integer> counts) {
    /** The gauges of a slot without a child. */
    public static final Gauges NONE = new Gauges(Map.of());

    public Gauges {
        counts = Map.copyOf(counts);
    }

    /**
     * @return one of them
     */
    public int of(Gauge gauge) {
        return counts.getOrDefault(gauge, 0);
    }
}
