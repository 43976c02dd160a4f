package org.servletmpm.worker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.servletmpm.scoreboard.RequestText;

/**
 * Measures for how long a thread has run its request. That thread starts and stops it, the parent's
 * looks at it once a second; with SlowRequestTime 0 neither costs more than a comparison.
 */
public final class RequestTimer {

    private final Thread thread;
    private final Supplier<RequestText> described;
    private final LongSupplier slowMillis;

    /** On {@link System#nanoTime}; 0 while no request runs. Written by that thread alone. */
    private final AtomicLong began = new AtomicLong();

    /** The {@link #began} of the request that was told of last; the parent's. */
    private long told;

    /**
     * @param described what the request is, to be read by any thread while the timer runs
     * @param slowMillis after how long a request is slow; 0 for never
     */
    RequestTimer(Thread thread, Supplier<RequestText> described, LongSupplier slowMillis) {
        this.thread = thread;
        this.described = described;
        this.slowMillis = slowMillis;
    }

    /** Tells whether slow requests are told of at all. */
    boolean isWanted() {
        return slowMillis.getAsLong() > 0;
    }

    /** The thread has begun, and described, a request. */
    void start() {
        if (isWanted()) {
            // Never 0; a nanosecond more or less does not count.
            began.setRelease(System.nanoTime() | 1);
        }
    }

    /** The thread runs no request any more, or has left it to another one. */
    void stop() {
        if (began.getPlain() != 0) {
            began.setRelease(0);
        }
    }

    /**
     * Once for each request that runs for too long. The parent.
     *
     * @param now on {@link System#nanoTime}
     */
    public Optional<SlowRequest> look(long now) {
        long since = began.getAcquire();
        long slowNanos = TimeUnit.MILLISECONDS.toNanos(slowMillis.getAsLong());
        if (since == 0 || since == told || slowNanos == 0 || now - since < slowNanos) {
            return Optional.empty();
        }
        SlowRequest slow =
                new SlowRequest(
                        thread.getName(),
                        TimeUnit.NANOSECONDS.toMillis(now - since),
                        described.get(),
                        List.of(thread.getStackTrace()));
        if (began.getAcquire() != since) {
            // It ended meanwhile: the stack or the description may be another one's.
            return Optional.empty();
        }
        told = since;
        return Optional.of(slow);
    }
}
