package org.servletmpm.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests that one connection carries at once, and limits the threads that it has for
 * them: a client that opens as many streams as there are workers, and takes no answer, leaves some
 * to all others. Steps beyond the share wait here, in their order. Any thread.
 *
 * <p>Limited is the number of steps that are queued for a thread or run by one. It is never 0 while
 * a step waits and no thread is about to {@linkplain #next look}: the thread that adds one looks
 * afterwards, and so does the thread that ends one.
 */
public final class StreamShare {

    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** A request begins. */
    void opened() {
        streams.incrementAndGet();
    }

    /** A request that has begun is answered. */
    void closed() {
        streams.decrementAndGet();
    }

    /**
     * @return whether one request goes on, at least
     */
    boolean isOpen() {
        return streams.get() > 0;
    }

    /**
     * @return whether no request goes on, and none waits to begin. What comes first is asked last.
     */
    boolean isIdle() {
        return waiting.isEmpty() && begun.get() == 0 && !isOpen();
    }

    /**
     * A step comes.
     *
     * @param most how many steps may be begun at once, at least 1
     * @return whether it is the caller's to begin; if not, it waits, and the caller has to look for
     *     the {@link #next}, as one may have ended meanwhile
     */
    public boolean begins(Runnable step, int most) {
        if (waiting.isEmpty() && tryBegin(most)) {
            return true;
        }
        waiting.add(step);
        return false;
    }

    /**
     * @return a step that has waited, which is the caller's to begin; null when there is none, or
     *     none may be begun
     */
    public Runnable next(int most) {
        while (!waiting.isEmpty() && tryBegin(most)) {
            Runnable step = waiting.poll();
            if (step != null) {
                return step;
            }
            ended();
        }
        return null;
    }

    /**
     * Takes a step that waits, whatever may be begun: it counts as begun.
     *
     * @return false when another thread has taken it
     */
    public boolean take(Runnable step) {
        boolean taken = waiting.remove(step);
        if (taken) {
            begun.incrementAndGet();
        }
        return taken;
    }

    /**
     * @return the step that has waited longest; null when none waits
     */
    public Runnable oldest() {
        return waiting.peek();
    }

    /**
     * @return how many steps wait; takes longer the more there are
     */
    public int length() {
        return waiting.size();
    }

    /** A step that was begun is over; the caller looks for the {@link #next}. */
    public void ended() {
        begun.decrementAndGet();
    }

    private boolean tryBegin(int most) {
        int now = begun.get();
        while (now < most) {
            if (begun.compareAndSet(now, now + 1)) {
                return true;
            }
            now = begun.get();
        }
        return false;
    }
}
