package org.servletmpm.scoreboard;

import java.util.Map;

/**
 * What a slot's children have counted together since the server was started.
 *
 * @param counts by what is counted; what is missing is zero
 */
public record Totals(Map<Total, Long> counts) {
    /** Of a slot that has counted nothing. */
    public static final Totals NONE = new Totals(Map.of());

    public Totals {
        counts = Map.copyOf(counts);
    }

    /** One of them. */
    public long of(Total total) {
        return counts.getOrDefault(total, 0L);
    }
}
