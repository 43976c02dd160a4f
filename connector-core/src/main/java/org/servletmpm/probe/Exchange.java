package org.servletmpm.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One request and its answer, on a connection of its own. Everything runs in the listener's thread,
 * which it never keeps waiting.
 */
final class Exchange {

    /** Longer headers than of any probe or browser are refused. */
    static final int MOST_HEADER = 8192;

    /** How long a client may take to send its request. */
    static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How long it may take to read the answer, and to close its end then. */
    static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SocketChannel channel;
    private final SelectionKey key;

    /** Makes an answer of a header; the empty text stands for one that is too long. */
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
    boolean isAwaited() {
        return answer == null;
    }

    boolean isLate(long now) {
        return now - deadline > 0;
    }

    /**
     * The channel is ready.
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
     * @return what has come up to the empty line; null when that has not come
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

    /** A client that is still sending would have its answer taken from it by a reset. */
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
