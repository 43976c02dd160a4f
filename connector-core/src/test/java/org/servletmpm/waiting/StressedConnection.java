package org.servletmpm.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.contract.SocketPair;

/**
 * A connection that accounts for every arming of its interests. An arming is begun by the one
 * thread that finds the direction at rest, and ended by whoever takes the interest; an end that
 * finds nothing begun is one too many.
 */
final class StressedConnection {

    /** How an arming ended; the first two as {@link Outcome}. */
    enum End {
        READY,
        TIMEOUT,
        CANCELLED,
        DROPPED
    }

    /** What all connections of a test count together. */
    static final class Account {
        final AtomicIntegerArray ends = new AtomicIntegerArray(End.values().length);
        final AtomicIntegerArray tooMany = new AtomicIntegerArray(End.values().length);
        final AtomicIntegerArray begun = new AtomicIntegerArray(1);

        int begun() {
            return begun.get(0);
        }

        int ended() {
            int sum = 0;
            for (int n = 0; n < ends.length(); n++) {
                sum += ends.get(n);
            }
            return sum;
        }
    }

    private final Connection connection;
    private final SocketPair pair;
    private final Account account;
    private final AtomicBoolean[] begun = {new AtomicBoolean(), new AtomicBoolean()};

    /** A byte is on its way that was not read yet. */
    private final AtomicBoolean sent = new AtomicBoolean();

    /** What a fired interest yields, or null. */
    private final Task next;

    StressedConnection(SocketPair pair, TestHost host, Account account, Runnable nextStep) {
        this.pair = pair;
        this.account = account;
        this.connection = TestHandler.on(pair.near(), host).reacts(this::fired).connection();
        this.next = nextStep == null ? null : new Step(connection, nextStep);
    }

    Connection connection() {
        return connection;
    }

    private record Step(Connection connection, Runnable work) implements Task {
        @Override
        public void run() {
            work.run();
        }
    }

    /** Arms a direction that is at rest, from any thread. */
    void tryArm(Kind kind, long timeoutMillis, Urgency urgency) {
        if (connection.isOpen() && begun[kind.ordinal()].compareAndSet(false, true)) {
            account.begun.incrementAndGet(0);
            connection.arm(kind, timeoutMillis, urgency);
            if (!connection.isOpen() && connection.cancel(kind)) {
                ended(kind, End.DROPPED);
            }
        }
    }

    void tryCancel(Kind kind) {
        if (connection.cancel(kind)) {
            ended(kind, End.CANCELLED);
        }
    }

    /** The client sends a byte if reading is waited for and the last byte was read. */
    void trySend() {
        if (isArmed(Kind.READ) && sent.compareAndSet(false, true)) {
            try {
                pair.send();
            } catch (IOException e) {
                // The connection is closed; whoever closed it has counted what was armed.
                sent.set(false);
            }
        }
    }

    /** An arming has begun and not ended. */
    boolean isArmed(Kind kind) {
        return begun[kind.ordinal()].get();
    }

    void ended(Kind kind, End end) {
        if (begun[kind.ordinal()].compareAndSet(true, false)) {
            account.ends.incrementAndGet(end.ordinal());
        } else {
            account.tooMany.incrementAndGet(end.ordinal());
        }
    }

    private Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        try {
            if (kind == Kind.READ
                    && outcome == Outcome.READY
                    && SocketPair.drain(pair.near()) > 0) {
                sent.set(false);
            }
        } catch (IOException e) {
            // Closed by another thread: what was fired counts all the same.
        }
        ended(kind, End.valueOf(outcome.name()));
        return next;
    }

    void abort() {
        connection.abort();
        try {
            pair.far().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
