package org.servletmpm.worker;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.servletmpm.scoreboard.RequestText;

/**
 * Measures for how long a thread has run its request. That thread starts and stops it, the parent's
 * looks at it once a second; while nobody wants to know, neither costs more than a comparison.
 */
public final class RequestTimer {

    private final Thread thread;
    private final Supplier<RequestText> described;
    private final Supplier<RequestLimits> times;

    /** On {@link System#nanoTime}; 0 while no request runs. Written by that thread alone. */
    private final AtomicLong began = new AtomicLong();

    /** The parent is interrupting the thread: its request must not end meanwhile. */
    private final AtomicBoolean interrupting = new AtomicBoolean();

    /** The {@link #began} of the request that was told of last; the parent's. */
    private long told;

    /** The {@link #began} of the request that was interrupted last; the parent's. */
    private long terminated;

    /**
     * @param described what the request is, to be read by any thread while the timer runs
     * @param times how long requests may take now
     */
    RequestTimer(Thread thread, Supplier<RequestText> described, Supplier<RequestLimits> times) {
        this.thread = thread;
        this.described = described;
        this.times = times;
    }

    /** Tells whether anybody wants to know. */
    boolean isWanted() {
        return times.get().areWanted();
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
            began.set(0);
            while (interrupting.get()) {
                // The interrupt is this request's: it must not reach the next one.
                Thread.onSpinWait();
            }
        }
    }

    /**
     * @param now on {@link System#nanoTime}
     * @return for how long a request has run, in milliseconds; 0 while none does. Any thread.
     */
    public long millis(long now) {
        long since = began.getAcquire();
        return since == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(now - since);
    }

    /**
     * Once for each request that runs for too long. The parent.
     *
     * @param now on {@link System#nanoTime}
     */
    public Optional<SlowRequest> look(long now) {
        long since = began.getAcquire();
        if (since == told || !isOver(since, now, times.get().slowMillis())) {
            return Optional.empty();
        }
        Optional<SlowRequest> slow = describe(since, now);
        if (slow.isPresent()) {
            told = since;
        }
        return slow;
    }

    /**
     * Interrupts the thread, once for each request that runs for longer than it may. The parent.
     *
     * @param now on {@link System#nanoTime}
     * @return the request whose thread was interrupted, and where it was then
     */
    public Optional<SlowRequest> terminate(long now) {
        long since = began.getAcquire();
        if (since == terminated || !isOver(since, now, times.get().terminateMillis())) {
            return Optional.empty();
        }
        Optional<SlowRequest> overdue = describe(since, now);
        interrupting.set(true);
        try {
            if (overdue.isEmpty() || began.get() != since) {
                return Optional.empty();
            }
            thread.interrupt();
        } finally {
            interrupting.set(false);
        }
        terminated = since;
        return overdue;
    }

    private static boolean isOver(long since, long now, long millis) {
        return since != 0 && millis > 0 && now - since >= TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Optional<SlowRequest> describe(long since, long now) {
        SlowRequest slow =
                new SlowRequest(
                        thread.getName(),
                        TimeUnit.NANOSECONDS.toMillis(now - since),
                        described.get(),
                        List.of(thread.getStackTrace()));
        // If it ended meanwhile, the stack or the description may be another one's.
        return began.getAcquire() == since ? Optional.of(slow) : Optional.empty();
    }
}
