package org.servletmpm.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * httpd's lingering close: the response is out, and a client that is still sending gets the time to
 * read it before it sees a reset. What it sends is read and thrown away. Of the thread that has
 * taken the connection's READ interest, one after the other.
 */
final class LingeringClose {

    /** A client may be silent for so long, milliseconds. */
    static final long SILENCE_MILLIS = 2_000;

    /** All may take so long, milliseconds. */
    private static final long MOST_MILLIS = 30_000;

    private static final int SCRATCH = 8 * 1024;

    /** So many buffers are read from one client in one turn of the listener. */
    private static final int READS = 16;

    private final SocketChannel channel;
    private final long mostDiscarded;
    private final long until;

    /** The bytes that the client has sent since it began. */
    private volatile long discarded;

    private LingeringClose(SocketChannel channel, long mostDiscarded, long now) {
        this.channel = channel;
        this.mostDiscarded = mostDiscarded;
        this.until = now + MOST_MILLIS;
    }

    /**
     * Ends this side of the connection.
     *
     * @param mayStillSend whether the client may not have sent all of its request
     * @param mostDiscarded bytes; negative for any number
     * @param now on the engine's clock
     * @return null when the client has ended its side, or sends nothing behind its request: then
     *     the socket can be closed without a reset
     */
    static LingeringClose begin(
            SocketChannel channel, boolean mayStillSend, long mostDiscarded, long now) {
        try {
            int came = channel.read(ByteBuffer.allocate(1));
            if (came < 0 || came == 0 && !mayStillSend) {
                return null;
            }
            channel.shutdownOutput();
            return new LingeringClose(channel, mostDiscarded, now);
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Reads what has come.
     *
     * @return how long more is waited for, milliseconds; 0 when the socket is to be closed
     */
    long readOn(long now) {
        long left = until - now;
        return left > 0 && discardInput() ? Math.min(SILENCE_MILLIS, left) : 0;
    }

    /**
     * @return whether there may be more
     */
    private boolean discardInput() {
        ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
        long sum = discarded;
        try {
            int n = SCRATCH;
            for (int i = 0; i < READS && n == SCRATCH && isAllowed(sum); i++) {
                n = channel.read(scratch.clear());
                sum += n;
            }
            discarded = sum;
            return n >= 0 && isAllowed(sum);
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isAllowed(long bytes) {
        return mostDiscarded < 0 || bytes <= mostDiscarded;
    }
}
