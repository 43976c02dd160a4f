package org.servletmpm.it.soak;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * One connection of a client that may leave it at any moment. Used by the client's thread; the
 * moment to leave comes in that of {@link ScheduledEnds}, except to silence, which begins at one of
 * the client's own steps.
 */
final class ClientConnection implements AutoCloseable {

    /** The server closed a kept connection, and the client did not know when it asked. */
    static final class ClosedBetweenRequestsException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean legal;

        ClosedBetweenRequestsException(boolean legal) {
            super("closed between requests");
            this.legal = legal;
        }

        /** Whether the server had said so, or the client has been idle for its time. */
        boolean isLegal() {
            return legal;
        }
    }

    /** A little less than the servers' KeepAliveTimeout: the request takes its time, too. */
    private static final long KEPT_NANOS = 1_500_000_000;

    /** The client is silent from here on. */
    static final class SilentException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final RawConnection connection;
    private final ScheduledEnds ends;

    private final long silenceMillis;

    /** Sends and reads left before the silence; negative for none. Of the client's thread. */
    private int stepsToSilence;

    /** The connection is kept by {@link ScheduledEnds}. Of the client's thread. */
    private boolean silent;

    private int answers;

    /** The last answer said that the connection ends. */
    private boolean told;

    /** When the last answer was read, and how long after that the next request began. */
    private long answeredAt;

    private long idleNanos;

    /** Set by whoever ends it, before it does. */
    private volatile boolean left;

    /**
     * @param stepsToSilence negative for none
     */
    ClientConnection(
            RawConnection connection, ScheduledEnds ends, int stepsToSilence, long silenceMillis) {
        this.connection = connection;
        this.ends = ends;
        this.silenceMillis = silenceMillis;
        this.stepsToSilence = stepsToSilence;
    }

    /** Whether the client has given up: whatever fails afterwards proves nothing. */
    boolean left() {
        return left;
    }

    /** The server may end the connection from here on without an answer. */
    void mayEnd() {
        left = true;
    }

    ClientConnection send(byte[] bytes, int from, int length) throws IOException {
        step();
        idleNanos = System.nanoTime() - answeredAt;
        connection.send(bytes, from, length);
        return this;
    }

    ClientConnection send(byte[] bytes) throws IOException {
        return send(bytes, 0, bytes.length);
    }

    ClientConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Response get(String path, String... headers) throws IOException {
        return send(RawConnection.head("GET", path, headers)).read();
    }

    /** The next answer. */
    Response read() throws IOException {
        step();
        try {
            Optional<Response> answer = connection.readIfAny();
            if (answer.isPresent()) {
                answers++;
                told = answer.get().closes();
                answeredAt = System.nanoTime();
                return answer.get();
            }
        } catch (SocketException e) {
            throw answers > 0 ? between() : e;
        }
        throw answers > 0 ? between() : new IOException("closed without an answer");
    }

    private IOException between() {
        return new ClosedBetweenRequestsException(told || idleNanos > KEPT_NANOS);
    }

    /** Exactly so many bytes. */
    byte[] readBytes(int length) throws IOException {
        step();
        byte[] bytes = connection.readBytes(length);
        if (bytes.length < length) {
            throw new IOException("truncated: " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Two bytes; the connection may end before them, in a restart. */
    byte[] readFrameHead() throws IOException {
        step();
        byte[] bytes = connection.readBytes(2);
        if (bytes.length == 0) {
            throw new ClosedBetweenRequestsException(true);
        }
        return bytes;
    }

    /** Up to and with the text, which must come. */
    String readTo(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length()
                || text.indexOf(end, text.length() - end.length()) < 0) {
            text.append((char) (readByte() & 0xff));
        }
        return text.toString();
    }

    private byte readByte() throws IOException {
        byte[] one = connection.readBytes(1);
        if (one.length == 0) {
            throw new IOException("truncated");
        }
        return one[0];
    }

    /** Reads whatever still comes; fails when the server does not end the connection. */
    void awaitEnd() throws IOException {
        step();
        connection.awaitEnd();
    }

    private void step() throws SilentException {
        if (stepsToSilence == 0) {
            left = true;
            silent = true;
            ends.keepSilent(connection, silenceMillis);
            throw new SilentException();
        }
        stepsToSilence--;
    }

    /** Called by a thread of {@link ScheduledEnds}. */
    void leave(ClientEnd how) throws IOException {
        left = true;
        switch (how) {
            case RESET -> connection.reset();
            case HALF_CLOSE -> connection.halfClose();
            default -> connection.close();
        }
    }

    @Override
    public void close() throws IOException {
        if (!silent) {
            connection.close();
        }
    }
}
