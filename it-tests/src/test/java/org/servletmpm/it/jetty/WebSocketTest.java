package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Jetty's own WebSocket API, without a servlet. */
class WebSocketTest {

    private static final int LARGE = 1_000_000;

    /** A text frame, masked with zeros. */
    private static final byte[] HELLO = {
        (byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'
    };

    /** Told by endpoints when they are closed. */
    private static final Map<ConnectorKind, BlockingQueue<String>> TOLD = new ConcurrentHashMap<>();

    private static JettyPerConnector jetties;
    private static HttpClient http;

    @BeforeAll
    static void make() {
        http = HttpClient.newHttpClient();
        for (ConnectorKind over : ConnectorKind.values()) {
            TOLD.put(over, new LinkedBlockingQueue<>());
        }
        jetties = new JettyPerConnector(WebSocketTest::jetty);
    }

    @AfterAll
    static void close() {
        jetties.close();
    }

    private static TestJetty jetty(ConnectorKind over) {
        TestJetty jetty =
                new TestJetty(
                        over,
                        AnsweringHandler.by((q, r, c) -> Content.Sink.write(r, true, "hello", c)));
        Server server = jetty.server();
        WebSocketUpgradeHandler upgrades =
                WebSocketUpgradeHandler.from(
                        server,
                        container -> {
                            container.setMaxTextMessageSize(LARGE);
                            container.setMaxBinaryMessageSize(LARGE);
                            container.setIdleTimeout(Duration.ofSeconds(20));
                            container.addMapping("/ws", (q, r, c) -> new Endpoint(TOLD.get(over)));
                        });
        upgrades.setHandler(server.getHandler());
        server.setHandler(upgrades);
        return jetty;
    }

    /** Echoes; some texts are commands. Public: Jetty looks for its methods. */
    public static final class Endpoint implements Session.Listener.AutoDemanding {
        private final BlockingQueue<String> told;
        private Session session;

        Endpoint(BlockingQueue<String> told) {
            this.told = told;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String message) {
            String[] words = message.split(" ");
            switch (words[0]) {
                case "close" -> session.close(Integer.parseInt(words[1]), "asked", Callback.NOOP);
                case "idle" ->
                        session.setIdleTimeout(Duration.ofMillis(Integer.parseInt(words[1])));
                case "push" ->
                        CompletableFuture.runAsync(() -> push(0, Integer.parseInt(words[1])));
                default -> session.sendText(message, Callback.NOOP);
            }
        }

        private void push(int from, int to) {
            if (from < to) {
                session.sendText(
                        "push " + from,
                        Callback.from(() -> push(from + 1, to), x -> told.add("push failed")));
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            session.sendBinary(payload, callback);
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            // The close that follows tells.
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            told.add("closed " + code);
            callback.succeed();
        }
    }

    private static WebSocketClient open(ConnectorKind over) throws Exception {
        TOLD.get(over).clear();
        return new WebSocketClient(http, jetties.of(over).port());
    }

    private static String told(ConnectorKind over) throws InterruptedException {
        return TOLD.get(over).poll(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void smallAndLargeMessagesAreEchoed(ConnectorKind over) throws Exception {
        try (WebSocketClient client = open(over)) {
            assertThat(client.send("hello").next()).as("%s", over).isEqualTo("hello");
            String large = "x".repeat(LARGE);
            assertThat(client.send(large).next()).as("%s", over).isEqualTo(large);
            assertThat(client.send(new byte[LARGE]).next())
                    .as("%s", over)
                    .isEqualTo("bytes " + LARGE);
            client.end(1000);
            assertThat(client.next()).as("%s", over).isEqualTo("close 1000");
            assertThat(told(over)).as("%s", over).isEqualTo("closed 1000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesReceiveTheCloseCode(ConnectorKind over) throws Exception {
        try (WebSocketClient client = open(over)) {
            assertThat(client.send("close 4001").next()).as("%s", over).isEqualTo("close 4001");
            assertThat(told(over)).as("%s", over).isEqualTo("closed 4001");
        }
        try (WebSocketClient client = open(over)) {
            String tooLarge = "x".repeat(LARGE + 1);
            assertThat(client.send(tooLarge).next()).as("%s", over).isEqualTo("close 1009");
            assertThat(told(over)).as("%s", over).isEqualTo("closed 1009");
        }
        try (WebSocketClient gone = open(over)) {
            gone.send("hello").next();
        }
        assertThat(told(over)).as("%s", over).isEqualTo("closed 1006");
    }

    @ParameterizedTest
    @EnumSource
    void aSilentClientIsClosedAtTheIdleTimeout(ConnectorKind over) throws Exception {
        try (WebSocketClient client = open(over)) {
            client.send("idle 200");
            long began = System.nanoTime();
            assertThat(client.next()).as("%s", over).isEqualTo("close 1001");
            assertThat((System.nanoTime() - began) / 1_000_000)
                    .as("%s", over)
                    .isBetween(150L, 9000L);
            assertThat(told(over)).as("%s", over).isEqualTo("closed 1001");
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherThreadsMaySend(ConnectorKind over) throws Exception {
        try (WebSocketClient client = open(over)) {
            client.send("push 20");
            for (int n = 0; n < 20; n++) {
                assertThat(client.next()).as("%s", over).isEqualTo("push " + n);
            }
            assertThat(client.send("hello").next()).as("%s", over).isEqualTo("hello");
            client.end(1000);
            client.next();
            told(over);
        }
    }

    /** Somebody who shakes hands and then neither sends nor answers anything. */
    @ParameterizedTest
    @EnumSource
    void aStopDoesNotWaitForAClientThatDoesNotAnswer(ConnectorKind over) throws Exception {
        TestJetty jetty = jetty(over);
        jetty.server().setStopTimeout(8000);
        jetty.start();
        try (RawConnection silent = jetty.open()) {
            Response shaken =
                    silent.get(
                            "/ws",
                            "Upgrade: websocket",
                            "Connection: Upgrade",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(shaken.status()).as("%s", over).isEqualTo(101);
            // Answered, it is known to be open.
            silent.send(HELLO);
            assertThat(silent.readBytes(7)).as("%s", over).endsWith('h', 'e', 'l', 'l', 'o');
            long began = System.nanoTime();
            jetty.close();
            assertThat((System.nanoTime() - began) / 1_000_000).as("%s", over).isLessThan(4000);
            byte[] frame = silent.readBytes(4);
            assertThat(frame[0]).as("%s", over).isEqualTo((byte) 0x88);
            assertThat(frame[2] << 8 | frame[3] & 0xff).as("%s", over).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStopClosesOpenWebSockets(ConnectorKind over) throws Exception {
        TOLD.get(over).clear();
        TestJetty jetty = jetty(over);
        jetty.server().setStopTimeout(8000);
        jetty.start();
        List<WebSocketClient> clients = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            clients.add(new WebSocketClient(http, jetty.port()));
            clients.get(n).send("hello").next();
        }
        long began = System.nanoTime();
        jetty.close();
        assertThat((System.nanoTime() - began) / 1_000_000).as("%s", over).isLessThan(4000);
        for (WebSocketClient client : clients) {
            try (client) {
                assertThat(client.next()).as("%s", over).isEqualTo("close 1001");
            }
            assertThat(told(over)).as("%s", over).isEqualTo("closed 1001");
        }
    }
}
