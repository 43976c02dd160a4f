package org.servletmpm.scoreboard;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts the requests of one engine since its start by how long they took, in {@linkplain
 * TimeClasses classes} of 16 us to 67 s. Any thread.
 */
public final class RequestTimes {

    private static final int CLASSES = 84;
    private static final long UNIT_NANOS = 16_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final LongAdder[] counts =
            Stream.generate(LongAdder::new).limit(CLASSES).toArray(LongAdder[]::new);

    /** Counts a request that took so long. */
    public void add(long nanos) {
        counts[TimeClasses.of(nanos / UNIT_NANOS, CLASSES)].increment();
    }

    /**
     * @return what has been counted so far
     */
    public Counts counts() {
        return new Counts(Arrays.stream(counts).mapToLong(LongAdder::sum).toArray());
    }

    /**
     * Holds what had been counted at one moment. Immutable.
     *
     * @param each by class; not to be changed
     */
    public record Counts(long[] each) {

        /** Nothing has been counted. */
        public static final Counts NONE = new Counts(new long[CLASSES]);

        /**
         * @return what has been counted since an earlier moment
         */
        public Counts since(Counts earlier) {
            long[] since = each.clone();
            Arrays.setAll(since, n -> each[n] - earlier.each[n]);
            return new Counts(since);
        }

        /**
         * @return how many requests there were
         */
        public long total() {
            return Arrays.stream(each).sum();
        }

        /**
         * @return seconds that 99 in 100 of them have not taken longer than; NaN without any
         */
        public double p99Seconds() {
            long above = total() / 100;
            long seen = 0;
            for (int n = CLASSES - 1; n >= 0; n--) {
                seen += each[n];
                if (seen > above) {
                    return (TimeClasses.greatestOf(n) + 1) * UNIT_NANOS / NANOS_PER_SECOND;
                }
            }
            return Double.NaN;
        }
    }
}
