package org.servletmpm.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.servletmpm.connection.Interest.Outcome;

/**
 * Ends one connection: says which step is next, and makes each of them once, whichever threads come
 * at the same time. Any thread, except for {@link #lingerOn}.
 *
 * <p>{@link #abort} and {@link #closeGracefully} both come to {@link #closeNow}, which has the
 * socket closed and then tells that the connection is closed.
 */
final class ConnectionEnd {

    /** The steps of an end that are the container's, the host's, or the rest of a connection's. */
    interface Steps {

        SocketChannel channel();

        /** Tells the host that the calling thread begins to close the connection. */
        void closing();

        /** Has the container close the connection, which ends in {@link #closeNow}. */
        void abortInContainer();

        /**
         * Takes the container's interests back, and has what is unsent written.
         *
         * @param then run when that is done, by the thread that has written the last of it
         * @return false when nothing is unsent: {@code then} is not run
         */
        boolean completesFirst(Runnable then);

        /**
         * @return {@link ConnectionHandler#mostDiscarded}
         */
        long mostDiscarded();

        /**
         * @return {@link ConnectionHost#now}
         */
        long now();

        /** Waits for what the client sends, without the container. */
        void lingers(long millis);

        boolean hasUnsent();

        /** Has the container close the socket. */
        void closeSocket();

        /** Tells the host that the connection is closed. */
        void closed();
    }

    private static final AtomicIntegerFieldUpdater<ConnectionEnd> MARKS =
            AtomicIntegerFieldUpdater.newUpdater(ConnectionEnd.class, "marks");

    private static final int ABORTED = 1;
    private static final int GRACEFUL = 2;
    private static final int SOCKET_CLOSED = 4;

    private final Steps steps;

    /** {@link #ABORTED} and so on. Set by any thread, never taken back. */
    private volatile int marks;

    /** Null until the last response is out, and the client's end is waited for. */
    private volatile LingeringClose lingering;

    ConnectionEnd(Steps steps) {
        this.steps = steps;
    }

    /** As {@link Connection#abort}. */
    void abort() {
        mark(ABORTED);
        if (isGraceful()) {
            closeNow();
        } else {
            steps.abortInContainer();
        }
    }

    /**
     * @return whether it was begun by {@link #abort}
     */
    boolean isAborted() {
        return (marks & ABORTED) != 0;
    }

    /** As {@link Connection#closeGracefully}. */
    void closeGracefully(boolean mayStillSend) {
        steps.closing();
        if ((mark(GRACEFUL) & ABORTED) != 0) {
            closeNow();
            return;
        }
        try {
            if (!steps.completesFirst(() -> linger(mayStillSend))) {
                linger(mayStillSend);
            }
        } catch (RuntimeException | Error e) {
            // Such as without memory: the container is done with it, and nobody would look again.
            closeNow();
        }
    }

    /**
     * @return whether the container has closed the connection in good order
     */
    boolean isGraceful() {
        return (marks & GRACEFUL) != 0;
    }

    private void linger(boolean mayStillSend) {
        LingeringClose begun =
                LingeringClose.begin(
                        steps.channel(), mayStillSend, steps.mostDiscarded(), steps.now());
        if (begun == null) {
            closeNow();
            return;
        }
        lingering = begun;
        steps.lingers(LingeringClose.SILENCE_MILLIS);
    }

    /** The READ interest of a connection that {@link #isGraceful} was taken by the caller. */
    void lingerOn(Outcome outcome) {
        LingeringClose now = lingering;
        if (now == null) {
            // It had fired a moment before the close began, and is told after it.
            return;
        }
        long wait = outcome == Outcome.TIMEOUT ? 0 : now.readOn(steps.now());
        if (wait > 0) {
            steps.lingers(wait);
        } else {
            closeNow();
        }
    }

    /** As {@link Connection#closeNow}. */
    void closeNow() {
        if ((mark(SOCKET_CLOSED) & SOCKET_CLOSED) != 0) {
            return;
        }
        try {
            if (!isGraceful()) {
                steps.closing();
            }
            if (steps.hasUnsent()) {
                resetsClient();
            }
        } finally {
            closeSocket();
        }
    }

    /** As {@link Connection#resetsClient}. */
    void resetsClient() {
        try {
            steps.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            // It is closed, or no TCP: then there is no other end.
        }
    }

    private void closeSocket() {
        try {
            steps.closeSocket();
        } finally {
            try {
                closeChannel();
            } finally {
                steps.closed();
            }
        }
    }

    /** Done already, unless the container has failed. */
    private void closeChannel() {
        try {
            steps.channel().close();
        } catch (IOException e) {
            // It is closed all the same.
            return;
        }
    }

    /**
     * @return the marks that were there before
     */
    private int mark(int bit) {
        return MARKS.getAndAccumulate(this, bit, (before, added) -> before | added);
    }
}
