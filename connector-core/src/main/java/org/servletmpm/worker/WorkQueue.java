package org.servletmpm.worker;

import java.util.Queue;
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
 * <p>No work waits while a worker sleeps: a worker that finds nothing becomes idle first and then
 * looks once more, a thread that submits queues first and then looks for one that is idle.
 *
 * @param <W> a worker
 * @param <C> a child, as a hint whose workers are asked first; may be null
 */
public final class WorkQueue<W, C> {

    /** The idle workers of all children. */
    interface Idle<W, C> {

        /**
         * @return an idle worker, which now waits to be assigned something; null when none is idle
         */
        W claim(C first);

        /**
         * @return whether a worker is idle, as of a moment ago
         */
        boolean any();

        /** Lets a claimed worker look for work. */
        void wake(W worker);
    }

    private final Idle<W, C> idle;
    private final Queue<Runnable> queue;

    /** A worker has the token, or a thread is about to give it to one. */
    private final AtomicBoolean waking = new AtomicBoolean();

    /**
     * The worker that has it, until it looks. Written by the one that has the token: before it
     * gives it to a worker, which is asleep then, and by that worker.
     */
    private volatile W woken;

    /**
     * @param idle where a worker is found that may be woken
     * @param queue for any thread
     */
    WorkQueue(Idle<W, C> idle, Queue<Runnable> queue) {
        this.idle = idle;
        this.queue = queue;
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
            // One that has become idle since has looked before, but perhaps not at what was added
            // meanwhile by a thread that saw the token away.
            if (!idle.any()) {
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
            W worker = idle.claim(first);
            if (worker != null) {
                woken = worker;
                idle.wake(worker);
                passed = true;
            }
        } finally {
            if (!passed) {
                woken = null;
                waking.set(false);
            }
        }
        return passed;
    }

    /**
     * Takes work, and passes the token on. The worker's thread.
     *
     * @param own its child
     * @return null when there is none
     */
    Runnable next(W worker, C own) {
        Runnable work = queue.poll();
        try {
            if (woken == worker || work != null) {
                leave(worker, own);
            }
        } catch (Throwable t) {
            // The work that was taken must not get lost. The watchdog looks for the rest.
            return work;
        }
        return work;
    }

    /**
     * Leaves what is queued to others, and passes the token on. The worker's thread, when it has
     * found something else to do or ends.
     *
     * @param own its child; null to ask all alike
     */
    void leave(W worker, C own) {
        if (woken == worker) {
            woken = null;
            if (isEmpty()) {
                waking.set(false);
            } else if (passOn(own)) {
                return;
            }
        }
        wake(own);
    }

    /**
     * Lets the calling worker be claimed, unless there is something to do.
     *
     * @param workers those of its child that are idle
     * @param over says whether the worker is to end instead
     * @return its entry, with which it waits to be assigned something; null when it has to look
     *     around
     */
    IdleWorkers.Entry<W> becomeIdle(IdleWorkers<W> workers, W worker, BooleanSupplier over) {
        IdleWorkers.Entry<W> entry = workers.push(worker);
        boolean looks = !isEmpty() || over.getAsBoolean();
        return looks && workers.takeBack(entry) ? null : entry;
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
