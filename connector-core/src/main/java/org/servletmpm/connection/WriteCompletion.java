package org.servletmpm.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;

/**
 * What is done for a client after the container has done its part: the rest of a response is sent
 * as the client takes it, and a client that is still sending when its connection ends gets the time
 * to read the response. Any thread; a connection has one from the first time it needs it.
 */
final class WriteCompletion {

    /** httpd's lingering close: how long a client may be silent, and how long all may take. */
    private static final long LINGER_MILLIS = 2_000;

    private static final long LINGER_MOST_MILLIS = 30_000;

    private static final int SCRATCH = 8 * 1024;

    /** What a client may send in one turn of the listener, in buffers. */
    private static final int READS = 16;

    private final Connection connection;
    private final SocketChannel channel;
    private final Interest write;

    /** Made by the first writer that the socket refuses something. */
    private volatile WriteBuffer unsent;

    /** When the socket last took some of what is unsent, whoever sent it; on the engine's clock. */
    private volatile long takenAt;

    /** For how long the container's interest is armed without progress; 0 or less for ever. */
    private volatile long askedPatience;

    private final AtomicBoolean released = new AtomicBoolean();

    /** The container is done with the connection; set once. */
    private volatile boolean departing;

    /**
     * On the engine's clock; {@link Interest#AT_ONCE} before it lingers. Volatile, because what was
     * fired a moment before the departure is told after it.
     */
    private volatile long lingersUntil = Interest.AT_ONCE;

    /** What the client has sent since then, in bytes. Of whoever has taken its READ. */
    private volatile long discarded;

    WriteCompletion(Connection connection) {
        this.connection = connection;
        this.channel = connection.channel();
        this.write = connection.armable(Kind.WRITE);
    }

    // ---- sending

    /** As {@link Connection#write}. */
    long write(boolean keepRest, ByteBuffer... from) throws IOException {
        WriteBufferPool memory = keepRest ? connection.host().memory(connection) : null;
        WriteBuffer rest = unsent;
        if (rest == null) {
            if (memory == null) {
                return channel.write(from);
            }
            rest = new WriteBuffer(memory, this::taken);
            unsent = rest;
        }
        long taken = rest.write(channel, memory != null, from);
        if (rest.isEmpty()) {
            rest.finish();
        } else {
            await(0);
        }
        return taken;
    }

    /** The container arms an interest of its own. */
    void asked(long timeoutMillis) {
        askedPatience = timeoutMillis;
    }

    private void taken() {
        takenAt = connection.host().now();
        connection.sent();
    }

