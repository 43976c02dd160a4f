package org.servletmpm.leader;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Takes the duty back from a leader that stays in one step for too long, and sleeps while there are
 * no steps. Everything runs in the watchdog's thread, which is the listener's, except {@link
 * #stepBegins} and {@link #wake}.
 */
public final class LeaderWatchdog {

    /** It sleeps when it has looked so often and has seen no new step. */
    private static final int WATCHFUL_LOOKS = 20;

    private final Thread thread;

    /**
     * True while it sleeps until it is woken. It sets this and then reads the leadership's word; a
     * leader that begins a step changes the word and then reads this.
     */
    private volatile boolean asleep;

    /**
     * @param thread the one that calls {@link #await}
     */
    public LeaderWatchdog(Thread thread) {
        this.thread = thread;
    }

    /**
     * Waits for the end of a leadership, or ends it.
     *
     * @param patience how long the leader may stay in a step, ns
     * @return whether it has ended the leadership, because the leader stays away
     */
    public boolean await(Leadership<?, ?> leadership, LongSupplier patience) {
        assert Thread.currentThread() == thread;
        int quiet = 0;
        long steps = -1;
        while (!leadership.isOver()) {
            long now = System.nanoTime();
            long most = patience.getAsLong();
            if (leadership.takeOver(now, most)) {
                return true;
            }
            quiet = leadership.steps() == steps ? quiet + 1 : 0;
            steps = leadership.steps();
            if (quiet < WATCHFUL_LOOKS) {
                LockSupport.parkNanos(this, leadership.untilImpatient(now, most));
            } else {
                sleep(leadership);
                quiet = 0;
            }
            // Nobody has a reason to interrupt it, and it must be able to park.
            Thread.interrupted();
        }
        return false;
    }

    private void sleep(Leadership<?, ?> leadership) {
        asleep = true;
        if (leadership.isIdle()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Wakes it if it sleeps: a step begins. The leader's thread. */
    public void stepBegins() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** Wakes it: the leadership is over. The leader's thread. */
    public void wake() {
        LockSupport.unpark(thread);
    }
}
