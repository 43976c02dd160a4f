package org.servletmpm.waiting;

import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;

/**
 * What a child knows of one connection: who waits for it, and where. Attached to the connection for
 * as long as it lives.
 */
public final class Watch extends Deadlines.Entry {

    private final Connection connection;

    /** The connection's key at the listener, from the first time it waits there. Listener only. */
    SelectionKey key;

    /** In the listener's inbox: set by whoever posts, cleared by the listener before it looks. */
    final AtomicBoolean posted = new AtomicBoolean();

    /** The listener has been asked to look at the connection, so it must hear of its end. */
    private volatile boolean known;

    /** The bound thread's place, while there is one. Written by that thread. */
    private volatile BoundPlace place;

    /** Who waits in a thread of his own; written by the waiter, read by whoever closes. */
    private volatile ThreadWait reader;

    private volatile ThreadWait writer;

    /** When the current request began; written and read in the order of the requests. */
    private volatile long requestStarted;

    public Watch(Connection connection) {
        this.connection = connection;
    }

    /**
     * @return what was attached to a connection when it was accepted
     */
    public static Watch of(Connection connection) {
        return (Watch) connection.attachment();
    }

    public Connection connection() {
        return connection;
    }

    /**
     * @return where the bound thread waits, or null when no thread is bound to the connection
     */
    public BoundPlace place() {
        return place;
    }

    void place(BoundPlace bound) {
        place = bound;
    }

    /** Remembers when the current request began, on {@link System#nanoTime}. */
    public void requestStarted(long nanos) {
        requestStarted = nanos;
    }

    /**
     * @return when the current request began, on {@link System#nanoTime}
     */
    public long requestStarted() {
        return requestStarted;
    }

    boolean isKnown() {
        return known;
    }

    void becomeKnown() {
        known = true;
    }

    void waiter(Kind kind, ThreadWait waiter) {
        if (kind == Kind.READ) {
            reader = waiter;
        } else {
            writer = waiter;
        }
    }

    /** Lets everybody who waits in a thread see that the connection is closed. */
    public void wakeWaiters() {
        wake(reader);
        wake(writer);
        BoundPlace bound = place;
        if (bound != null) {
            bound.wake();
        }
    }

    private static void wake(ThreadWait waiter) {
        if (waiter != null) {
            waiter.wake();
        }
    }
}
