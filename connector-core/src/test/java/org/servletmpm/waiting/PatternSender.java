package org.servletmpm.waiting;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.servletmpm.connection.Connection;
import org.servletmpm.contract.SocketPair;

/**
 * Sends a pattern that tells each byte's place over a connection, and takes it at the other end.
 */
final class PatternSender {

    private static final int PERIOD = 251;

    /** Milliseconds on the engine's clock that a client may take nothing. */
    static final long PATIENCE = 5_000;

    private final SocketPair pair;
    private final TestHandler handler;
    private final Connection connection;
    private long written;
    private long read;

    PatternSender(SocketPair pair, TestHost host) {
        this.pair = pair;
        this.handler = TestHandler.on(pair.near(), host).writeTimeout(PATIENCE);
        this.connection = handler.connection();
    }

    Connection connection() {
        return connection;
    }

    /** What its container has seen. */
    TestHandler handler() {
        return handler;
    }

    SocketPair pair() {
        return pair;
    }

    // ---- the server's end

    /** Writes so many bytes of the pattern; how many were taken. The writer's thread. */
    int send(int bytes) throws IOException {
        int taken = connection.write(pattern(written, bytes), true);
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
}
