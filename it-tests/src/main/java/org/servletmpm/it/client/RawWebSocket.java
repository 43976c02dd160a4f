package org.servletmpm.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket whose frames are made by hand, so that they may be wrong (RFC 6455). Sending and
 * reading may be done by two threads.
 */
public final class RawWebSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    /** As it came from the server. */
    public record Frame(int opcode, boolean last, byte[] payload) {

        public String text() {
            return new String(payload, UTF_8);
        }

        /** Of a close frame. */
        public int code() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private final RawConnection connection;

    private RawWebSocket(RawConnection connection) {
        this.connection = connection;
    }

    /** Shakes hands on a connection that has had no request, or only complete ones. */
    public static RawWebSocket over(RawConnection connection, String path) throws IOException {
        Response answer =
                connection.get(
                        path,
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
        if (answer.status() != 101) {
            connection.close();
            throw new IOException("no WebSocket: " + answer.status());
        }
        return new RawWebSocket(connection);
    }

    public RawConnection connection() {
        return connection;
    }

    public RawWebSocket send(String text) throws IOException {
        return send(TEXT, true, text.getBytes(UTF_8));
    }

    public RawWebSocket send(int opcode, boolean last, byte[] payload) throws IOException {
        connection.send(frame(opcode, last, payload));
        return this;
    }

    /** Says goodbye. */
    public RawWebSocket sendClose(int code) throws IOException {
        return send(CLOSE, true, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** The bytes of a client's frame. */
    public static byte[] frame(int opcode, boolean last, byte[] payload) {
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write(opcode | (last ? FIN : 0));
        if (payload.length < 126) {
            frame.write(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(MASKED | 126);
            frame.writeBytes(ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(MASKED | 127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(mask);
        byte[] masked = payload.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= mask[i % 4];
        }
        frame.writeBytes(masked);
        return frame.toByteArray();
    }

    /** The next frame; an {@link IOException} when there is none, or not all of it. */
    public Frame read() throws IOException {
        byte[] head = exactly(2);
        int length = head[1] & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(exactly(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = Math.toIntExact(ByteBuffer.wrap(exactly(8)).getLong());
        }
        return new Frame(head[0] & 0x0f, (head[0] & FIN) != 0, exactly(length));
    }

    /** The next message, however many frames it comes in. */
    public Frame readMessage() throws IOException {
        Frame first = read();
        byte[] whole = first.payload();
        for (Frame next = first; !next.last(); ) {
            next = read();
            int before = whole.length;
            whole = Arrays.copyOf(whole, before + next.payload().length);
            System.arraycopy(next.payload(), 0, whole, before, next.payload().length);
        }
        return new Frame(first.opcode(), true, whole);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = connection.readBytes(length);
        if (bytes.length < length) {
            throw new EOFException("truncated: " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
