package org.servletmpm.child;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.waiting.BoundSelector;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.Watch;

/**
 * The connections of one child. Whoever removes one from its child's set also takes it out of its
 * counts, and nobody else does. Any thread, except where a method says another.
 */
final class ConnectionTable {

    private final ChildScore score;
    private final ChildHost host;
    private final ListenerSelector home;
    private final AsyncColumns columns;

    /** Added to under this object's monitor while siblings may; removed from by anybody. */
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Siblings may leave theirs here. Guarded by this object's monitor. */
    private boolean hospitable = true;

    /** The engine stops: whatever comes here now goes at once. */
    private volatile boolean aborting;

    /**
     * @param home where the child's listener watches them
     * @param columns their asynchronous counts
     */
    ConnectionTable(ChildScore score, ChildHost host, ListenerSelector home, AsyncColumns columns) {
        this.score = score;
        this.host = host;
        this.home = home;
        this.columns = columns;
    }

    /** The child has accepted one. If that fails, it has none more. */
    void add(Connection connection) {
        Watch watch = new Watch(connection, home, columns);
        connection.attach(watch);
        open.add(connection);
        score.connection(1);
        watch.settle();
    }

    Stream<Watch> watches() {
        return open.stream().map(Watch::of);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The child leaves: what it has now is all that it will have to give away. */
    synchronized void closeToSiblings() {
        hospitable = false;
    }

    private synchronized boolean adopts(Connection connection) {
        return hospitable && open.add(connection);
    }

    /**
     * Gives what is here to siblings, as far as they take it. The listener's thread, while leaving:
     * it holds the keys.
     *
     * @param successor asked for each connection; null when there is none any more
     */
    void handOver(Supplier<ConnectionTable> successor) {
        for (Connection connection : open) {
            ConnectionTable sibling = successor.get();
            if (sibling == null) {
                return;
            }
            // The sibling may leave in its turn: it moves nothing that is still on its way to it.
            synchronized (Watch.of(connection)) {
                if (sibling.adopts(connection)) {
                    moveOrFail(connection, sibling);
                }
            }
        }
    }

    /** Half moved, nobody would ever look at it again. */
    private void moveOrFail(Connection connection, ConnectionTable sibling) {
        try {
            move(connection, sibling);
        } catch (Throwable t) {
            sibling.host.failed(connection, t);
        }
    }

    private void move(Connection connection, ConnectionTable sibling) {
        if (!open.remove(connection)) {
            // Closed a moment ago, and counted.
            sibling.open.remove(connection);
            return;
        }
        Watch watch = Watch.of(connection);
        // First what cannot fail: whatever does, it is the sibling's to close.
        score.connection(-1);
        sibling.score.connection(1);
        connection.movedTo(sibling.host);
        home.release(watch);
        watch.moveTo(sibling.home, sibling.columns);
        score.count(Total.CONNS_HANDED_OVER);
        watch.settle();
        sibling.host.hasten(connection);
        sibling.home.post(watch);
        if (!connection.isOpen()) {
            sibling.host.closed(connection);
        } else if (sibling.aborting) {
            connection.abort();
        }
    }

    /**
     * A connection is closed.
     *
     * @return whether it was one of these, and is not any more
     */
    boolean abandon(Watch watch) {
        boolean own = open.remove(watch.connection());
        try {
            home.forget(watch);
        } catch (Throwable t) {
            // No memory for it. The listener finds the connection closed when it next sees it.
            home.wake();
        }
        return own;
    }

    /** Tells each client that its connection ends, where the protocol has a word for it. */
    void goingAway() {
        open.forEach(Connection::goingAway);
    }

    /** The same, and who sends nothing is waited for no longer than the host has patience. */
    void hasten() {
        for (Connection connection : open) {
            connection.goingAway();
            Watch watch = Watch.of(connection);
            if (host.hasten(connection)) {
                BoundSelector place = watch.place();
                if (place == null) {
                    host.watch(watch);
                } else {
                    place.wake();
                }
            }
        }
    }

    void abort() {
        aborting = true;
        open.forEach(Connection::abort);
    }
}
