package org.servletmpm.accept;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.scoreboard.Total;

/**
 * Accepts the connections of one child, one at a time, as the candidate of the child for the {@link
 * AcceptMutex}. Its {@link Driver} says in whose thread: {@link AcceptingWorker} in that of the
 * only worker (prefork), {@link AcceptingListener} in the one that has the listener's duty (worker
 * and event). Everything runs in that thread, except {@link #look}, {@link #wake} and {@link
 * #isToBeat}.
 *
 * <p>If anything fails half-way, the next round begins where this one has ended: the mutex knows
 * its holder, and nothing of that is remembered here.
 */
public final class Acceptor implements AcceptMutex.Candidate {

    /** The thread that accepts. */
    public interface Driver {

        /** The child starts. */
        void start();

        /** Makes the thread look whether it holds the mutex. Any thread; does not block. */
        void wake();

        /** Ends to watch the listening socket, so that closing it takes effect at once. */
        void unwatch() throws IOException;

        /** A connection was accepted, and is about to be made. In the thread. */
        void accepted() throws IOException;

        /** Accepting has failed: the thread does not try again for so long. In the thread. */
        void rest(long millis) throws IOException;

        /**
         * @return whether the thread can take one connection after the other, and comes round as
         *     soon as it is woken; not if it serves what it takes
         */
        boolean isFree();
    }

    private final AcceptChild child;
    private final ListeningSocket socket;
    private final AcceptPolicy policy;
    private final AcceptedConnections connections;
    private final Driver driver;

    public Acceptor(
            AcceptChild child,
            ListeningSocket socket,
            AcceptPolicy policy,
            AcceptedConnections connections,
            Driver driver) {
        this.child = child;
        this.socket = socket;
        this.policy = policy;
        this.connections = connections;
        this.driver = driver;
    }

    @Override
    public void look(boolean holds) {
        driver.wake();
    }

    @Override
    public int slot() {
        return child.score().slot();
    }

    @Override
    public boolean leaves() {
        return child.isLeaving();
    }

    /** The child starts. The parent's thread. */
    public void start() {
        policy.show();
        driver.start();
    }

    /** Makes the accepting thread look around. Any thread. */
    public void wake() {
        driver.wake();
    }

    /**
     * @return whether the accepting thread should have come round when it was woken. Any thread.
     */
    public boolean isToBeat() {
        return driver.isFree() || isHolder();
    }

    // ---- the accepting thread

    /** The child can serve a connection. Any thread. */
    public void want() {
        socket.mutex().want(this);
    }

    /** Gives the mutex up. Any thread. */
    public void withdraw() {
        socket.mutex().withdraw(this);
    }

    /**
     * @return whether it holds the mutex. Any thread.
     */
    public boolean isHolder() {
        return socket.mutex().isHeldBy(this);
    }

    /**
     * Accepts one connection.
     *
     * @return a connection that counts; null when there was none, or it was refused
     */
    public Connection take() throws IOException {
        boolean draining = socket.isDraining();
        if (draining) {
            // The socket may be closed now, by the child that takes the last one.
            driver.unwatch();
        }
        SocketChannel channel;
        try {
            channel = socket.accept();
        } catch (ClosedChannelException e) {
            socket.closedByOthers();
            return null;
        } catch (IOException e) {
            child.score().count(Total.ACCEPTS_FAILED);
            driver.rest(socket.failed(e));
            return null;
        }
        if (channel != null) {
            driver.accepted();
            return open(channel);
        }
        if (draining) {
            socket.queueIsEmpty();
        }
        return null;
    }

    /** The mutex passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) {
        Connection connection = make(channel);
        policy.taken();
        socket.taken(this, driver.isFree() && policy.canServe(), connection != null);
        return connection;
    }

    /**
     * Makes a connection of what was accepted. Never throws: even without memory for a log line the
     * client is not left waiting.
     *
     * @return the connection, or null when the container refused it
     */
    private Connection make(SocketChannel channel) {
        Connection connection = null;
        try {
            channel.configureBlocking(false);
            connection = connections.make(channel);
            connections.add(connection);
            return connection;
        } catch (Throwable t) {
            refuse(channel, connection, t);
            return null;
        }
    }

    /**
     * @param made what the container holds it by; null when it did not come to that
     */
    private void refuse(SocketChannel channel, Connection made, Throwable cause) {
        child.score().count(Total.REFUSED_BY_CONTAINER);
        // Closed already, it was one too many for the container, or its client's affair.
        Level level = cause instanceof ClosedChannelException ? Level.DEBUG : Level.WARNING;
        try (channel) {
            try {
                socket.refused(level, cause);
            } finally {
                if (made != null) {
                    made.abort();
                }
            }
        } catch (Throwable t) {
            // It has been told of, if that was possible.
            return;
        }
    }
}
