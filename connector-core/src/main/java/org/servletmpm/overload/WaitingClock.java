package org.servletmpm.overload;

import java.util.function.LongSupplier;

/**
 * Measures waiting in milliseconds in which somebody could have worked: it stands while the process
 * does (a long garbage collection, a stopped or moved machine, a debugger), so that a pause refuses
 * nobody. One thread ticks, about every {@value #TICK_MILLIS} ms; any thread reads. Between two
 * ticks the clock goes on for at most {@value #LONGEST_STEP_MILLIS} ms.
 */
final class WaitingClock {

    static final int TICK_MILLIS = 10;

    /** Several ticks, as a busy machine lets a thread wait for its turn. */
    static final int LONGEST_STEP_MILLIS = 50;

    private static final long LONGEST_STEP = LONGEST_STEP_MILLIS * 1_000_000L;

    private final LongSupplier nanoTime;

    private volatile Tick last;

    /**
     * A tick.
     *
     * @param at on {@link System#nanoTime}
     * @param shown what this clock showed then, in nanoseconds
     */
    private record Tick(long at, long shown) {
        long plus(long now) {
            return shown + Math.max(0, Math.min(now - at, LONGEST_STEP));
        }
    }

    /**
     * @param nanoTime {@link System#nanoTime}
     */
    WaitingClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new Tick(nanoTime.getAsLong(), 0);
    }

    /** Goes on. The ticking thread. */
    void tick() {
        long now = nanoTime.getAsLong();
        last = new Tick(now, last.plus(now));
    }

    /**
     * @return milliseconds, never going back
     */
    long now() {
        return last.plus(nanoTime.getAsLong()) / 1_000_000;
    }
}
