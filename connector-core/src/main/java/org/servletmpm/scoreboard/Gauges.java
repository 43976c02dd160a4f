package org.servletmpm.scoreboard;

import java.util.Map;

/**
 * What a child has at the moment.
 *
 * @param counts by what is counted; what is missing is zero
 */
public record Gauges(Map<Gauge, Integer> counts) {
    /** Of a slot without a child. */
    public static final Gauges NONE = new Gauges(Map.of());

    public Gauges {
        counts = Map.copyOf(counts);
    }

    /** One of them. */
    public int of(Gauge gauge) {
        return counts.getOrDefault(gauge, 0);
    }
}
