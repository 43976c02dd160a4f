package org.servletmpm.leader;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lends the duty to select to one thread, the leader, which also runs the steps that it finds. The
 * state is one word: a phase and the number of the step, so that the watchdog takes over only from
 * the step that it has seen last for too long. A leadership that is over stays over; the next one
 * is another object.
 *
 * <pre>
 *  LENT --> SELECTS &lt;--> RUNS
 *    |       |    \       |
 *    |       |     v      |
 *    |       |   CALLED   |
 *    v       v     v      v
 *    +-------+-> OVER &lt;--+
 * </pre>
 *
 * The leader owns the duty and everything that belongs to it, until a change of the word passes
 * both on.
 *
 * @param <T> the token of a step's subject, compared by identity
 * @param <S> work that a step may begin and that runs after it
 */
public final class Leadership<T, S> extends AtomicLong {

    private static final long serialVersionUID = 1;

    private static final int PHASE_BITS = 3;
    private static final long PHASE = (1 << PHASE_BITS) - 1;

    /** The leader has not been told yet: nobody may call it, but the watchdog may take over. */
    private static final long LENT = 0;

    /** The leader runs a step: the watchdog may take over. */
    private static final long RUNS = 1;

    /** The leader was called away, and ends its leadership as soon as it sees that. */
    private static final long CALLED = 2;

    /** Another thread selects. */
    private static final long OVER = 3;

    /** The leader has nothing to do but select: any thread may call it to something else. */
    private static final long SELECTS = 4;

    private final transient Thread leader;

    /** The token of the running step. The leader's, until the watchdog has taken over. */
    private transient T running;

    /** Work that the running step has begun; emptied by the thread that has the duty then. */
    private final transient Queue<S> begun = new ConcurrentLinkedQueue<>();

    /**
     * The moment, on {@link System#nanoTime}, when it was lent or the step began. Written before
     * the word.
     */
    private volatile long since;

    /**
     * @param leader the thread that is about to be told
     * @param now on {@link System#nanoTime}
     */
    public Leadership(Thread leader, long now) {
        this.leader = leader;
        this.since = now;
    }

    private static long phase(long word) {
        return word & PHASE;
    }

    private boolean move(long word, long phase) {
        return compareAndSet(word, word & ~PHASE | phase);
    }

    private boolean isLeader() {
        return Thread.currentThread() == leader;
    }

    /**
     * @return the thread that leads, or is about to
     */
    public Thread leader() {
        return leader;
    }

    // ---- the leader's thread

    /**
     * Takes the duty up. A thread that was told of another leadership, which this one has replaced,
     * may ask too.
     *
     * @return false when the watchdog has taken over, or another thread is to lead
     */
    public boolean takeUp() {
        return isLeader() && compareAndSet(LENT, SELECTS);
    }

    /**
     * Begins a step.
     *
     * @param now on {@link System#nanoTime}
     * @return false when the leader was called away
     */
    public boolean begin(T token, long now) {
        assert isLeader();
        long word = get();
        running = token;
        since = now;
        return phase(word) == SELECTS && compareAndSet(word, (word | PHASE) + 1 | RUNS);
    }

    /**
     * Goes back to selecting: the step is done.
     *
     * @return false when the watchdog has taken over
     */
    public boolean select() {
        assert isLeader();
        long word = get();
        return phase(word) == RUNS && move(word, SELECTS);
    }

    /**
     * Ends the leadership.
     *
     * @return whether the leader was called, and has to await its assignment
     */
    public boolean end() {
        assert isLeader();
        return phase(getAndUpdate(word -> word & ~PHASE | OVER)) == CALLED;
    }

    /**
     * @return whether the leader has been called away, and is to end its leadership
     */
    public boolean isCalled() {
        return phase(get()) == CALLED;
    }

    // ---- any thread

    /**
     * Adds work that the running step has begun and that may run after it.
     *
     * @return false when the caller has to find it a thread: the calling thread is another one, or
     *     the watchdog has taken over
     */
    public boolean add(S begins) {
        if (!isLeader() || phase(get()) != RUNS) {
            return false;
        }
        begun.add(begins);
        return phase(get()) == RUNS || !begun.remove(begins);
    }

    /**
     * Tells a thread that has armed an interest whether the leader looks at that. If the watchdog
     * takes over afterwards, it looks itself, at {@link #left}.
     *
     * @return whether the calling thread leads, runs a step of that token, and looks at what is
     *     armed when the step is done
     */
    public boolean looksAfter(T token) {
        return isLeader() && running == token && phase(get()) == RUNS;
    }

    /**
     * Calls the leader away, to work that no other thread has time for.
     *
     * @return whether it comes, and the work is to be assigned to it
     */
    public boolean call() {
        long word = get();
        return phase(word) == SELECTS && move(word, CALLED);
    }

    /**
     * @return whether the leader has nothing to do but select
     */
    public boolean isIdle() {
        return phase(get()) == SELECTS;
    }

    /**
     * @return whether the duty is another thread's again
     */
    public boolean isOver() {
        return phase(get()) == OVER;
    }

    // ---- the thread that has the duty

    /**
     * @return the work that steps have begun, to be taken out by the thread that has the duty
     */
    public Queue<S> begun() {
        return begun;
    }

    /**
     * @return after the watchdog has taken over: the token of the step that the leader is in, to be
     *     looked at because nobody watches what it has armed; null for none
     */
    public T left() {
        return running;
    }

    // ---- the watchdog's thread

    /**
     * @return a number that grows with each step
     */
    long steps() {
        return get() >>> PHASE_BITS;
    }

    private boolean isAway(long word) {
        return phase(word) == RUNS || phase(word) == LENT;
    }

    /**
     * @param now on {@link System#nanoTime}
     * @param patience nanoseconds
     * @return nanoseconds until {@link #takeOver} would succeed, if nothing changes
     */
    long untilImpatient(long now, long patience) {
        return isAway(get()) ? Math.max(patience - (now - since), 1) : patience;
    }

    /**
     * Takes over if the leader has been in one step for too long, or does not come.
     *
     * @param now on {@link System#nanoTime}
     * @param patience nanoseconds
     * @return whether the leadership is over by that
     */
    boolean takeOver(long now, long patience) {
        long word = get();
        return isAway(word) && now - since >= patience && move(word, OVER);
    }
}
