package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.waiting.ListenerWait;

/**
 * worker and event: accepts the connections of a child, one a turn. Everything runs in the thread
 * that has the listener's duty, except {@link #turn}.
 */
final class Acceptor implements AcceptTurn.Candidate {

    private final Child child;
    private final Family family;
    private final Listener listener;
    private final ListenerWait wait;

    /** Written under the turn's monitor by whoever passes it, read by who accepts. */
    private volatile boolean held;

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
    public void turn(boolean gotIt) {
        held = gotIt;
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
        } else if (held && retryAt == 0 && (acceptable || family.isDraining())) {
            acceptOneIfAdmitted();
        }
        if (!held && child.intake().canServe()) {
            family.turn().want(this);
        }
        boolean watch = held && retryAt == 0;
        wait.accepting(family.socket(), watch && family.socket().isOpen());
        if (watch && family.isDraining()) {
            listener.wake();
        }
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
            begin(connection, reserved);
        }
    }

    /**
     * @return a connection that counts, or null when there was none, or it was refused
     */
    private Connection take() throws IOException {
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
        if (family.isDraining() && retryAt == 0) {
            wait.accepting(family.socket(), false);
            family.queueIsEmpty();
        }
        return null;
    }

    /** The turn passes on afterwards: the container may have said that it wants no more. */
    private Connection open(SocketChannel channel) throws IOException {
        Connection connection = null;
        try {
            connection = child.intake().open(channel);
        } finally {
            held = false;
            if (family.isDraining()) {
                // It may be the last one, and the socket is then closed.
                wait.accepting(family.socket(), false);
            }
            family.taken(this, child.intake().canServe(), connection != null);
        }
        return connection;
    }

    /** Gives the turn up. */
    private void pass() {
        held = false;
        family.turn().withdraw(this);
    }

    private void begin(Connection connection, Worker reserved) {
        if (reserved != null) {
            reserved.assign(connection == null ? Worker.LOOK : () -> reserved.serve(connection));
        } else if (connection != null) {
            try {
                Task first = connection.opened();
                if (first != null) {
                    listener.yielded(connection, first);
                }
            } catch (RuntimeException | Error e) {
                listener.failed(connection, e);
            }
            if (child.isEnding()) {
                connection.abort();
            }
        }
    }
}
