package org.servletmpm.child;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private static final int PHASE_BITS = 3;
    private static final long PHASE = (1 << PHASE_BITS) - 1;

    /** The worker does not know yet: nobody may call it, but the listener may take over. */
    private static final long LENT = 0;

    /** The worker has nothing to do but lead: anybody may call it to something else. */
    private static final long SELECTS = 4;

    /** The worker runs a step: the listener may take over. */
    private static final long RUNS = 1;

    /** The worker was called away, and ends its term as soon as it sees that. */
    private static final long CALLED = 2;

    /** Somebody else leads. */
    private static final long OVER = 3;

    private final transient Worker worker;

    /** Whose step it runs. The worker's, until the listener has taken over. */
    private transient Watch running;

    /** What the step has begun that comes after it; emptied by whoever has the duty then. */
    private final transient Queue<StreamStep> begun = new ConcurrentLinkedQueue<>();

    /** When it was lent, or that began, on {@link System#nanoTime}. Written before the word. */
    private volatile long began;

    /**
     * @param now on {@link System#nanoTime}
     */
    Term(Worker worker, long now) {
        this.worker = worker;
        this.began = now;
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
     * It leads from now on.
     *
     * @param by who does
     * @return false when the listener has taken over, and has perhaps lent to somebody else
     */
    boolean takesUp(Worker by) {
        return by == worker && compareAndSet(LENT, SELECTS);
    }

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
     * Something is begun that may come after the running step. Any thread.
     *
     * @return false when it is not up to this worker: the calling thread is another one, or the
     *     listener has taken over
     */
    boolean adds(StreamStep step) {
        if (Thread.currentThread() != worker.thread() || phase(get()) != RUNS) {
            return false;
        }
        begun.add(step);
        return phase(get()) == RUNS || !begun.remove(step);
    }

    /**
     * @return what steps have begun, to be taken out by whoever has the duty
     */
    Queue<StreamStep> begun() {
        return begun;
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

    private boolean isAway(long word) {
        return phase(word) == RUNS || phase(word) == LENT;
    }

    /**
     * @param now on {@link System#nanoTime}
     * @return nanoseconds until {@link #takeOver} would, if nothing changes
     */
    long untilImpatient(long now, long patience) {
        return isAway(get()) ? Math.max(patience - (now - began), 1) : patience;
    }

    /**
     * Takes over if the worker has been in one step for too long, or does not come.
     *
     * @param now on {@link System#nanoTime}
     * @param patience nanoseconds
     * @return whether the term is over by that
     */
    boolean takeOver(long now, long patience) {
        long word = get();
        return isAway(word) && now - began >= patience && move(word, OVER);
    }

    /**
     * @return after having taken over: whose step the worker is in, to be looked at, as nobody
     *     watches what that has armed; null for none
     */
    Watch left() {
        return running;
    }
}
