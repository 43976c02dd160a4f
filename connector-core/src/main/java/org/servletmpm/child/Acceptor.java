package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.waiting.ListenerWait;

/**
 * worker and event: accepts the connections of a child, one a turn. Everything runs in the thread
 * that has the listener's duty, except {@link #turn}. If anything fails half-way, the next duty
 * begins where this one has ended: who has the turn, and what is idle, is not remembered here.
 */
final class Acceptor implements AcceptTurn.Candidate {

    private final Child child;
    private final Family family;
    private final Listener listener;
    private final ListenerWait wait;

    /** When accepting is tried again after a failure, on the engine's clock; 0 when it is not. */
    private long retryAt;

    /** Accepting rests because as many connections are open as may be. */
    private boolean full;

    /** One of those gives way. */
    private boolean roomComes;

    Acceptor(Child child, Family family, Listener listener) {
        this.child = child;
        this.family = family;
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
        return retryAt == 0 ? 0 : Math.max(retryAt - family.now(), 1);
    }

    /**
     * @param acceptable whether somebody waits to be accepted
     */
    void accept(boolean acceptable) throws IOException {
        child.intake().acceptAgain();
        if (retryAt != 0 && (untilRetry() <= 1 || full && hasRoom())) {
            retryAt = 0;
            full = false;
        }
        if (!child.intake().canServe()) {
            pass();
        } else if (isHolder() && retryAt == 0 && (acceptable || family.isDraining())) {
            acceptOneIfAdmitted();
        }
        if (!isHolder() && child.intake().canServe()) {
            family.turn().want(this);
        }
        boolean watch = isHolder() && retryAt == 0;
        wait.accepting(family.socket(), watch && family.socket().isOpen());
        if (watch && family.isDraining()) {
            listener.wake();
        }
    }

    private boolean isHolder() {
        return family.turn().isHeldBy(this);
    }

    /** Accepts nothing any more. */
    void end() throws IOException {
        try {
            wait.accepting(family.socket(), false);
        } finally {
            pass();
        }
    }

    private void acceptOneIfAdmitted() throws IOException {
        if (!child.intake().admits()) {
            pass();
        } else if (family.turn().isFull()) {
            full = true;
            roomComes = family.givingWay().ask(family.now());
            // Who waits would wake the listener all the time.
            retryAt = family.now() + GivingWay.IDLE_MILLIS;
        } else {
            acceptOne();
            child.intake().leaveIfWornOut();
        }
    }

    private boolean hasRoom() {
        return !family.turn().isFull() || roomComes && !family.givingWay().isUnderWay();
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
        boolean draining = family.isDraining();
        if (draining) {
            // The socket may be closed now, by whoever takes the last one.
            wait.accepting(family.socket(), false);
        }
        SocketChannel channel = null;
        try {
            channel = family.socket().accept();
        } catch (ClosedChannelException e) {
            family.turn().close();
        } catch (IOException e) {
            retryAt = family.now() + family.acceptFailed(child, e);
        }
        if (channel != null) {
            return open(channel);
        }
        if (draining && retryAt == 0) {
            family.queueIsEmpty();
        }
        return null;
    }

    /** The turn passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) {
        Connection connection = child.intake().open(channel);
        family.taken(this, child.intake().canServe(), connection != null);
        return connection;
    }

    /** Gives the turn up. */
    private void pass() {
        family.turn().withdraw(this);
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
