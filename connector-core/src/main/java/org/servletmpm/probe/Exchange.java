package org.servletmpm.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads one request and writes its answer, on a connection of its own. The status listener's
 * thread, which it never blocks.
 */
final class Exchange {

    /** A header that is longer is refused: no probe and no browser sends one, in bytes. */
    static final int MOST_HEADER = 8192;

    /** Time for a client to send its request. */
    static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Time for it to read the answer and then to close its end. */
    static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SocketChannel channel;
    private final SelectionKey key;

    /** Makes an answer of a header; the empty string stands for a header that is too long. */
    private final Function<String, ByteBuffer> answerer;

    private final ByteBuffer in = ByteBuffer.allocate(MOST_HEADER);

    /** Null until the request is there. */
    private ByteBuffer answer;

    /** On {@link System#nanoTime}. */
    private long deadline;

    /**
     * @param key of the channel, with no interest yet
     * @param now on {@link System#nanoTime}
     */
    Exchange(
            SocketChannel channel,
            SelectionKey key,
            Function<String, ByteBuffer> answerer,
            long now) {
        this.channel = channel;
        this.key = key;
        this.answerer = answerer;
        this.deadline = now + REQUEST_NANOS;
        key.interestOps(SelectionKey.OP_READ);
    }

    /**
     * @return whether the request is not there yet
     */
    boolean isHurried() {
        return answer == null;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /**
     * Reads or writes what it can, as the channel is ready.
     *
     * @throws IOException when the exchange is over
     */
    void goOn(long now) throws IOException {
        if (answer == null) {
            read(now);
        }
        if (answer != null && answer.hasRemaining()) {
            channel.write(answer);
            key.interestOps(SelectionKey.OP_WRITE);
        }
        if (answer != null && !answer.hasRemaining()) {
            end();
        }
    }

    private void read(long now) throws IOException {
        if (channel.read(in) < 0) {
            throw new IOException("the client has gone");
        }
        String header = header();
        if (header != null || !in.hasRemaining()) {
            answer = answerer.apply(header == null ? "" : header);
            deadline = now + ANSWER_NANOS;
        }
    }

    /**
     * @return what has come, up to the empty line; null when that has not come
     */
    private String header() {
        byte[] bytes = in.array();
        for (int n = 1; n < in.position(); n++) {
            boolean empty = bytes[n - 1] == '\n' || n > 1 && bytes[n - 2] == '\n' && isReturn(n);
            if (bytes[n] == '\n' && empty) {
                return new String(bytes, 0, n + 1, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private boolean isReturn(int n) {
        return in.array()[n - 1] == '\r';
    }

    /**
     * Waits for the client's end: a close would reset a client that still sends, and lose the
     * answer.
     */
    private void end() throws IOException {
        if (key.interestOps() != SelectionKey.OP_READ) {
            channel.shutdownOutput();
            key.interestOps(SelectionKey.OP_READ);
        }
        in.clear();
        if (channel.read(in) < 0) {
            throw new IOException("the exchange is over");
        }
    }

    SocketChannel channel() {
        return channel;
    }
}
