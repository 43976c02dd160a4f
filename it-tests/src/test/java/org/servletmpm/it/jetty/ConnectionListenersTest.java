package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.http.HttpClient;
import java.nio.channels.SelectableChannel;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.SocketCustomizationListener;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Listeners of a connector hear the same as with Jetty's own, in the same order. */
class ConnectionListenersTest {

    private static Handler hello() {
        return AnsweringHandler.by((q, r, c) -> Content.Sink.write(r, true, "hello", c));
    }

    /** Writes down what it is told. */
    private static final class Diary
            implements SelectorManager.AcceptListener, Connection.Listener {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void onAccepting(SelectableChannel channel) {
            lines.add("accepting");
        }

        @Override
        public void onAccepted(SelectableChannel channel) {
            lines.add("accepted");
        }

        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            lines.add("failed");
        }

        @Override
        public void onClosed(SelectableChannel channel) {
            lines.add("channel closed");
        }

        @Override
        public void onOpened(Connection connection) {
            lines.add("opened " + connection.getClass().getSimpleName());
        }

        @Override
        public void onClosed(Connection connection) {
            lines.add("closed " + connection.getClass().getSimpleName());
        }

        void assertTold(ConnectorKind over, String... expected) {
            await().untilAsserted(() -> assertThat(lines).as("%s", over).containsExactly(expected));
        }
    }

    @ParameterizedTest
    @EnumSource
    void listenersAreNotifiedInOrder(ConnectorKind over) throws Exception {
        Diary diary = new Diary();
        try (TestJetty jetty = new TestJetty(over, hello())) {
            jetty.connector().addBean(diary);
            jetty.start();
            for (int times = 0; times < 3; times++) {
                diary.lines.clear();
                try (RawConnection client = jetty.open()) {
                    client.get("/");
                    client.get("/");
                }
                diary.assertTold(
                        over,
                        "accepting",
                        "accepted",
                        "opened HttpConnection",
                        "closed HttpConnection",
                        "channel closed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeNotifiesOneCloseAndOneOpen(ConnectorKind over) throws Exception {
        Diary diary = new Diary();
        TestJetty upgrading = new TestJetty(over, hello());
        WebSocketUpgradeHandler upgrades =
                WebSocketUpgradeHandler.from(
                        upgrading.server(),
                        container ->
                                container.addMapping(
                                        "/ws",
                                        (q, r, c) ->
                                                new WebSocketTest.Endpoint(
                                                        new LinkedBlockingQueue<>())));
        upgrading.server().setHandler(upgrades);
        try (TestJetty jetty = upgrading) {
            jetty.connector().addBean(diary);
            jetty.start();
            try (WebSocketClient client =
                    new WebSocketClient(HttpClient.newHttpClient(), jetty.port())) {
                assertThat(client.send("hello").next()).as("%s", over).isEqualTo("hello");
            }
            diary.assertTold(
                    over,
                    "accepting",
                    "accepted",
                    "opened HttpConnection",
                    "closed HttpConnection",
                    "opened WebSocketConnection",
                    "closed WebSocketConnection",
                    "channel closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAndTheirBytesAreCounted(ConnectorKind over) throws Exception {
        ConnectionStatistics statistics = new ConnectionStatistics();
        try (TestJetty jetty = new TestJetty(over, hello())) {
            jetty.connector().addBean(statistics);
            jetty.start();
            for (int n = 0; n < 3; n++) {
                try (RawConnection client = jetty.open()) {
                    client.get("/");
                    client.get("/");
                    assertThat(statistics.getConnections()).as("%s", over).isPositive();
                }
            }
            await().untilAsserted(
                            () -> assertThat(statistics.getConnections()).as("%s", over).isZero());
            assertThat(statistics.getConnectionsTotal()).as("%s", over).isEqualTo(3);
            assertThat(statistics.getReceivedMessages()).as("%s", over).isEqualTo(6);
            assertThat(statistics.getSentMessages()).as("%s", over).isEqualTo(6);
            assertThat(statistics.getReceivedBytes())
                    .as("%s", over)
                    .isEqualTo(6L * RawConnection.head("GET", "/").length());
        }
    }

    /** Its socket may be there still, for a client that reads the answer. */
    @ParameterizedTest
    @EnumSource
    void anEndPointThatIsClosedIsNotOpen(ConnectorKind over) throws Exception {
        BlockingQueue<Boolean> open = new LinkedBlockingQueue<>();
        Handler closing =
                AnsweringHandler.by(
                        (q, r, c) -> {
                            EndPoint endPoint =
                                    q.getConnectionMetaData().getConnection().getEndPoint();
                            Content.Sink.write(r, true, "hello", Callback.NOOP);
                            open.add(endPoint.isOpen());
                            endPoint.close();
                            open.add(endPoint.isOpen());
                            c.succeeded();
                        });
        try (TestJetty jetty = new TestJetty(over, closing).start();
                RawConnection client = jetty.open()) {
            assertThat(client.get("/").text()).as("%s", over).isEqualTo("hello");
            assertThat(open.take()).as("%s: before", over).isTrue();
            assertThat(open.take()).as("%s: after", over).isFalse();
            client.awaitEnd();
        }
    }

    /** The options it sets are those of the socket that serves. */
    @ParameterizedTest
    @EnumSource
    void socketsCanBeCustomized(ConnectorKind over) throws Exception {
        SocketCustomizationListener customizer =
                new SocketCustomizationListener() {
                    @Override
                    protected void customize(
                            Socket socket, Class<? extends Connection> connection, boolean ssl) {
                        try {
                            socket.setTrafficClass(0x10);
                        } catch (SocketException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
        Handler trafficClass =
                AnsweringHandler.by((q, r, c) -> Content.Sink.write(r, true, trafficClass(q), c));
        try (TestJetty jetty = new TestJetty(over, trafficClass)) {
            jetty.connector().addBean(customizer);
            jetty.start();
            try (RawConnection client = jetty.open()) {
                assertThat(client.get("/").text()).as("%s", over).isEqualTo("16");
            }
        }
    }

    private static String trafficClass(org.eclipse.jetty.server.Request request)
            throws IOException {
        var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        assertThat(endPoint).isInstanceOf(SocketChannelEndPoint.class);
        return ""
                + ((SocketChannelEndPoint) endPoint)
                        .getChannel()
                        .getOption(StandardSocketOptions.IP_TOS);
    }
}
