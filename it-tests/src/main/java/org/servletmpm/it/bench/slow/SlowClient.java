package org.servletmpm.it.bench.slow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;

/**
 * A client that takes its time: acts once in each of its intervals and connects again whenever its
 * connection has ended. Used by {@link SlowClientThread} alone.
 */
abstract class SlowClient {

    /** So little that the kernel holds a small part of a megabyte. */
    private static final int WINDOW = 16 * 1024;

    private final int port;
    private final long intervalNanos;
    private final LongAdder received;
    private SocketChannel channel;
    private boolean begun;
    private long due;

    /**
     * @param firstTurn on {@link System#nanoTime}
     * @param received counts the bytes that all such clients have read
     */
    SlowClient(int port, long intervalNanos, long firstTurn, LongAdder received) {
        this.port = port;
        this.intervalNanos = intervalNanos;
        this.due = firstTurn;
        this.received = received;
    }

    /** When it acts next, on {@link System#nanoTime}. */
    final long due() {
        return due;
    }

    final void turn() {
        // From when it was due, so that a late turn does not make a slower client.
        due += intervalNanos;
        try {
            if (channel == null) {
                connect();
            }
            if (!begun && channel.finishConnect()) {
                begun = true;
                begin(channel);
            }
            if (begun && !act(channel)) {
                close();
            }
        } catch (IOException cut) {
            close();
        }
    }

    private void connect() throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** What it sends at once. */
    abstract void begin(SocketChannel to) throws IOException;

    /**
     * What it does in each turn.
     *
     * @return false when the server has ended the connection
     */
    abstract boolean act(SocketChannel with) throws IOException;

    final void received(int bytes) {
        received.add(bytes);
    }

    final void close() {
        begun = false;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("a socket that cannot be closed", e);
            }
            channel = null;
        }
    }
}
