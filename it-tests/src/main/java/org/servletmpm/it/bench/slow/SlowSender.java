package org.servletmpm.it.bench.slow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.servletmpm.it.client.RawConnection;

/** Sends the beginning of something long, then a little of it in each turn. */
final class SlowSender extends SlowClient {

    /** What it does about what the server says. */
    private enum Manners {
        /** It leaves when it is told so. */
        LISTENS,
        /** It sends as long as anybody takes it. */
        DEAF
    }

    private final byte[] beginning;
    private final ByteBuffer buffer;
    private final int bytesATurn;
    private final Manners manners;

    private SlowSender(
            int port,
            long intervalMillis,
            int bytesATurn,
            long firstTurn,
            LongAdder received,
            ByteBuffer buffer,
            String beginning,
            Manners manners) {
        super(port, TimeUnit.MILLISECONDS.toNanos(intervalMillis), firstTurn, received);
        this.buffer = buffer;
        this.bytesATurn = bytesATurn;
        this.beginning = beginning.getBytes(StandardCharsets.US_ASCII);
        this.manners = manners;
    }

    /** Sends a header that has no end, a byte a second. */
    static SlowClient halfRequest(int port, long firstTurn, LongAdder received, ByteBuffer buffer) {
        String head = RawConnection.head("GET", "/hello", "X: ");
        String half = head.substring(0, head.length() - 4);
        return new SlowSender(port, 1000, 1, firstTurn, received, buffer, half, Manners.LISTENS);
    }

    /**
     * Sends a body that has been refused already, 1 KB a second, and does not care. It is longer
     * than Tomcat would swallow, so that the connection ends.
     */
    static SlowClient refused(int port, long firstTurn, LongAdder received, ByteBuffer buffer) {
        String head = RawConnection.head("POST", "/early?status=413", "Content-Length: 100000000");
        return new SlowSender(port, 100, 100, firstTurn, received, buffer, head, Manners.DEAF);
    }

    @Override
    void begin(SocketChannel to) throws IOException {
        to.write(ByteBuffer.wrap(beginning));
    }

    @Override
    boolean act(SocketChannel with) throws IOException {
        int n = with.read(buffer.clear());
        if (n > 0) {
            received(n);
        } else if (n < 0 && manners == Manners.LISTENS) {
            return false;
        }
        buffer.clear().limit(bytesATurn);
        for (int i = 0; i < bytesATurn; i++) {
            buffer.put(i, (byte) 'x');
        }
        with.write(buffer);
        return true;
    }
}
