package org.servletmpm.waiting;

/**
 * The protocol by which other threads wake the one that waits in a selector. The selecting thread
 * says that it is about to wait and then looks at what others have left for it; the others leave it
 * and then ask whether the thread waits: one of the two sees the other, so nothing is left to a
 * thread that sleeps. Both are volatile for that.
 */
final class WakeUp {

    /** The thread has been woken, and has not seen that. */
    private volatile boolean woken;

    private volatile boolean waiting;

    // ---- the selecting thread

    /** The thread looks next at what others have left for it, and then waits. */
    void beginWaiting() {
        waiting = true;
    }

    /** The thread waits no more: what others leave now it sees when it next looks. */
    void endWaiting() {
        waiting = false;
    }

    boolean isWoken() {
        return woken;
    }

    /**
     * @return whether the thread has been woken since this was last asked, so that it may not sleep
     */
    boolean takeWoken() {
        boolean was = woken;
        if (was) {
            woken = false;
        }
        return was;
    }

    // ---- any thread

    boolean isWaiting() {
        return waiting;
    }

    /** The caller wakes the thread out of its selector after that. */
    void wake() {
        woken = true;
    }
}
