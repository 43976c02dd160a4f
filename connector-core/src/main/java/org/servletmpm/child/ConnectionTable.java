package org.servletmpm.child;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.Watch;

/**
 * Holds the connections of one child, and counts them. Any thread, except where a method says
 * another.
 */
final class ConnectionTable {

    private final ChildScore score;
    private final ChildHost host;
    private final ListenerSelector listener;

    /** Added to under this object's monitor while siblings may; removed from by anybody. */
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /** Siblings may leave theirs here. Guarded by this object's monitor. */
    private boolean hospitable = true;

    /**
     * @param host what its connections belong to
     */
    ConnectionTable(ChildScore score, ChildHost host) {
        this.score = score;
        this.host = host;
        this.listener = host.listener();
    }

    /** The child has accepted one. If that fails, it has none more. */
    void add(Connection connection) {
        open.add(connection);
        score.connection(1);
        Watch.of(connection).settle();
    }

    Stream<Watch> watches() {
        return open.stream().map(Watch::of);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The child leaves or ends: siblings leave nothing here from now on. */
    synchronized void closeToSiblings() {
        hospitable = false;
    }

    private synchronized boolean adopts(Connection connection) {
        if (hospitable && open.add(connection)) {
            score.connection(1);
            return true;
        }
        return false;
    }

    /**
     * @return whether it was one of these, and is not any more
     */
    private boolean remove(Connection connection) {
        boolean own = open.remove(connection);
        if (own) {
            score.connection(-1);
        }
        return own;
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
            if (sibling.adopts(connection)) {
                moveOrFail(connection, sibling);
            }
        }
    }

    /** Half moved, nobody would ever look at it again: it is closed, and counted by one of them. */
    private void moveOrFail(Connection connection, ConnectionTable sibling) {
        try {
            move(connection, sibling);
        } catch (Throwable t) {
            if (!sibling.host.isOf(connection)) {
                sibling.remove(connection);
            }
            sibling.host.failed(connection, t);
        }
    }

    /**
     * The sibling counts it already. The one step that decides is the change of its host: if that
     * comes first, its end is the sibling's to count, else it is this child's, and has been told.
     */
    private void move(Connection connection, ConnectionTable sibling) {
        Watch watch = Watch.of(connection);
        listener.release(watch);
        if (!connection.moveTo(host, sibling.host)) {
            sibling.remove(connection);
            return;
        }
        remove(connection);
        score.count(Total.CONNS_HANDED_OVER);
        watch.settle();
        sibling.host.hasten(connection);
        sibling.listener.post(watch);
    }

    /**
     * A connection is closed.
     *
     * @return whether it was one of these, and is not any more
     */
    boolean abandon(Watch watch) {
        boolean own = remove(watch.connection());
        try {
            listener.forget(watch);
        } catch (Throwable t) {
            // No memory for it. The listener finds the connection closed when it next sees it.
            listener.wake();
        }
        return own;
    }

    /** Tells each client that its connection ends, where the protocol has a word for it. */
    void goingAway() {
        for (Connection connection : open) {
            connection.handler().goingAway();
        }
    }

    /** The same, and who sends nothing is waited for no longer than GracefulKeepAlive says. */
    void hasten() {
        for (Connection connection : open) {
            connection.handler().goingAway();
            Watch watch = Watch.of(connection);
            if (host.hasten(connection) && !watch.place().wake()) {
                host.watch(watch);
            }
        }
    }

    /** The engine stops: closes what is here, and whatever comes is refused. */
    void abort() {
        closeToSiblings();
        open.forEach(Connection::abort);
    }
}
