package org.servletmpm.waiting;

import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;

/**
 * The engine's record of one connection for waiting: its place, its entry at the listener, the
 * threads that wait for it. Attached to the connection for as long as it lives, and none of the
 * adapter's business.
 */
public final class Watch extends DeadlineWheel.Entry {

    private static final AtomicReferenceFieldUpdater<Watch, AsyncColumns.Column> COLUMN =
            updater(AsyncColumns.Column.class, "column");
    private static final AtomicReferenceFieldUpdater<Watch, ListenerSelector> POSTED =
            updater(ListenerSelector.class, "posted");
    private static final AtomicReferenceFieldUpdater<Watch, WaitingPlace> PLACE =
            updater(WaitingPlace.class, "place");

    private static <T> AtomicReferenceFieldUpdater<Watch, T> updater(Class<T> type, String field) {
        return AtomicReferenceFieldUpdater.newUpdater(Watch.class, type, field);
    }

    private final Connection connection;

    /** The count that the connection is in now. */
    private volatile AsyncColumns.Column column;

    /**
     * The connection's key at its child's listener, from the first time it waits there. Of the
     * thread that has the listener's duty.
     */
    SelectionKey key;

    /**
     * The listener whose inbox it is in: set by a thread that posts, cleared before it is looked
     * at.
     */
    private volatile ListenerSelector posted;

    /** The listener has been asked to look at the connection, so it must hear of its end. */
    private volatile boolean known;

    /** The thread that is bound to the connection enters its own, and takes it out. */
    private volatile WaitingPlace place = ListenerPlace.INSTANCE;

    /**
     * The service times of its steps, as the estimator remembers them. The thread that runs one.
     */
    private int history;

    /** The selector of a thread that waits inside a request; written by it, read by a close. */
    private volatile ThreadSelector reader;

    private volatile ThreadSelector writer;

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
     * Counts the connection where its state, its child and its being pinned put it. Called after
     * each change of one, by whoever made it: the last to come sees both as they are, and each
     * count is left once and entered once, because the column is exchanged before they change.
     */
    public void settle() {
        while (true) {
            AsyncColumns.Column now = column;
            AsyncColumns.Column right = ListeningHost.of(connection).columns().of(connection);
            if (now == right) {
                return;
            }
            if (COLUMN.compareAndSet(this, now, right)) {
                if (now != null) {
                    now.add(-1);
                }
                if (right != null) {
                    right.add(1);
                }
            }
        }
    }

    /**
     * @return where the connection's next event is waited for
     */
    public WaitingPlace place() {
        return place;
    }

    /**
     * @return false when another thread is bound to the connection
     */
    boolean bind(BoundSelector bound) {
        return PLACE.compareAndSet(this, ListenerPlace.INSTANCE, bound);
    }

    void unbind() {
        place = ListenerPlace.INSTANCE;
    }

    /**
     * @return how long its steps took, in the words of who guesses by it; 0 when it had none
     */
    public int history() {
        return history;
    }

    /** Its steps took so long. */
    public void history(int steps) {
        history = steps;
    }

    /**
     * @return false when it is in that listener's inbox already
     */
    boolean postTo(ListenerSelector inbox) {
        return POSTED.getAndSet(this, inbox) != inbox;
    }

    /** That listener has taken it out of its inbox, and looks at it now. */
    void takenBy(ListenerSelector inbox) {
        POSTED.compareAndSet(this, inbox, null);
    }

    boolean isKnown() {
        return known;
    }

    void becomeKnown() {
        known = true;
    }

    void waiter(Kind kind, ThreadSelector waiter) {
        if (kind == Kind.READ) {
            reader = waiter;
        } else {
            writer = waiter;
        }
    }

    /** Lets every thread that waits for the connection see that it is closed. */
    public void wakeWaiters() {
        wake(reader);
        wake(writer);
        place.wake();
    }

    private static void wake(ThreadSelector waiter) {
        if (waiter != null) {
            waiter.wake();
        }
    }
}
