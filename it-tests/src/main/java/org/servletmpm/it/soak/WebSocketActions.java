package org.servletmpm.it.soak;

import static org.servletmpm.it.soak.Checks.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.servletmpm.it.client.RawConnection;

/** WebSocket by hand (RFC 6455), so that it can end anywhere. */
final class WebSocketActions {

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int GOING_AWAY = 1001;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;

    /** A key of zeros masks nothing, and is allowed. */
    private static final byte[] KEY = new byte[4];

    private record Frame(int opcode, byte[] payload) {}

    private WebSocketActions() {}

    static List<Action.Named> all() {
        return List.of(
                new Action.Named("ws-echo", WebSocketActions::echo),
                new Action.Named("ws-push", WebSocketActions::push),
                new Action.Named("ws-close", WebSocketActions::close));
    }

    private static void echo(Client client) throws Exception {
        ClientConnection connection = connect(client);
        for (int left = client.between(1, 8); left > 0; left--) {
            byte[] message = Checks.pattern(left, client.between(0, 70_000));
            client.asks();
            send(connection, BINARY, message);
            Frame echoed = read(client, connection, BINARY);
            Checks.assertPattern(echoed.payload(), left, message.length);
            client.answered();
        }
        end(client, connection);
    }

    private static void push(Client client) throws Exception {
        ClientConnection connection = connect(client);
        int messages = client.between(1, 60);
        client.asks();
        send(connection, TEXT, text("push " + messages));
        for (int i = 1; i <= messages; i++) {
            String pushed =
                    new String(read(client, connection, TEXT).payload(), StandardCharsets.UTF_8);
            assertEquals("message", "push " + i, pushed);
        }
        client.answered();
        end(client, connection);
    }

    private static void close(Client client) throws Exception {
        ClientConnection connection = connect(client);
        int code = client.between(3000, 4999);
        client.asks();
        send(connection, TEXT, text("close " + code));
        Frame close = read(client, connection, CLOSE);
        assertEquals("close code", code, ByteBuffer.wrap(close.payload()).getChar() + 0);
        client.answered();
        send(connection, CLOSE, close.payload());
        connection.awaitEnd();
    }

    /** A farewell, or none. */
    private static void end(Client client, ClientConnection connection) throws IOException {
        if (client.chance(0.5)) {
            send(connection, CLOSE, ByteBuffer.allocate(2).putChar((char) 1000).array());
            read(client, connection, CLOSE);
            connection.awaitEnd();
        }
    }

    private static ClientConnection connect(Client client) throws IOException {
        ClientConnection connection = client.open();
        connection.send(
                RawConnection.head(
                        "GET",
                        "/ws",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
        String head = connection.readTo("\r\n\r\n");
        Checks.assertStatusLine(head, 101);
        return connection;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void send(ClientConnection connection, int opcode, byte[] payload)
            throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (MASKED | 126)).putChar((char) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.put(KEY).put(payload);
        connection.send(frame.array(), 0, frame.position());
    }

    /** A whole message: the server may send one in several frames. */
    private static Frame read(Client client, ClientConnection connection, int expected)
            throws IOException {
        ByteBuffer message = ByteBuffer.allocate(1 << 17);
        int opcode = 0;
        boolean last = false;
        while (!last) {
            byte[] head =
                    client.target().bound() ? connection.readFrameHead() : connection.readBytes(2);
            last = (head[0] & FINAL) != 0;
            opcode = Math.max(opcode, head[0] & 0x0f);
            message.put(connection.readBytes(length(connection, head[1] & 0x7f)));
        }
        byte[] payload = new byte[message.flip().remaining()];
        message.get(payload);
        int code = opcode == CLOSE ? ByteBuffer.wrap(payload).getChar() : 0;
        if (opcode != expected && opcode == CLOSE || code == GOING_AWAY) {
            if (code == GOING_AWAY && client.target().bound()) {
                throw new ClientConnection.ClosedBetweenRequestsException(true);
            }
            throw new IOException("closed by the server: " + code);
        }
        assertEquals("opcode", expected, opcode);
        return new Frame(opcode, payload);
    }

    private static int length(ClientConnection connection, int length) throws IOException {
        return switch (length) {
            case 126 -> ByteBuffer.wrap(connection.readBytes(2)).getChar();
            case 127 -> (int) ByteBuffer.wrap(connection.readBytes(8)).getLong();
            default -> length;
        };
    }
}
