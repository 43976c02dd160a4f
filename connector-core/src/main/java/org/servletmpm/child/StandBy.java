package org.servletmpm.child;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Where the listener's thread is while a worker leads. It looks after the worker as long as there
 * are steps, and sleeps when there are none. Everything runs in the listener's thread, except
 * {@link #stepBegins} and {@link #wake}.
 */
final class StandBy {

    /** Looks without a new step until it sleeps. */
    private static final int WATCHFUL_LOOKS = 20;

    private final Thread thread;

    /** Asleep until woken. Volatile against the term's word: who begins a step reads it then. */
    private volatile boolean asleep;

    StandBy(Thread thread) {
        this.thread = thread;
    }

    /**
     * Waits for the end of a term, or makes it.
     *
     * @param patience how long the worker may stay in a step, ns
     * @return whether it has made it: the worker stays away
     */
    boolean await(Term term, LongSupplier patience) {
        int quiet = 0;
        long steps = -1;
        while (!term.isOver()) {
            long now = System.nanoTime();
            long most = patience.getAsLong();
            if (term.takeOver(now, most)) {
                return true;
            }
            quiet = term.steps() == steps ? quiet + 1 : 0;
            steps = term.steps();
            if (quiet < WATCHFUL_LOOKS) {
                LockSupport.parkNanos(this, term.untilImpatient(now, most));
            } else {
                sleep(term);
                quiet = 0;
            }
            // Nobody has a reason to interrupt it, and it must be able to park.
            Thread.interrupted();
        }
        return false;
    }

    private void sleep(Term term) {
        asleep = true;
        if (term.isIdle()) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** A worker begins a step: it is looked after from now on. In its thread. */
    void stepBegins() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /** A worker's term is over. In its thread. */
    void wake() {
        LockSupport.unpark(thread);
    }
}
