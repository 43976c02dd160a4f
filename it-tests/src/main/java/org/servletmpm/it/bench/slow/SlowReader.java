package org.servletmpm.it.bench.slow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.servletmpm.it.client.RawConnection;

/** Reads a megabyte at 100 KB/s, again and again on one connection. */
final class SlowReader extends SlowClient {

    private static final int BODY = 1_000_000;
    private static final int BYTES_A_TURN = 10_000;
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final byte[] REQUEST =
            RawConnection.head("GET", "/big?bytes=" + BODY).getBytes(StandardCharsets.US_ASCII);

    /** Shared by all of the thread; what is read is of no interest but for its header. */
    private final ByteBuffer buffer;

    private boolean inHeader;

    /** Of the body, in bytes. */
    private int left;

    SlowReader(int port, long firstTurn, LongAdder received, ByteBuffer buffer) {
        super(port, INTERVAL, firstTurn, received);
        this.buffer = buffer;
    }

    @Override
    void begin(SocketChannel to) throws IOException {
        to.write(ByteBuffer.wrap(REQUEST));
        inHeader = true;
        left = BODY;
    }

    @Override
    boolean act(SocketChannel from) throws IOException {
        buffer.clear().limit(Math.min(inHeader ? BYTES_A_TURN : left, BYTES_A_TURN));
        int n = from.read(buffer);
        if (n <= 0) {
            return n == 0;
        }
        received(n);
        left -= inHeader ? n - headerLength(buffer.flip()) : n;
        inHeader = false;
        if (left == 0) {
            begin(from);
        }
        return true;
    }

    /** Of an answer that has come as far as its body. */
    private static int headerLength(ByteBuffer answer) throws IOException {
        String text = StandardCharsets.ISO_8859_1.decode(answer).toString();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 200")) {
            throw new IOException("not the answer: " + text.lines().findFirst().orElse(""));
        }
        return end + 4;
    }
}
