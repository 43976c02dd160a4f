package org.servletmpm.child;

import java.util.concurrent.atomic.AtomicLong;
import org.servletmpm.waiting.Watch;

/**
 * The time for which one worker has the duty of its child's listener, and runs the steps that it
 * finds. The whole state machine of leader and follower is one word: a phase, and the number of the
 * step, so that the listener takes over from the very step that it has seen last too long. A term
 * that is over stays over.
 *
 * <p>Whoever leads owns the duty and all it works with; the word passes that on.
 */
final class Term extends AtomicLong {

    private static final long serialVersionUID = 1;

    private static final int PHASE_BITS = 2;
    private static final long PHASE = (1 << PHASE_BITS) - 1;

    /** The worker has nothing to do but lead: anybody may call it to something else. */
    private static final long SELECTS = 0;

    /** The worker runs a step: the listener may take over. */
    private static final long RUNS = 1;

    /** The worker was called away, and ends its term as soon as it sees that. */
    private static final long CALLED = 2;

    /** Somebody else leads. */
    private static final long OVER = 3;

    private final transient Worker worker;

    /** Whose step it runs. The worker's. */
    private transient Watch running;

    /** When that began, on {@link System#nanoTime}. Written by the worker, before it runs. */
    private volatile long began;

    Term(Worker worker) {
        this.worker = worker;
    }

    private static long phase(long word) {
        return word & PHASE;
    }

    private boolean move(long word, long phase) {
        return compareAndSet(word, word & ~PHASE | phase);
    }

    Worker worker() {
        return worker;
    }

    // ---- the worker

    /**
     * It begins a step.
     *
     * @param now on {@link System#nanoTime}
     * @return false when it was called away
     */
    boolean begins(Watch step, long now) {
        long word = get();
        running = step;
        began = now;
        return phase(word) == SELECTS && compareAndSet(word, (word | PHASE) + 1 | RUNS);
    }

    /**
     * Its step is done.
     *
     * @return false when the listener has taken over
     */
    boolean selects() {
        long word = get();
        return phase(word) == RUNS && move(word, SELECTS);
    }

    /**
     * Ends the term, so that the listener leads.
     *
     * @return whether the worker was called, and is to await its assignment
     */
    boolean ends() {
        return phase(getAndUpdate(word -> word & ~PHASE | OVER)) == CALLED;
    }

    /**
     * @return whether it has been called away, and is to end the term
     */
    boolean isCalled() {
        return phase(get()) == CALLED;
    }

    /**
     * Asked by any thread that has armed an interest: whoever takes over looks at the connection
     * after that.
     *
     * @return whether the calling thread leads, runs a step of that connection, and looks at what
     *     is armed when the step is done
     */
    boolean looksAfter(Watch watch) {
        return Thread.currentThread() == worker.thread()
                && running == watch
                && phase(get()) == RUNS;
    }

    // ---- any other thread

    /**
     * Calls the worker away, to something that nobody else has time for.
     *
     * @return whether it comes, and is to be assigned something
     */
    boolean call() {
        long word = get();
        return phase(word) == SELECTS && move(word, CALLED);
    }

    /**
     * @return whether the worker has nothing to do but lead
     */
    boolean isIdle() {
        return phase(get()) == SELECTS;
    }

    // ---- the listener's thread

    boolean isOver() {
        return phase(get()) == OVER;
    }

    /**
     * @return grows with each step
     */
    long steps() {
        return get() >>> PHASE_BITS;
    }

    /**
     * @param now on {@link System#nanoTime}
     * @return nanoseconds until {@link #takeOver} would, if the worker stays in its step
     */
    long untilImpatient(long now, long patience) {
        return phase(get()) == RUNS ? Math.max(patience - (now - began), 1) : patience;
    }

    /**
     * Takes over if the worker has been in one step for too long.
     *
     * @param now on {@link System#nanoTime}
     * @param patience nanoseconds
     * @return the connection whose step it is, to be looked at: what it has armed is watched by
     *     nobody; null when the term goes on
     */
    Watch takeOver(long now, long patience) {
        long word = get();
        if (phase(word) == RUNS && now - began >= patience) {
            Watch stuck = running;
            return move(word, OVER) ? stuck : null;
        }
        return null;
    }
}
