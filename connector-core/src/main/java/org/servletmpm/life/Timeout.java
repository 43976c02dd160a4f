package org.servletmpm.life;

import java.util.concurrent.TimeUnit;

/**
 * Runs something once, some time after it was set. One thread sets it; it begins when the parent's
 * thread sees it, which gives the time.
 */
final class Timeout {

    private static final long UNSET = -1;

    /** May run again when it fails. */
    private final Runnable action;

    /** In nanoseconds. */
    private volatile long delay = UNSET;

    /** The parent's thread. */
    private boolean isRunning;

    private boolean isOver;

    /** In the time that the parent's thread is given. */
    private long end;

    Timeout(Runnable action) {
        this.action = action;
    }

    void set(long millis) {
        delay = Math.min(TimeUnit.MILLISECONDS.toNanos(millis), Long.MAX_VALUE / 2);
    }

    /**
     * Looks at the time. The parent's thread.
     *
     * @param now in nanoseconds, with any origin
     * @return nanoseconds until it has to look again; {@link Long#MAX_VALUE} for never
     */
    long look(long now) {
        if (delay == UNSET || isOver) {
            return Long.MAX_VALUE;
        }
        if (!isRunning) {
            isRunning = true;
            end = now + delay;
        }
        long left = end - now;
        if (left > 0) {
            return left;
        }
        action.run();
        isOver = true;
        return Long.MAX_VALUE;
    }
}
