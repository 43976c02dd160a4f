package org.servletmpm.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;

/**
 * Sends the rest of a response as the client takes it, without a thread that waits with it. Any
 * thread; a connection has one of its own from the first time that its socket refuses something.
 */
final class WriteCompletion {

    /** Shared by the connections without one of their own: nothing of theirs is unsent. */
    static final WriteCompletion NONE = new WriteCompletion(null);

    private final Connection connection;

    /** Made by the first writer that the socket refuses something. */
    private volatile WriteBuffer unsent;

    /** The moment when the socket last took some of what is unsent, on the engine's clock. */
    private volatile long takenAt;

    /** The container's interest is armed for so long without progress; 0 or less for ever. */
    private volatile long askedPatience;

    WriteCompletion(Connection connection) {
        this.connection = connection;
    }

    // ---- sending

    /** As {@link Connection#write}. */
    long write(boolean keepRest, ByteBuffer... from) throws IOException {
        WriteBufferPool memory = keepRest ? connection.host().memory(connection) : null;
        WriteBuffer rest = unsent;
        if (rest == null) {
            if (memory == null) {
                return connection.channel().write(from);
            }
            rest = new WriteBuffer(memory, this::taken);
            unsent = rest;
        }
        long taken = rest.write(connection.channel(), memory != null, from);
        if (rest.isEmpty()) {
            rest.finish();
        } else {
            await(0);
        }
        return taken;
    }

    /** The container arms an interest of its own. */
    void asked(long timeoutMillis) {
        if (this != NONE) {
            askedPatience = timeoutMillis;
        }
    }

    private void taken() {
        takenAt = connection.host().now();
        connection.handler().sent();
    }

    /**
     * Asked by a writer that has waited for the socket in vain. Others may have sent meanwhile what
     * is unsent, and a socket takes some long before it calls itself ready.
     *
     * @param patienceMillis for which the client may take nothing
     * @return milliseconds that are left of them; 0 or less when they are over, or the writer is
     *     the only one that sends
     * @throws IOException when the client is gone
     */
    long patienceLeft(long patienceMillis) throws IOException {
        if (isPending()) {
            send();
        }
        return unsent == null ? 0 : takenAt + patienceMillis - connection.host().now();
    }

    /**
     * @return whether the socket takes some of what is unsent now, ready or not
     */
    boolean sendsSome() {
        WriteBuffer rest = unsent;
        if (rest == null || rest.isEmpty() || rest.isSpilled()) {
            return false;
        }
        try {
            return send();
        } catch (IOException e) {
            // The next writer is told, or the one that waits.
            return false;
        }
    }

    /** The next host has the connection: what is unsent counts there from now on. */
    void movedTo(ConnectionHost next) {
        WriteBuffer rest = unsent;
        WriteBufferPool memory = rest == null ? null : next.memory(connection);
        if (memory != null) {
            rest.moveTo(memory);
        }
    }

    boolean isPending() {
        WriteBuffer rest = unsent;
        return rest != null && !rest.isEmpty();
    }

    /**
     * @return false when nothing is left to send: the caller does it himself
     */
    boolean afterwards(Runnable action) {
        WriteBuffer rest = unsent;
        if (rest == null || !rest.afterwards(action)) {
            return false;
        }
        // The container's timeout may have been the last to wait for the client.
        goOn();
        return true;
    }

    /** Waits for the socket to take more, unless somebody does already. */
    private void await(long before) {
        await(before, connection.handler().writeTimeout());
    }

    private void await(long before, long patience) {
        Interest write = connection.armable(Kind.WRITE);
        if (write.armAgain(connection.deadline(patience), before)) {
            connection.host().armed(connection, write);
        }
    }

    /** The client has so much time as for a complete response, however it was waited for so far. */
    void hasten() {
        Interest write = connection.armable(Kind.WRITE);
        long patience = connection.handler().writeTimeout();
        if (patience > 0 && write.shorten(connection.deadline(patience))) {
            connection.host().armed(connection, write);
        }
    }

    /** An interest was taken back; unsent bytes may wait for it, too. */
    void goOn() {
        if (isPending()) {
            await(0);
        }
    }

    // ---- what fires

    /** As {@link Connection#fire}, for WRITE while something is pending. */
    Task fire(long word, Outcome outcome) {
        return unsent.isSpilled() ? new FromFile(word, outcome) : sendOn(word, outcome);
    }

    /** Reads a file, which the listener does not. */
    private final class FromFile implements Task {
        private final long word;
        private final Outcome outcome;

        FromFile(long word, Outcome outcome) {
            this.word = word;
            this.outcome = outcome;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public Urgency urgency() {
            return Urgency.CONTINUATION;
        }

        @Override
        public void run() {
            Task next = sendOn(word, outcome);
            if (next != null) {
                connection.submit(next);
            }
        }
    }

    private Task sendOn(long word, Outcome outcome) {
        try {
            send();
        } catch (IOException e) {
            return failed(word);
        }
        if (Interest.isAsked(word) && unsent.hasRoom()) {
            goOn();
            return connection.tellHandler(Kind.WRITE, word, Outcome.READY);
        }
        if (!isPending()) {
            return connection.tellHandler(Kind.WRITE, word, Outcome.READY);
        }
        long patience =
                Interest.isAsked(word) ? askedPatience : connection.handler().writeTimeout();
        long left =
                outcome == Outcome.READY ? patience : takenAt + patience - connection.host().now();
        if (outcome == Outcome.TIMEOUT && left <= 0) {
            return timedOut(word);
        }
        await(word, left);
        return null;
    }

    /**
     * @return whether the socket took some
     */
    private boolean send() throws IOException {
        boolean took = unsent.drain(connection.channel());
        if (unsent.isEmpty()) {
            unsent.finish();
        }
        return took;
    }

    private Task timedOut(long word) {
        if (Interest.isAsked(word)) {
            return connection.tellHandler(Kind.WRITE, word, Outcome.TIMEOUT);
        }
        connection.abort();
        return null;
    }

    /**
     * The client is gone: the thread that waits or writes next is told; without one, that is the
     * end.
     */
    private Task failed(long word) {
        if (Interest.isAsked(word)) {
            return connection.tellHandler(Kind.WRITE, word, Outcome.READY);
        }
        if (connection.state() == ConnectionState.WRITE_COMPLETION) {
            connection.abort();
        }
        return null;
    }

    /** The connection is closed. */
    void discard() {
        WriteBuffer rest = unsent;
        if (rest != null) {
            rest.discard();
        }
    }
}
