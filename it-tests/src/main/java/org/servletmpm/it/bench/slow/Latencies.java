package org.servletmpm.it.bench.slow;

import java.util.Locale;
import java.util.stream.LongStream;

/** Records how long a client waited, each time. One thread. */
final class Latencies {

    private final LongStream.Builder nanos = LongStream.builder();
    private int timeouts;
    private int failures;

    void answered(long waited) {
        nanos.add(waited);
    }

    void timedOut() {
        timeouts++;
    }

    /** Refused or cut. */
    void failed() {
        failures++;
    }

    /** All together; each can be asked for once. */
    static Summary sum(Latencies... all) {
        LongStream answered = LongStream.empty();
        int timeouts = 0;
        int failures = 0;
        for (Latencies each : all) {
            answered = LongStream.concat(answered, each.nanos.build());
            timeouts += each.timeouts;
            failures += each.failures;
        }
        return new Summary(answered.sorted().toArray(), timeouts, failures);
    }

    /**
     * @param sorted nanoseconds to each answer
     * @param timeouts who was not answered has waited longer than all who were
     */
    record Summary(long[] sorted, int timeouts, int failures) {

        int answers() {
            return sorted.length;
        }

        /** Milliseconds that {@code percent} of the requests did not exceed. */
        String percentile(int percent) {
            int all = sorted.length + timeouts;
            if (all == 0) {
                return "-";
            }
            int rank = Math.max(0, (int) Math.ceil(all * percent / 100.0) - 1);
            return rank < sorted.length
                    ? String.format(Locale.ROOT, "%.1f", sorted[rank] / 1e6)
                    : "> " + NormalClient.PATIENCE_MILLIS;
        }
    }
}
