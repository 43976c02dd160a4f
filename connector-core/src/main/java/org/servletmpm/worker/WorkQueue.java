package org.servletmpm.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Queues the work that no thread is bound to, and wakes idle workers for it, one at a time. Any
 * thread.
 *
 * <p>There is one token for waking. The thread that has it gives it to an idle worker, which it
 * wakes, or puts it back when there is none. A woken worker takes what it finds and passes the
 * token on if there is more: workers that are awake take most of what comes together, and the
 * others sleep on. Waking each of them would cost as much as the work that it finds, or finds gone.
 *
 * <p>No work waits while a worker sleeps: a worker that finds nothing sits down first and then
 * looks once more, a thread that submits queues first and then looks for one that sits.
 *
 * @param <W> a worker
 * @param <C> a child, as a hint whose workers are asked first; may be null
 */
public final class WorkQueue<W, C> {

    /** The idle workers of all children. */
    interface Idlers<W, C> {

        /**
         * @return an idle worker, which now waits to be assigned something; null when none is idle
         */
        W claim(C first);

        /**
         * @return whether a worker is idle, as of a moment ago
         */
        boolean any();

        /** Lets a claimed worker look for work; the token is its own until it does. */
        void wake(W worker);
    }

    private final Idlers<W, C> idlers;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

    /** A worker has the token, or a thread is about to give it to one. */
    private final AtomicBoolean waking = new AtomicBoolean();

    WorkQueue(Idlers<W, C> idlers) {
        this.idlers = idlers;
    }

    /** Queues work and sees that a worker looks for it. */
    void submit(Runnable work, C first) {
        queue.add(work);
        wake(first);
    }

    /** Queues work for the calling worker, which looks for work next, or {@link #leave leaves}. */
    void add(Runnable work) {
        queue.add(work);
    }

    /** Sees that a worker looks for what is queued. */
    void wake(C first) {
        while (!isEmpty() && waking.compareAndSet(false, true)) {
            if (passOn(first)) {
                return;
            }
            // One that has sat down since has looked before, but perhaps not at what was added
            // meanwhile by a thread that saw the token away.
            if (!idlers.any()) {
                return;
            }
        }
    }

    /**
     * Gives the token to an idle worker, or puts it back: it is never left with a thread that does
     * not look.
     *
     * @return whether a worker has it
     */
    private boolean passOn(C first) {
        boolean passed = false;
        try {
            W worker = idlers.claim(first);
            if (worker != null) {
                idlers.wake(worker);
                passed = true;
            }
        } finally {
            if (!passed) {
                waking.set(false);
            }
        }
        return passed;
    }

    /**
     * Takes work. A worker's thread.
     *
     * @param own its child
     * @param woken whether it has the token, which it passes on
     * @return null when there is none
     */
    Runnable next(C own, boolean woken) {
        Runnable work = queue.poll();
        try {
            if (woken || work != null) {
                leave(own, woken);
            }
        } catch (Throwable t) {
            // What was taken must not get lost. For what is behind it the watchdog looks again.
            return work;
        }
        return work;
    }

    /**
     * Leaves what is queued to others. A worker's thread, when it has found something else to do or
     * ends.
     *
     * @param woken whether it has the token, which it passes on
     */
    void leave(C own, boolean woken) {
        if (woken) {
            if (isEmpty()) {
                waking.set(false);
            } else if (passOn(own)) {
                return;
            }
        }
        wake(own);
    }

    /**
     * Sits down to sleep, unless there is something to do. A worker's thread.
     *
     * @param over says whether the worker is to end instead
     * @return the seat, on which the worker waits to be assigned something; null when it has to
     *     look around
     */
    IdleWorkers.Seat<W> sit(IdleWorkers<W> idle, W worker, BooleanSupplier over) {
        IdleWorkers.Seat<W> seat = idle.sit(worker);
        boolean stands = !isEmpty() || over.getAsBoolean();
        return stands && idle.stand(seat) ? null : seat;
    }

    /**
     * @return whether something is queued, and no worker is about to look for it
     */
    boolean isNeglected() {
        return !isEmpty() && !waking.get();
    }

    private boolean isEmpty() {
        return queue.isEmpty();
    }
}
