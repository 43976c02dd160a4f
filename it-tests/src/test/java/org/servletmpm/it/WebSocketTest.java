package org.servletmpm.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;
import org.servletmpm.it.client.RawWebSocket.Frame;

/** WebSocket messages arrive in order, in both directions, until one side closes. */
class WebSocketTest {

    /** What the demo takes of a message. */
    private static final int MOST = 1 << 20;

    @EveryCell
    void tenThousandMessagesAreEchoedOnOneConnection(Server server) throws Exception {
        assertEchoes(server, 10_000);
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void fiftyConnectionsEchoAtOnce(Server server) throws Exception {
        try (ClientThreads clientThreads = new ClientThreads()) {
            ClientThreads.join(
                    IntStream.range(0, 50)
                            .mapToObj(
                                    i ->
                                            clientThreads.start(
                                                    () -> {
                                                        assertEchoes(server, 200);
                                                        return null;
                                                    }))
                            .toList());
        }
    }

    /** Sent without waiting for the echoes, which a second thread reads. */
    private static void assertEchoes(Server server, int messages) throws Exception {
        try (RawWebSocket socket = open(server);
                ClientThreads clientThreads = new ClientThreads()) {
            CompletableFuture<Void> sent =
                    clientThreads.start(
                            () -> {
                                for (int i = 0; i < messages; i++) {
                                    socket.send(
                                            i % 2 == 0 ? RawWebSocket.TEXT : RawWebSocket.BINARY,
                                            true,
                                            ("message " + i).getBytes(UTF_8));
                                }
                                return null;
                            });
            for (int i = 0; i < messages; i++) {
                Frame echo = socket.read();
                assertThat(echo.text()).as("%s", server.cell()).isEqualTo("message " + i);
                assertThat(echo.opcode() == RawWebSocket.TEXT)
                        .as("%s: message %d is a text", server.cell(), i)
                        .isEqualTo(i % 2 == 0);
            }
            sent.get(RawConnection.PATIENCE, MILLISECONDS);
            assertGoodbye(server, socket, 1000);
        }
    }

    @EveryCell
    void largeAndFragmentedMessagesArriveWhole(Server server) throws Exception {
        try (RawWebSocket socket = open(server);
                ClientThreads clientThreads = new ClientThreads()) {
            byte[] large = "0123456789abcdef".repeat(MOST / 16).getBytes(UTF_8);
            for (int opcode : new int[] {RawWebSocket.TEXT, RawWebSocket.BINARY}) {
                CompletableFuture<Frame> echo = clientThreads.start(socket::readMessage);
                socket.send(opcode, true, large);
                Frame whole = echo.get(RawConnection.PATIENCE, MILLISECONDS);
                assertThat(whole.opcode()).as("%s", server.cell()).isEqualTo(opcode);
                assertThat(whole.payload()).as("%s", server.cell()).isEqualTo(large);
            }
            // A ping may come between the fragments, and a character may be cut in two.
            socket.send(RawWebSocket.TEXT, false, new byte[] {'a', (byte) 0xc3});
            socket.send(RawWebSocket.PING, true, "are you there".getBytes(UTF_8));
            Frame pong = socket.read();
            assertThat(pong.opcode()).as("%s", server.cell()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.text()).as("%s", server.cell()).isEqualTo("are you there");
            socket.send(RawWebSocket.CONTINUATION, false, new byte[] {(byte) 0xa4});
            socket.send(RawWebSocket.CONTINUATION, true, "z".getBytes(UTF_8));
            assertThat(socket.readMessage().text()).as("%s", server.cell()).isEqualTo("a\u00e4z");
            assertGoodbye(server, socket, 1000);
        }
    }

    /** Each byte in a segment of its own. */
    @EveryCell
    void aTricklingFrameIsOneMessage(Server server) throws Exception {
        try (RawWebSocket socket = open(server)) {
            for (byte b : RawWebSocket.frame(RawWebSocket.TEXT, true, "drop".getBytes(UTF_8))) {
                socket.connection().send(new byte[] {b});
            }
            assertThat(socket.read().text()).as("%s", server.cell()).isEqualTo("drop");
            assertGoodbye(server, socket, 1000);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void eitherSideClosesWithACodeThatTheOtherReceives(Server server) throws Exception {
        for (int code : new int[] {1000, 1001, 4000}) {
            try (RawWebSocket socket = open(server)) {
                assertGoodbye(server, socket, code);
            }
        }
        for (int code : new int[] {1000, 1001, 1009, 4000}) {
            try (RawWebSocket socket = open(server)) {
                socket.send("close " + code);
                assertClosedWith(server, socket, code);
                socket.sendClose(code);
                assertThat(socket.connection().awaitEnd())
                        .as("%s: after close %d", server.cell(), code)
                        .isEqualTo(RawConnection.Ending.CLOSED);
            }
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void anInvalidFrameIsClosedWithAProtocolError(Server server) throws Exception {
        byte[] unmasked = {(byte) 0x81, 1, 'x'};
        byte[] unknown = RawWebSocket.frame(3, true, new byte[1]);
        byte[] tooLongAPing = RawWebSocket.frame(RawWebSocket.PING, true, new byte[126]);
        for (byte[] wrong : List.of(unmasked, unknown, tooLongAPing)) {
            assertRefused(server, wrong, 1002);
        }
        assertRefused(
                server,
                RawWebSocket.frame(RawWebSocket.TEXT, true, new byte[] {(byte) 0xff}),
                1007);
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void aMessageThatIsTooLargeIsRefused(Server server) throws Exception {
        assertRefused(
                server, RawWebSocket.frame(RawWebSocket.BINARY, true, new byte[MOST + 1]), 1009);
    }

    private static void assertRefused(Server server, byte[] frame, int code) throws Exception {
        try (RawWebSocket socket = open(server);
                ClientThreads clientThreads = new ClientThreads()) {
            clientThreads.start(() -> socket.connection().send(frame));
            assertClosedWith(server, socket, code);
        }
        server.assertServes();
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void aClientThatVanishesLeavesNothingBehind(Server server) throws Exception {
        for (int i = 0; i < 10; i++) {
            RawWebSocket socket = open(server);
            socket.send("push 100000");
            socket.read();
            byte[] frame = RawWebSocket.frame(RawWebSocket.TEXT, true, new byte[1000]);
            socket.connection().send(frame, 0, 100);
            if (i % 2 == 0) {
                socket.connection().reset();
            } else {
                socket.close();
            }
        }
        server.assertServes();
    }

    /** The server's other thread writes while this one reads and writes. */
    @EveryCell
    void bothSidesMaySendAtTheSameTime(Server server) throws Exception {
        int each = 1000;
        try (RawWebSocket socket = open(server);
                ClientThreads clientThreads = new ClientThreads()) {
            socket.send("push " + each);
            CompletableFuture<Void> sent =
                    clientThreads.start(
                            () -> {
                                for (int i = 1; i <= each; i++) {
                                    socket.send("echo " + i);
                                }
                                return null;
                            });
            List<String> pushed = new ArrayList<>();
            List<String> echoed = new ArrayList<>();
            for (int i = 0; i < 2 * each; i++) {
                String text = socket.read().text();
                (text.startsWith("push") ? pushed : echoed).add(text);
            }
            sent.get(RawConnection.PATIENCE, MILLISECONDS);
            assertThat(pushed).as("%s", server.cell()).isEqualTo(numbered("push ", each));
            assertThat(echoed).as("%s", server.cell()).isEqualTo(numbered("echo ", each));
            assertGoodbye(server, socket, 1000);
        }
    }

    private static List<String> numbered(String word, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(i -> word + i).toList();
    }

    /** What an ordinary client library sees. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void theJdksClientIsServed(Server server) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create("ws://localhost:" + server.port() + "/ws"),
                                new Ear(heard))
                        .get(RawConnection.PATIENCE, MILLISECONDS);
        socket.sendText("hel", false).join();
        socket.sendText("lo", true).join();
        assertThat(heard.poll(RawConnection.PATIENCE, MILLISECONDS)).isEqualTo("hello");
        socket.sendPing(ByteBuffer.wrap("hi".getBytes(UTF_8))).join();
        assertThat(heard.poll(RawConnection.PATIENCE, MILLISECONDS)).isEqualTo("pong hi");
        socket.sendClose(4000, "enough").join();
        assertThat(heard.poll(RawConnection.PATIENCE, MILLISECONDS)).startsWith("close 4000");
    }

    private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return null;
        }
    }

    private static RawWebSocket open(Server server) throws IOException {
        return RawWebSocket.over(server.connect(), "/ws");
    }

    /** Begun by the client. */
    private static void assertGoodbye(Server server, RawWebSocket socket, int code)
            throws IOException {
        socket.sendClose(code);
        assertClosedWith(server, socket, code);
        assertThat(socket.connection().awaitEnd())
                .as("%s: after %d", server.cell(), code)
                .isEqualTo(RawConnection.Ending.CLOSED);
    }

    private static void assertClosedWith(Server server, RawWebSocket socket, int code)
            throws IOException {
        Frame close = socket.read();
        assertThat(close.opcode()).as("%s: close", server.cell()).isEqualTo(RawWebSocket.CLOSE);
        assertThat(close.code()).as("%s: code", server.cell()).isEqualTo(code);
    }
}
