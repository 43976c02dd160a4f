package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.waiting.ListenerWait;
import org.servletmpm.waiting.Watch;

/**
 * The selecting thread of a child: watches what waits at the child, and in worker and event also
 * accepts. Everything runs in that thread except {@link #turn}, {@link #post}, {@link #forget}, and
 * {@link #wake}. It runs no code of the application and does no TLS work.
 *
 * <p>A prefork child seldom needs it (its worker accepts and waits), so there it starts with the
 * first interest that is armed while the worker is busy.
 */
final class Listener implements Runnable, AcceptTurn.Candidate {

    /** So that a failure that comes back at once does not take a core. */
    private static final long FAILURE_REST_NANOS = 10_000_000;

    private final Child child;
    private final Family family;
    private final ListenerWait wait;
    private final Thread thread;

    /** Written under the turn's monitor by whoever passes it, read by the listener. */
    private volatile boolean held;

    /** When accepting is tried again after a failure, on the engine's clock; 0 when it is not. */
    private long retryAt;

    /** Accepting rests because as many connections are open as may be. */
    private boolean full;

    /** One of those gives way. */
    private boolean roomComes;

    Listener(Child child, Family family, String name) throws IOException {
        this.child = child;
        this.family = family;
        this.wait = new ListenerWait(family::now, child);
        this.thread = Lane.daemon(new Thread(this, name));
    }

    /** Starts the thread, once. Any thread. */
    void start() {
        synchronized (thread) {
            if (thread.getState() == Thread.State.NEW && child.rollCall().listenerStarts()) {
                boolean started = false;
                try {
                    thread.start();
                    started = true;
                } finally {
                    if (!started) {
                        child.rollCall().listenerEnded();
                    }
                }
            }
        }
    }

    void post(Watch watch) {
        wait.post(watch);
        if (thread.getState() == Thread.State.NEW) {
            start();
        }
    }

    ListenerWait waiting() {
        return wait;
    }

    void forget(Watch watch) {
        wait.forget(watch);
    }

    @Override
    public void turn(boolean gotIt) {
        held = gotIt;
        if (Thread.currentThread() != thread) {
            wake();
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

    void wake() {
        wait.wake();
    }

    @Override
    public void run() {
        try (wait) {
            while (!child.isOver()) {
                try {
                    duty();
                } catch (IOException | RuntimeException | Error e) {
                    // One connection's failure must not take the child's other ones with it.
                    family.log(Level.ERROR, thread.getName() + ": " + e, e);
                    LockSupport.parkNanos(FAILURE_REST_NANOS);
                    // What was not done of this turn is for the next one, which must not sleep.
                    wake();
                }
            }
            try {
                wait.accepting(family.socket(), false);
            } finally {
                pass();
            }
        } catch (IOException e) {
            family.log(Level.WARNING, thread.getName() + ", ending: " + e, e);
        } finally {
            child.rollCall().listenerEnded();
        }
    }

    private void duty() throws IOException {
        boolean acceptable = wait.turn(retryAt == 0 ? 0 : untilRetry());
        if (child.accepts()) {
            accept(acceptable);
        }
        if (child.isLeaving()) {
            child.handOver();
        }
    }

    private void accept(boolean acceptable) throws IOException {
        child.acceptAgain();
        if (retryAt != 0 && (untilRetry() <= 1 || full && hasRoom())) {
            retryAt = 0;
            full = false;
        }
        if (!child.canServe()) {
            pass();
        } else if (held && retryAt == 0 && (acceptable || family.isDraining())) {
            acceptOneIfAdmitted();
        }
        if (child.canServe()) {
            family.turn().want(this);
        }
        boolean watch = held && retryAt == 0;
        wait.accepting(family.socket(), watch && family.socket().isOpen());
        if (watch && family.isDraining()) {
            wake();
        }
    }

    private void acceptOneIfAdmitted() throws IOException {
        if (!child.admits()) {
            pass();
        } else if (family.turn().isFull()) {
            full = true;
            roomComes = family.givingWay().ask(family.now());
            // Who waits would wake the listener all the time.
            retryAt = family.now() + GivingWay.IDLE_MILLIS;
        } else {
            acceptOne();
            child.leaveIfWornOut();
        }
    }

    private boolean hasRoom() {
        return !family.turn().isFull() || roomComes && !family.givingWay().isUnderWay();
    }

    private long untilRetry() {
        return Math.max(retryAt - family.now(), 1);
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
            connection = child.open(channel);
        } finally {
            held = false;
            if (family.isDraining()) {
                // It may be the last one, and the socket is then closed.
                wait.accepting(family.socket(), false);
            }
            family.taken(this, child.canServe(), connection != null);
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
                    child.yielded(connection, first);
                }
            } catch (RuntimeException | Error e) {
                child.failed(connection, e);
            }
            if (child.isEnding()) {
                connection.abort();
            }
        }
    }

    Thread thread() {
        return thread;
    }

    /** Closes what a thread that never ran would have closed. */
    void discard() throws IOException {
        if (thread.getState() == Thread.State.NEW) {
            wait.close();
        }
    }
}
