package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AcceptRateLimit;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Jetty's own limits of connections: they stop and resume accepting, and drop nobody. */
class ConnectionLimitsTest {

    private static Handler hello() {
        return AnsweringHandler.by((q, r, c) -> Content.Sink.write(r, true, "hello", c));
    }

    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("removal")
    void connectionsAboveTheConnectionLimitWaitInTheBacklog(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            ConnectionLimit limit = new ConnectionLimit(2, jetty.server());
            jetty.server().addBean(limit);
            jetty.start();
            assertLimited(over, jetty);
            await().untilAsserted(() -> assertThat(limit.getConnections()).as("%s", over).isZero());
            assertThat(limit.getPendingConnections()).as("%s", over).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAboveTheNetworkConnectionLimitWaitInTheBacklog(ConnectorKind over)
            throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            NetworkConnectionLimit limit = new NetworkConnectionLimit(2, jetty.server());
            jetty.server().addBean(limit);
            jetty.start();
            assertLimited(over, jetty);
            await().untilAsserted(
                            () ->
                                    assertThat(limit.getNetworkConnectionCount())
                                            .as("%s", over)
                                            .isZero());
            assertThat(limit.getPendingNetworkConnectionCount()).as("%s", over).isZero();
        }
    }

    /** It begins and ends with the connector, and again with its next start. */
    @ParameterizedTest
    @EnumSource
    @SuppressWarnings("removal")
    void aLimitMayBeTheConnectorsOwn(ConnectorKind over) throws Exception {
        TestJetty jetty = new TestJetty(over, hello());
        ConnectionLimit limit = new ConnectionLimit(2, jetty.connector());
        NetworkConnectionLimit higher = new NetworkConnectionLimit(9, jetty.connector());
        jetty.connector().addBean(limit);
        jetty.connector().addBean(higher);
        try (jetty) {
            jetty.start();
            for (int starts = 0; starts < 2; starts++) {
                assertThat(limit.isRunning()).as("%s", over).isTrue();
                assertThat(higher.isRunning()).as("%s", over).isTrue();
                assertLimited(over, jetty);
                // An end that Jetty's own connector tells after the stop counts in the next start.
                await().untilAsserted(
                                () -> assertThat(limit.getConnections()).as("%s", over).isZero());
                jetty.connector().stop();
                assertThat(limit.isStopped()).as("%s", over).isTrue();
                assertThat(higher.isStopped()).as("%s", over).isTrue();
                jetty.connector().start();
            }
        }
        assertThat(limit.isStopped()).as("%s", over).isTrue();
    }

    /** Two are served; each that goes makes room for one of those that wait. */
    private static void assertLimited(ConnectorKind over, TestJetty jetty) throws Exception {
        Deque<RawConnection> served = new ArrayDeque<>();
        for (int n = 0; n < 2; n++) {
            RawConnection client = jetty.open();
            assertThat(client.get("/").text()).as("%s", over).isEqualTo("hello");
            served.add(client);
        }
        assertThat(jetty.connector().isAccepting()).as("%s", over).isFalse();
        List<RawConnection> waiting = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            waiting.add(jetty.open().request("/"));
        }
        for (RawConnection client : waiting) {
            served.getLast().get("/");
            assertThat(client.hasInput()).as("%s", over).isFalse();
            served.removeFirst().close();
            assertThat(client.read().text()).as("%s", over).isEqualTo("hello");
            served.addLast(client);
        }
        while (!served.isEmpty()) {
            served.removeFirst().close();
        }
    }

    /** Over Jetty's own connector a connection is counted for ever now and then. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOCK")
    void connectionsThatAStopEndedTakeNoRoomAfterwards(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            NetworkConnectionLimit limit = new NetworkConnectionLimit(2, jetty.server());
            jetty.server().addBean(limit);
            jetty.start();
            try (RawConnection one = jetty.open();
                    RawConnection other = jetty.open();
                    RawConnection waiting = jetty.open().request("/")) {
                one.get("/");
                other.get("/");
                jetty.connector().stop();
                one.awaitEnd();
                other.awaitEnd();
                waiting.awaitEnd();
            }
            jetty.connector().start();
            await().untilAsserted(
                            () -> {
                                assertThat(limit.getNetworkConnectionCount())
                                        .as("%s", over)
                                        .isZero();
                                assertThat(limit.getPendingNetworkConnectionCount())
                                        .as("%s", over)
                                        .isZero();
                            });
            assertLimited(over, jetty);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noneOfManyNewConnectionsIsDropped(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            NetworkConnectionLimit limit = new NetworkConnectionLimit(3, jetty.server());
            jetty.server().addBean(limit);
            jetty.start();
            List<CompletableFuture<Void>> clientThreads = new ArrayList<>();
            for (int n = 0; n < 12; n++) {
                clientThreads.add(CompletableFuture.runAsync(() -> visit(jetty)));
            }
            CompletableFuture.allOf(clientThreads.toArray(CompletableFuture[]::new))
                    .get(20, TimeUnit.SECONDS);
            await().untilAsserted(
                            () ->
                                    assertThat(limit.getNetworkConnectionCount())
                                            .as("%s", over)
                                            .isZero());
        }
    }

    private static void visit(TestJetty jetty) {
        for (int times = 0; times < 5; times++) {
            try (RawConnection client = jetty.open()) {
                client.get("/");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void idleConnectionsAtTheLimitTimeOutSooner(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            NetworkConnectionLimit limit = new NetworkConnectionLimit(1, jetty.server());
            limit.setEndPointIdleTimeout(100);
            jetty.server().addBean(limit);
            jetty.start();
            try (RawConnection first = jetty.open()) {
                first.get("/");
                // The limit was reached before its own end point was there to be told.
                jetty.connector()
                        .getConnectedEndPoints()
                        .forEach(endPoint -> endPoint.setIdleTimeout(100));
                try (RawConnection second = jetty.open()) {
                    assertThat(second.get("/").text()).as("%s", over).isEqualTo("hello");
                }
                first.awaitEnd();
            }
        }
    }

    /** What never became a connection is counted once on its way in and once on its way out. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatFailsToBeginTakesNoRoom(ConnectorKind over) throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        HttpConnectionFactory failing =
                new HttpConnectionFactory() {
                    @Override
                    public Connection newConnection(Connector connector, EndPoint endPoint) {
                        if (failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("no connection today");
                        }
                        return super.newConnection(connector, endPoint);
                    }
                };
        try (TestJetty jetty = new TestJetty(over, hello(), failing)) {
            jetty.server().addBean(new NetworkConnectionLimit(1, jetty.server()));
            jetty.start();
            for (int n = 0; n < 3; n++) {
                try (RawConnection client = jetty.open()) {
                    client.awaitEnd();
                }
            }
            try (RawConnection first = jetty.open()) {
                assertThat(first.get("/").status()).as("%s", over).isEqualTo(200);
                assertThat(jetty.connector().isAccepting()).as("%s", over).isFalse();
                try (RawConnection second = jetty.open().request("/")) {
                    first.get("/");
                    assertThat(second.hasInput()).as("%s", over).isFalse();
                    first.reset();
                    assertThat(second.read().status()).as("%s", over).isEqualTo(200);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectionsAboveTheRateWaitUntilItFalls(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            jetty.server()
                    .addBean(new AcceptRateLimit(3, 400, TimeUnit.MILLISECONDS, jetty.server()));
            jetty.start();
            long began = System.nanoTime();
            for (int n = 0; n < 6; n++) {
                try (RawConnection client = jetty.open()) {
                    assertThat(client.get("/").status()).as("%s", over).isEqualTo(200);
                }
            }
            assertThat((System.nanoTime() - began) / 1_000_000)
                    .as("%s", over)
                    .isBetween(300L, 9000L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectorWithAcceptingOffAtTheStartDoesNotAccept(ConnectorKind over) throws Exception {
        try (TestJetty jetty = new TestJetty(over, hello())) {
            jetty.connector().setAccepting(false);
            jetty.start();
            try (RawConnection client = jetty.open().request("/")) {
                assertThat(jetty.connector().isAccepting()).as("%s", over).isFalse();
                await().during(200, TimeUnit.MILLISECONDS)
                        .until(() -> jetty.connector().getConnectedEndPoints().isEmpty());
                jetty.connector().setAccepting(true);
                assertThat(client.read().status()).as("%s", over).isEqualTo(200);
            }
        }
    }
}
