package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.waiting.ListenerSelector;

/**
 * worker and event: accepts the connections of a child, one a turn. Everything runs in the thread
 * that has the listener's duty, except {@link #turn}. If anything fails half-way, the next duty
 * begins where this one has ended: who has the turn, and what is idle, is not remembered here.
 */
final class Acceptor implements AcceptMutex.Candidate {

    private final Child child;
    private final ChildGroup group;
    private final Listener listener;
    private final ListenerSelector wait;

    /** When accepting is tried again after a failure, on the engine's clock; 0 when it is not. */
    private long retryAt;

    /** Accepting rests because as many connections are open as may be. */
    private boolean full;

    /** One of those gives way. */
    private boolean roomComes;

    Acceptor(Child child, ChildGroup group, Listener listener) {
        this.child = child;
        this.group = group;
        this.listener = listener;
        this.wait = listener.waiting();
    }

    @Override
    public void turn(boolean held) {
        if (!listener.isOnDuty()) {
            listener.wake();
        }
    }

    @Override
    public int slot() {
        return child.slot();
    }

    @Override
    public boolean leaves() {
        return child.isLeaving();
    }

    /**
     * @return milliseconds until accepting is tried again after a failure; 0 when nothing failed
     */
    long untilRetry() {
        return retryAt == 0 ? 0 : Math.max(retryAt - group.now(), 1);
    }

    /**
     * @param acceptable whether somebody waits to be accepted
     */
    void accept(boolean acceptable) throws IOException {
        child.acceptPolicy().acceptAgain();
        if (retryAt != 0 && (untilRetry() <= 1 || full && hasRoom())) {
            retryAt = 0;
            full = false;
        }
        if (!child.acceptPolicy().canServe()) {
            pass();
        } else if (isHolder() && retryAt == 0 && (acceptable || group.isDraining())) {
            acceptOneIfAdmitted();
        }
        if (!isHolder() && child.acceptPolicy().canServe()) {
            group.acceptMutex().want(this);
        }
        boolean watch = isHolder() && retryAt == 0;
        wait.accepting(group.socket(), watch && group.socket().isOpen());
        if (watch && group.isDraining()) {
            listener.wake();
        }
    }

    private boolean isHolder() {
        return group.acceptMutex().isHeldBy(this);
    }

    /** Accepts nothing any more. */
    void end() throws IOException {
        try {
            wait.accepting(group.socket(), false);
        } finally {
            pass();
        }
    }

    private void acceptOneIfAdmitted() throws IOException {
        if (!child.acceptPolicy().admits()) {
            pass();
        } else if (group.acceptMutex().isFull()) {
            full = true;
            roomComes = group.idleEviction().ask(group.now());
            // Who waits would wake the listener all the time.
            retryAt = group.now() + IdleEviction.IDLE_MILLIS;
        } else {
            acceptOne();
            child.acceptPolicy().leaveIfWornOut();
        }
    }

    private boolean hasRoom() {
        return !group.acceptMutex().isFull() || roomComes && !group.idleEviction().isUnderWay();
    }

    private void acceptOne() throws IOException {
        Worker reserved = child.reserve();
        if (reserved == null && child.isBound()) {
            return;
        }
        Connection connection = null;
        try {
            connection = take();
        } finally {
            // Claimed, the worker waits for a word in any case.
            if (reserved != null) {
                reserved.assignToServe(connection);
            }
        }
        if (reserved == null && connection != null) {
            begin(connection);
        }
    }

    /**
     * @return a connection that counts, or null when there was none, or it was refused
     */
    private Connection take() throws IOException {
        boolean draining = group.isDraining();
        if (draining) {
            // The socket may be closed now, by whoever takes the last one.
            wait.accepting(group.socket(), false);
        }
        SocketChannel channel = null;
        try {
            channel = group.socket().accept();
        } catch (ClosedChannelException e) {
            group.acceptMutex().close();
        } catch (IOException e) {
            retryAt = group.now() + group.acceptFailed(child, e);
        }
        if (channel != null) {
            return open(channel);
        }
        if (draining && retryAt == 0) {
            group.queueIsEmpty();
        }
        return null;
    }

    /** The turn passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) {
        Connection connection = child.acceptPolicy().open(channel);
        group.taken(this, child.acceptPolicy().canServe(), connection != null);
        return connection;
    }

    /** Gives the turn up. */
    private void pass() {
        group.acceptMutex().withdraw(this);
    }

    private void begin(Connection connection) {
        try {
            Task first = connection.opened();
            if (first != null) {
                listener.yielded(connection, first);
            }
            if (child.isEnding()) {
                connection.abort();
            }
        } catch (Throwable t) {
            listener.failed(connection, t);
        }
    }
}
