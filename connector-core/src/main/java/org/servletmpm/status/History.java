package org.servletmpm.status;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.servletmpm.scoreboard.RequestTimes;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Remembers the last ten minutes of an engine, a point for every two seconds. The parent's thread
 * looks, any thread may ask.
 */
public final class History {

    /** How long it remembers, in seconds. */
    static final int SECONDS = 600;

    /** From one point to the next, in seconds. */
    static final int STEP = 2;

    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Holds what the engine did at one moment, and since the moment before. Immutable.
     *
     * @param nanos the moment, on the history's clock
     * @param requestsPerSecond since the point before
     * @param busyWorkers at this moment
     * @param connections at this moment
     * @param p99Seconds that 99 in 100 requests since the point before took at the most; NaN
     *     without requests
     */
    public record Point(
            long nanos,
            double requestsPerSecond,
            int busyWorkers,
            int connections,
            double p99Seconds) {

        /**
         * @return seconds from this moment to a later one
         */
        public double age(long later) {
            return (later - nanos) / NANOS_PER_SECOND;
        }
    }

    /**
     * Holds the points of the last ten minutes. Immutable.
     *
     * @param now when it was asked for, on the history's clock
     * @param points the oldest first
     */
    public record Past(long now, List<Point> points) {
        public static final Past NONE = new Past(0, List.of());

        public Past {
            points = List.copyOf(points);
        }
    }

    private final Supplier<Snapshot> states;
    private final Supplier<RequestTimes.Counts> times;
    private final LongSupplier clock;

    /** The oldest first. Guarded by this object's monitor. */
    private final Deque<Point> points = new ArrayDeque<>();

    /** Of the parent's thread. */
    private long lastNanos;

    private RequestTimes.Counts last;

    /**
     * @param states the scoreboard; needs no totals
     * @param times the requests that have ended
     * @param clock {@link System#nanoTime}
     */
    public History(
            Supplier<Snapshot> states, Supplier<RequestTimes.Counts> times, LongSupplier clock) {
        this.states = states;
        this.times = times;
        this.clock = clock;
        this.lastNanos = clock.getAsLong();
        this.last = times.get();
    }

    /** Takes another point if it is time. Called once a second. */
    public void look() {
        long now = clock.getAsLong();
        double seconds = (now - lastNanos) / NANOS_PER_SECOND;
        // A second is not always a whole one.
        if (seconds < STEP - 0.5) {
            return;
        }
        Snapshot snapshot = states.get();
        RequestTimes.Counts counts = times.get();
        RequestTimes.Counts since = counts.since(last);
        add(
                new Point(
                        now,
                        since.total() / seconds,
                        snapshot.busyWorkers(),
                        snapshot.connsTotal(),
                        since.p99Seconds()));
        lastNanos = now;
        last = counts;
    }

    private synchronized void add(Point next) {
        points.addLast(next);
        while (points.getFirst().age(next.nanos()) > SECONDS) {
            points.removeFirst();
        }
    }

    /**
     * @return what is remembered now
     */
    synchronized Past past() {
        return new Past(clock.getAsLong(), List.copyOf(points));
    }
}
