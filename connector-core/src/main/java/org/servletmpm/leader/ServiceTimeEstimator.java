package org.servletmpm.leader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * Estimates whether a connection's next step will be short, so that the thread which has found it
 * runs it instead of waking another one. Before a request is read, only the times of earlier steps
 * are known: those of this connection, and those of all connections.
 *
 * <p>A connection remembers for its last {@value #REMEMBERED} steps whether they were long. The
 * share of long steps of all connections counts as {@value #WEIGHT_OF_ALL} steps more, so a
 * connection of which little is known is expected to be like the others. A wrong estimate makes all
 * other steps wait until the watchdog takes over, for the time of about forty short steps; so a
 * step counts as short when fewer than one in {@value #RARE} is expected to be long.
 *
 * <p>Any thread that runs a step tells the time that it took. An update that gets lost makes an
 * estimate worse, and does no other harm. The {@link Exploration} belongs to the thread that has
 * the listener's duty.
 */
public final class ServiceTimeEstimator {

    /** A leader's step may last so long, ns, until the watchdog takes over. */
    private static final long PATIENCE = TimeUnit.MICROSECONDS.toNanos(500);

    /** The same where long steps are not rare. */
    private static final long LITTLE_PATIENCE = TimeUnit.MICROSECONDS.toNanos(150);

    /** The patience is never less than so many typical steps. */
    private static final int SOME_TIMES = 3;

    /** A step is long above this, ns: several times the cost of waking a thread. */
    static final long LONG = TimeUnit.MICROSECONDS.toNanos(300);

    static final int REMEMBERED = 31;
    static final int WEIGHT_OF_ALL = 8;
    static final int RARE = 40;

    /** Above this typical step, ns, waking a thread for the next one always pays. */
    private static final int WORTH_WAKING = 40_000;

    /** Above this typical step, ns, the cost of handing a step to another thread does not count. */
    private static final int WORTH_LEADING = 100_000;

    /** A step may wait so long, ns, for others while a processor may be free for it. */
    private static final int WORTH_WAITING = 100_000;

    /** A share of 1. */
    private static final int ONE = 1 << 20;

    /** Above this share of long steps the watchdog looks more often. */
    private static final int SELDOM = ONE / 500;

    private static final int SHARE_SHIFT = 6;
    private static final int TYPICAL_SHIFT = 4;

    private static final VarHandle SHARE;
    private static final VarHandle TYPICAL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SHARE = lookup.findVarHandle(ServiceTimeEstimator.class, "share", int.class);
            TYPICAL = lookup.findVarHandle(ServiceTimeEstimator.class, "typical", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean spareProcessors;
    private final Exploration exploration = new Exploration();

    /** The share of all steps that were long, in parts of {@link #ONE}; a moving average. */
    private int share;

    /** The time of a step that is not long, ns; a moving average. */
    private int typical;

    /**
     * @param processors of this machine: with more than two, a thread that is woken takes none from
     *     the leader and its clients
     */
    public ServiceTimeEstimator(int processors) {
        this.spareProcessors = processors > 2;
    }

    /**
     * @return the time, ns, that a leader may stay in a step until the watchdog takes over
     */
    public long patience() {
        return (int) SHARE.getOpaque(this) > SELDOM
                ? Math.max(LITTLE_PATIENCE, (long) SOME_TIMES * typical())
                : PATIENCE;
    }

    /**
     * Asked once for each step, by the thread that has the listener's duty.
     *
     * @param history of the connection's steps: what {@link #took} has returned; 0 at its beginning
     * @return whether the leader runs the next one: it is expected to be short enough, or an {@link
     *     Exploration} is on
     */
    public boolean isForLeader(int history) {
        boolean tooLong = typical() > WORTH_LEADING;
        if (exploration.isOn()) {
            exploration.goesOn(tooLong);
            return true;
        }
        if (tooLong || !isShort(history)) {
            return exploration.begins();
        }
        exploration.led();
        return true;
    }

    private boolean isShort(int history) {
        int known = known(history);
        long all = (int) SHARE.getOpaque(this);
        long longs = (long) longs(history) * ONE + all * WEIGHT_OF_ALL;
        return longs * RARE < (long) (known + WEIGHT_OF_ALL) * ONE;
    }

    /** The watchdog has taken over from a step. The thread that has the listener's duty. */
    public void wasWrong() {
        exploration.wasWrong();
    }

    /**
     * Asked by the thread that has the listener's duty.
     *
     * @param behind how many more short steps wait to be begun
     * @return whether other threads should run some of them
     */
    public boolean isWorthSharing(int behind) {
        return behind > 0
                && !exploration.isOn()
                && (isWorthWaking()
                        || spareProcessors && (long) typical() * behind > WORTH_WAITING);
    }

    /**
     * @return whether a thread should be woken for each step that is given away; if not, the
     *     threads that are awake take one after the other
     */
    public boolean isWorthWaking() {
        return typical() > WORTH_WAKING;
    }

    /**
     * Takes note of a step that is over. Any thread.
     *
     * @param history of the connection's steps before
     * @param nanos the time that it took
     * @return the history with this one
     */
    public int took(int history, long nanos) {
        boolean tooLong = nanos > LONG;
        int all = (int) SHARE.getOpaque(this);
        int next = all + ((tooLong ? ONE : 0) - all >> SHARE_SHIFT);
        if (next != all) {
            SHARE.setOpaque(this, next);
        }
        if (!tooLong) {
            int each = typical();
            TYPICAL.setOpaque(this, each + ((int) nanos - each >> TYPICAL_SHIFT));
        }
        return remember(history, tooLong);
    }

    private int typical() {
        return (int) TYPICAL.getOpaque(this);
    }

    // A history has one bit for each step, 1 for a long one, the latest lowest, and above them a 1
    // that marks the beginning.

    private static int remember(int history, boolean tooLong) {
        int begun = history == 0 ? 1 : history;
        return begun << 1 | (tooLong ? 1 : 0) | begun & Integer.MIN_VALUE;
    }

    private static int known(int history) {
        return history == 0 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(history);
    }

    private static int longs(int history) {
        return history == 0 ? 0 : Integer.bitCount(history) - 1;
    }
}
