package org.servletmpm.worker;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The idle workers of one child, the last to become idle first: its caches are warm, and the others
 * stay asleep. Any thread may claim one; a worker takes its own seat back when it sees work.
 *
 * <p>A seat is claimed once. A seat that its worker took back stays in the stack, dead, until a
 * claim comes by; there are never more of those than claims that found nobody.
 */
public final class IdleWorkers<W> {

    /** A worker that sits idle. */
    static final class Seat<W> extends AtomicReference<W> {
        private Seat<W> below;

        private Seat(W worker) {
            super(worker);
        }

        /**
         * @return the worker, for the one caller who gets it; null for all others
         */
        public W claim() {
            return get() == null ? null : getAndSet(null);
        }
    }

    private final AtomicReference<Seat<W>> top = new AtomicReference<>();
    private final AtomicInteger idle = new AtomicInteger();

    /** The calling worker has nothing to do. */
    Seat<W> sit(W worker) {
        Seat<W> seat = new Seat<>(worker);
        idle.incrementAndGet();
        do {
            seat.below = top.get();
        } while (!top.compareAndSet(seat.below, seat));
        return seat;
    }

    /**
     * @return whether the worker got its own seat back: if not, somebody is about to give it work
     */
    boolean stand(Seat<W> seat) {
        if (seat.claim() == null) {
            return false;
        }
        idle.decrementAndGet();
        return true;
    }

    /**
     * @return an idle worker, which now waits for the caller to assign something, or null
     */
    public W claim() {
        for (Seat<W> seat = top.get(); seat != null; seat = top.get()) {
            if (top.compareAndSet(seat, seat.below)) {
                W worker = seat.claim();
                if (worker != null) {
                    idle.decrementAndGet();
                    return worker;
                }
            }
        }
        return null;
    }

    /**
     * @return how many sit idle, as of a moment ago
     */
    int count() {
        return idle.get();
    }
}
