package org.servletmpm.tomcat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Counts the threads that are inside a read or a write of one connection, and turns away those
 * whose request has ended: an application may leave a thread behind that still writes. Any thread.
 */
final class ApplicationThreads {

    private static final AtomicReferenceFieldUpdater<ApplicationThreads, Thread> GUEST =
            AtomicReferenceFieldUpdater.newUpdater(ApplicationThreads.class, Thread.class, "guest");

    private static final AtomicIntegerFieldUpdater<ApplicationThreads> INSIDE =
            AtomicIntegerFieldUpdater.newUpdater(ApplicationThreads.class, "inside");

    /** A bit beside the number of threads inside: no thread may come in, for now or ever. */
    private static final int SHUT = 1 << 31;

    private static final int ENDED = 1 << 30;
    private static final int CLOSED = SHUT | ENDED;

    /** The number of threads inside, and whether another may come in. */
    private volatile int inside = SHUT;

    /**
     * A thread of the application's that was inside, beside the one that has the connection's
     * events, and has not ended its request; compared with the current one only.
     */
    private volatile Thread guest;

    /** True when there was more than one such thread. */
    private volatile boolean crowded;

    /** Says that a thread reads or writes for a request that has ended. */
    private static final class LateAccessException extends IOException {
        private static final long serialVersionUID = 1;

        LateAccessException() {
            super("the request has ended");
        }
    }

    /** Lets threads in, unless the connection has ended. */
    void open() {
        INSIDE.compareAndSet(this, SHUT, 0);
    }

    /**
     * Lets no thread in until {@link #open}.
     *
     * @return false when it is shut already, or a thread is inside
     */
    boolean shut() {
        return INSIDE.compareAndSet(this, 0, SHUT);
    }

    /** Lets no thread in any more; those inside fail at their next {@link #checkOpen}. */
    void end() {
        INSIDE.getAndUpdate(this, now -> now | ENDED);
    }

    /**
     * Counts the calling thread in.
     *
     * @param hasEvents whether it is the thread that has the connection's events
     * @throws IOException when its request has ended
     */
    void enter(boolean hasEvents) throws IOException {
        int now;
        do {
            now = inside;
            if ((now & CLOSED) != 0) {
                throw new LateAccessException();
            }
        } while (!INSIDE.compareAndSet(this, now, now + 1));
        if (!hasEvents) {
            Thread current = Thread.currentThread();
            if (guest != current && !GUEST.compareAndSet(this, null, current)) {
                crowded = true;
            }
        }
    }

    void leave() {
        INSIDE.decrementAndGet(this);
    }

    boolean isEmpty() {
        return (inside & ~CLOSED) == 0;
    }

    /** Fails if a thread that is inside may not stay. */
    void checkOpen() throws IOException {
        if ((inside & CLOSED) != 0) {
            throw new LateAccessException();
        }
    }

    /** The calling thread, which is no longer inside, lets the container go on with its request. */
    void requestEnded() {
        GUEST.compareAndSet(this, Thread.currentThread(), null);
    }

    /**
     * Called by the thread that gives up the processor of the last requests.
     *
     * @return whether a thread of the application's may hold some of it; false from now on
     */
    boolean wereMany() {
        boolean were = guest != null || crowded || !isEmpty();
        guest = null;
        crowded = false;
        return were;
    }
}