    /**
     * Asked by a writer that has waited for the socket in vain. Others may have sent meanwhile what
     * is unsent, and a socket takes some long before it calls itself ready.
     *
     * @param patienceMillis for which the client may take nothing
     * @return milliseconds that are left of them; 0 or less when they are over
     * @throws IOException when the client is gone
     */
    long patienceLeft(long patienceMillis) throws IOException {
        if (isPending()) {
            send();
        }
        return takenAt + patienceMillis - connection.host().now();
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
            // Who writes next, or waits, is told.
            return false;
        }
    }

    /** What is unsent is the next host's from now on, and counts there. */
    void movedTo(ConnectionHost next) {
        WriteBuffer rest = unsent;
        WriteBufferPool memory = next.memory(connection);
        if (rest != null && memory != null) {
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
        await(before, connection.writeTimeout());
    }

    private void await(long before, long patience) {
        long deadline = patience > 0 ? connection.deadline(patience) : Interest.NEVER;
        if (write.armAgain(deadline, before)) {
            connection.host().armed(connection, write);
        }
    }

    /** The client has so much time as for a complete response, however it was waited for so far. */
    void hasten() {
        long patience = connection.writeTimeout();
        if (patience > 0 && write.shorten(connection.deadline(patience))) {
            connection.host().armed(connection, write);
        }
    }

    /** An interest was taken back that unsent bytes may wait for too. */
    void goOn() {
        if (isPending()) {
            await(0);
        }
    }

    // ---- what fires

    /** As {@link Connection#fire}. */
    Task fire(Kind kind, long word, Outcome outcome) {
        if (kind == Kind.READ && departing) {
            readOn(outcome);
            return null;
        }
        if (kind == Kind.WRITE && isPending()) {
            return drain(word, outcome);
        }
        return connection.deliver(kind, word, outcome);
    }

    private Task drain(long word, Outcome outcome) {
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
            return connection.deliver(Kind.WRITE, word, Outcome.READY);
        }
        if (!isPending()) {
            return connection.deliver(Kind.WRITE, word, Outcome.READY);
        }
        long patience = Interest.isAsked(word) ? askedPatience : connection.writeTimeout();
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
        boolean took = unsent.drain(channel);
        if (unsent.isEmpty()) {
            unsent.finish();
        }
        return took;
    }

    private Task timedOut(long word) {
        if (Interest.isAsked(word)) {
            return connection.deliver(Kind.WRITE, word, Outcome.TIMEOUT);
        }
        connection.abort();
        return null;
    }

    /**
     * The client is gone: who waits or writes next is told, and if nobody does, that is the end.
     */
    private Task failed(long word) {
        if (Interest.isAsked(word)) {
            return connection.deliver(Kind.WRITE, word, Outcome.READY);
        }
        if (connection.state() == ConnectionState.WRITE_COMPLETION) {
            connection.abort();
        }
        return null;
    }

    // ---- the end

    /** As {@link Connection#departs}. */
    boolean departs(boolean mayStillSend) {
        departing = true;
        connection.cancel(Kind.READ);
        if (isPending()) {
            connection.become(ConnectionState.WRITE_COMPLETION);
            // From now on with the engine's deadline, if that was the container's affair.
            connection.cancel(Kind.WRITE);
            if (afterwards(
                    () -> {
                        if (!lingers(mayStillSend)) {
                            release();
                        }
                    })) {
                return true;
            }
        }
        return lingers(mayStillSend);
    }

    /**
     * @return false when the client has ended its side, or sends nothing behind its request: then
     *     the socket can be closed without a reset
     */
    private boolean lingers(boolean mayStillSend) {
        try {
            int came = channel.read(ByteBuffer.allocate(1));
            if (came < 0 || came == 0 && !mayStillSend) {
                return false;
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            return false;
        }
        connection.expectNothing();
        connection.become(ConnectionState.LINGER);
        lingersUntil = connection.deadline(LINGER_MOST_MILLIS);
        connection.armInAnyCase(Kind.READ, LINGER_MILLIS, Urgency.NEXT_STEP);
        return true;
    }

    /** What the client still sends is for nobody. */
    private void readOn(Outcome outcome) {
        if (lingersUntil == Interest.AT_ONCE) {
            return;
        }
        long left = lingersUntil - connection.host().now();
        if (outcome == Outcome.TIMEOUT || left <= 0 || !discardInput()) {
            release();
        } else {
            connection.armInAnyCase(Kind.READ, Math.min(LINGER_MILLIS, left), Urgency.NEXT_STEP);
        }
    }

    /**
     * @return whether there may be more
     */
    private boolean discardInput() {
        ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
        long most = connection.mostDiscarded();
        long sum = discarded;
        try {
            int n = SCRATCH;
            for (int i = 0; i < READS && n == SCRATCH && (most < 0 || sum <= most); i++) {
                n = channel.read(scratch.clear());
                sum += n;
            }
            discarded = sum;
            return n >= 0 && (most < 0 || sum <= most);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @return whether the container is done with the connection
     */
    boolean isDeparting() {
        return departing;
    }

    /** Closes the socket, whoever comes first. What is unsent then is lost, and that shows. */
    void release() {
        if (released.compareAndSet(false, true)) {
            if (isPending()) {
                connection.resets();
            }
            connection.release();
        }
    }

    /** The connection is closed. */
    void discard() {
        WriteBuffer rest = unsent;
        if (rest != null) {
            rest.discard();
        }
    }
}
