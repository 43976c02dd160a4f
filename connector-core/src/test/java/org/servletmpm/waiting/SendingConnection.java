package org.servletmpm.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/** Sends a pattern that tells each byte's place, and remembers what was fired. Any thread. */
final class SendingConnection extends Connection {

    private static final int PERIOD = 251;

    /** Milliseconds on the engine's clock that a client may take nothing. */
    static final long PATIENCE = 5_000;

    private final SocketPair pair;
    private final List<String> fired = new CopyOnWriteArrayList<>();
    private final AtomicInteger releases = new AtomicInteger();
    private Runnable onFired = () -> {};
    private long written;
    private long read;

    SendingConnection(long id, SocketPair pair, TestHost host) {
        super(id, pair.near(), host);
        this.pair = pair;
        attach(host.watch(this));
    }

    /** What the next firings do besides being remembered. */
    void onFired(Runnable action) {
        onFired = action;
    }

    /** What was fired since the connection was made. */
    List<String> fired() {
        return fired;
    }

    /** How often the socket was closed. */
    int releases() {
        return releases.get();
    }

    SocketPair pair() {
        return pair;
    }

    // ---- the server's end

    /** Writes so many bytes of the pattern; how many were taken. The writer's thread. */
    int send(int bytes) throws IOException {
        int taken = write(pattern(written, bytes), true);
        written += taken;
        return taken;
    }

    /** How much was taken in all. */
    long written() {
        return written;
    }

    private static ByteBuffer pattern(long from, int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        for (int i = 0; i < bytes; i++) {
            buffer.put(i, (byte) ((from + i) % PERIOD));
        }
        return buffer;
    }

    // ---- the client's end

    /**
     * Takes at most so many bytes, each of which must be the next of the pattern. The client's
     * thread.
     *
     * @return how many; -1 at the end
     */
    int take(int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        int n = pair.far().read(buffer);
        if (n > 0 && !buffer.flip().equals(pattern(read, n))) {
            throw new AssertionError("not the " + n + " bytes from " + read + " on");
        }
        read += Math.max(0, n);
        return n;
    }

    /** How much has arrived in all. */
    long read() {
        return read;
    }

    // ---- the engine's view

    @Override
    public Task opened() {
        return null;
    }

    @Override
    protected Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        fired.add(kind + " " + outcome);
        onFired.run();
        return null;
    }

    @Override
    protected void release() {
        releases.incrementAndGet();
        try {
            channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closed();
    }

    @Override
    protected long writeTimeout() {
        return PATIENCE;
    }

    @Override
    public void abort() {
        releaseNow();
    }
}
