package org.servletmpm.process;

import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a generation of children is any good. Its first child, the canary, is ready
 * before another one is started, and has lived for MinLife before an old child leaves for it. The
 * parent's thread.
 */
final class Trial {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final long minLifeNanos;

    /** Whether a child has become ready. */
    private boolean hasReady;

    /** Whether one has lived for MinLife. */
    private boolean isOver;

    /**
     * @param minLifeSeconds MinLife
     */
    Trial(int minLifeSeconds) {
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
        return hasReady ? CORES : 1;
    }

    /**
     * @param readyFor how long a child of it has served, in nanoseconds
     * @return whether it has passed
     */
    boolean isPassedBy(long readyFor) {
        isOver |= readyFor >= minLifeNanos;
        return isOver;
    }
}
