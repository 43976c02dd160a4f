package org.servletmpm.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction of a connection that somebody waits for, once.
 *
 * <p>Any thread may arm it and any thread may take it; the one that takes it fires it, and no other
 * does. That is the whole protocol between application threads, workers, the listener and a close:
 * readiness, timeout and cancellation race for the same compare-and-set, so an armed interest is
 * fired exactly once.
 *
 * <p>The state is one word: zero when idle, else the armed bit, who waits, the urgency and the
 * deadline. A timeout takes the very word whose deadline it saw, so it can never end a later
 * arming.
 */
public final class Interest extends AtomicLong {

    /** The direction. */
    public enum Kind {
        READ,
        WRITE
    }

    /** Why an interest was fired. */
    public enum Outcome {
        /** The socket is ready, at an end, or broken: the next read or write tells. */
        READY,
        /** The deadline passed first. */
        TIMEOUT
    }

    /** Says what will be done when the interest fires. */
    public enum Urgency {
        /** The connection's next step: work for a worker, or for the thread bound to it. */
        NEXT_STEP,
        /** It lets a blocked thread go on, so it must never queue behind the workers. */
        CONTINUATION
    }

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE >> 3;

    /**
     * A deadline that has passed since ever: only what can be read at this very moment comes first.
     */
    public static final long AT_ONCE = 0;

    /** In the place of one that nobody has armed yet. */
    static final Interest NEVER_ARMED = new Interest(Kind.WRITE);

    private static final long ARMED = 1;
    private static final long CONTINUES = 2;

    /** The container waits for it; without it, only what is unsent does. */
    private static final long ASKED = 4;

    private static final int DEADLINE_SHIFT = 3;

    private final Kind kind;

    Interest(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * Arms the interest, or moves the deadline of one that is armed. An urgent arming stays urgent.
     *
     * @param deadlineMillis on the engine's clock ({@link ConnectionHost#now}), or {@link #NEVER}
     * @return what it was armed with before; 0 when it was not
     */
    long arm(long deadlineMillis, Urgency urgency) {
        long word =
                deadlineMillis << DEADLINE_SHIFT
                        | (urgency == Urgency.CONTINUATION ? CONTINUES : 0)
                        | ASKED
                        | ARMED;
        while (true) {
            long old = get();
            if (compareAndSet(old, word | (old & CONTINUES))) {
                return old;
            }
        }
    }

    /**
     * Arms an idle interest for what is unsent, or again for whoever waited. One that somebody has
     * armed meanwhile keeps its deadline, and is whoever waited's too.
     *
     * @param before what it was armed with before; 0 for nobody
     * @return whether it was idle; if not, it will fire in any case
     */
    boolean armAgain(long deadlineMillis, long before) {
        long waiting = before & (CONTINUES | ASKED);
        while (true) {
            long old = get();
            long word = old == 0 ? deadlineMillis << DEADLINE_SHIFT | ARMED : old;
            if (compareAndSet(old, word | waiting)) {
                return old == 0;
            }
        }
    }

    /**
     * Moves the deadline of an armed interest in.
     *
     * @return whether it is armed, and was to wait longer than {@code deadlineMillis}
     */
    public boolean shorten(long deadlineMillis) {
        for (long word = get(); word != 0 && deadline(word) > deadlineMillis; word = get()) {
            long waiting = word & (CONTINUES | ASKED);
            if (compareAndSet(word, deadlineMillis << DEADLINE_SHIFT | waiting | ARMED)) {
                return true;
            }
        }
        return false;
    }

    public boolean isArmed() {
        return get() != 0;
    }

    /**
     * @return what an armed word says
     */
    public static Urgency urgency(long word) {
        return (word & CONTINUES) != 0 ? Urgency.CONTINUATION : Urgency.NEXT_STEP;
    }

    /**
     * @return whether a blocked thread waits
     */
    static boolean isBlocked(long word) {
        return (word & (ASKED | CONTINUES)) == (ASKED | CONTINUES);
    }

    /**
     * @return whether the container waits
     */
    static boolean isAsked(long word) {
        return (word & ASKED) != 0;
    }

    /**
     * @return the deadline in an armed word, on the engine's clock, or {@link #NEVER}
     */
    public static long deadline(long word) {
        return word >>> DEADLINE_SHIFT;
    }

    /**
     * Takes the interest whatever it was armed with.
     *
     * @return the word it held, which the caller now fires or drops; zero when it was not armed or
     *     another thread was first
     */
    public long take() {
        return get() == 0 ? 0 : getAndSet(0);
    }

    /**
     * Takes the interest only if it is still armed as {@code word} says.
     *
     * @return whether the caller has it
     */
    public boolean take(long word) {
        return word != 0 && compareAndSet(word, 0);
    }
}
