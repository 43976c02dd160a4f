package org.servletmpm.process;

import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a generation of children is any good. Its first child, the canary, is ready
 * before another one is started, and has lived for MinLife before an old child leaves for it. The
 * parent's thread.
 */
final class Trial {

    private final long minLifeNanos;
    private final int maxStarting;

    /** Whether a child has become ready. */
    private boolean hasReady;

    /** Whether one has lived for MinLife. */
    private boolean isOver;

    /**
     * @param minLifeSeconds MinLife
     * @param maxStarting MaxStarting
     */
    Trial(int minLifeSeconds, int maxStarting) {
        this.maxStarting = maxStarting;
        this.minLifeNanos = TimeUnit.SECONDS.toNanos(minLifeSeconds);
    }

    /** One of its children serves. */
    void ready() {
        hasReady = true;
    }

    /**
     * @return whether no child has become ready, so that the next one is the canary
     */
    boolean needsCanary() {
        return !hasReady;
    }

    /**
     * @return how many may be starting at once
     */
    int mostStarting() {
        return hasReady ? maxStarting : 1;
    }

    /**
     * @param readyFor how long a child of it has served, in nanoseconds
     * @return whether it has passed
     */
    boolean isPassedBy(long readyFor) {
        isOver |= readyFor >= minLifeNanos;
        return isOver;
    }

    /**
     * @return whether it has passed, as far as has been looked
     */
    boolean isPassed() {
        return isOver;
    }
}
