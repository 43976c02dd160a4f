package org.servletmpm.child;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows that a thread comes round. One thread at a time beats, another one looks, at its own pace:
 * looks are counted, not time, so that a JVM that stood still finds no thread late.
 */
public final class Heartbeat {

    private final AtomicLong beats = new AtomicLong();

    /** By the one that looks. */
    private long seen;

    /** Written by the one that looks; read by anybody. */
    private volatile int missed;

    /** The thread has come round. */
    public void beat() {
        beats.lazySet(beats.getPlain() + 1);
    }

    /**
     * Looks once.
     *
     * @return how many looks there have been since the last that saw a beat
     */
    public int look() {
        long now = beats.get();
        missed = now == seen ? missed + 1 : 0;
        seen = now;
        return missed;
    }

    /**
     * @return what the last {@link #look} has returned
     */
    public int missed() {
        return missed;
    }
}
