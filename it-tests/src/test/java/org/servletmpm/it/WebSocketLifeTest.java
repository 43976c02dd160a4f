package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;
import org.servletmpm.it.client.RawWebSocket.Frame;

/** WebSockets that are open and silent: what they hold, and what ends them. */
class WebSocketLifeTest {

    private static final int OPEN = 30;

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void anIdleWebSocketHoldsAWorkerOnlyInBoundModels(Server server) throws Exception {
        Cell cell = server.cell();
        boolean event = cell.is(Cell.Model.EVENT);
        List<RawWebSocket> open = open(server, OPEN);
        try {
            await(cell + ": workers held")
                    .atMost(Duration.ofSeconds(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(
                            () -> {
                                var status = server.status();
                                assertThat(status.busy()).isEqualTo(event ? 1 : OPEN + 1);
                                if (event) {
                                    assertThat(status.number("ConnsTotal")).isEqualTo(OPEN + 1);
                                }
                            });
            for (RawWebSocket socket : open) {
                assertThat(socket.send("still here").read().text())
                        .as("%s", cell)
                        .isEqualTo("still here");
            }
        } finally {
            close(open);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void aWebSocketThatIsSilentForTooLongIsClosed(Server server) throws Exception {
        try (RawWebSocket socket = open(server, 1).get(0)) {
            assertThat(socket.send("idle 200").read().text()).isEqualTo("idle 200");
            Frame close = socket.read();
            assertThat(close.opcode()).as("%s", server.cell()).isEqualTo(RawWebSocket.CLOSE);
            assertThat(close.code()).as("%s", server.cell()).isEqualTo(1001);
        }
    }

    /** Its connection's own timeout is no longer that of a request. */
    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void aWebSocketWithoutALimitOutlivesTheConnectorsTimeouts(Cell cell) throws Exception {
        List<String> timeouts = new ArrayList<>(cell.idleTimeout(200));
        timeouts.addAll(List.of("--connector", "keepAliveTimeout=200"));
        try (Server server = Server.start(cell, timeouts);
                RawWebSocket socket = open(server, 1).get(0);
                RawConnection kept = server.connect()) {
            assertThat(kept.get("/hello").status()).isEqualTo(200);
            kept.awaitEnd();
            try (RawConnection second = server.connect()) {
                second.get("/hello");
                second.awaitEnd();
            }
            assertThat(socket.send("awake").read().text()).as("%s", cell).isEqualTo("awake");
        }
    }

    /** A worker that waits for its client to read is one worker less, no more. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void aClientThatDoesNotReadBlocksNoOtherClient(Cell cell) throws Exception {
        int messages = 40;
        byte[] message = new byte[256 * 1024];
        List<String> arguments = new ArrayList<>(List.of("--set", "SendBufferSize=65536"));
        for (String directive :
                cell.is(Cell.Model.PREFORK)
                        ? List.of("StartServers=4", "MaxRequestWorkers=4")
                        : List.of("StartServers=1", "ThreadsPerChild=4", "MaxRequestWorkers=4")) {
            arguments.addAll(List.of("--set", directive));
        }
        try (Server server = Server.start(cell, arguments);
                ClientThreads clientThreads = new ClientThreads();
                RawWebSocket slow =
                        RawWebSocket.over(
                                RawConnection.open(server.port(), false, 16 * 1024), "/ws")) {
            CompletableFuture<Void> sent =
                    clientThreads.start(
                            () -> {
                                for (int i = 0; i < messages; i++) {
                                    slow.send(RawWebSocket.BINARY, true, message);
                                }
                                return null;
                            });
            try (RawWebSocket quick = open(server, 1).get(0)) {
                for (int i = 0; i < 100; i++) {
                    assertThat(quick.send("quick " + i).read().text())
                            .as("%s", cell)
                            .isEqualTo("quick " + i);
                    if (i % 10 == 0) {
                        server.assertServes();
                    }
                }
            }
            assertThat(sent).as("%s: the server has stopped reading", cell).isNotDone();
            for (int i = 0; i < messages; i++) {
                assertThat(slow.readMessage().payload()).as("%s", cell).hasSize(message.length);
            }
            sent.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
        }
    }

    /** Tomcat's own connector closes the sockets before the application can say anything. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aStopClosesWebSocketsWithoutWaiting(Cell cell) throws Exception {
        Server server = Server.start(cell, workers(cell, 8));
        List<RawWebSocket> open = open(server, 3);
        try {
            for (RawWebSocket socket : open) {
                // The answer 101 is out before the application knows of the WebSocket.
                assertThat(socket.send("hello").readMessage().text()).isEqualTo("hello");
            }
            long begin = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("%s: the stop", cell)
                    .isLessThan(Duration.ofSeconds(5));
            for (RawWebSocket socket : open) {
                Frame close = socket.read();
                assertThat(close.opcode()).as("%s", cell).isEqualTo(RawWebSocket.CLOSE);
                assertThat(close.code()).as("%s", cell).isEqualTo(1001);
                socket.connection().awaitEnd();
            }
        } finally {
            close(open);
            server.close();
        }
    }

    /** A graceful restart takes their children away, not them. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void webSocketsOutliveTheirChildren(Cell cell) throws Exception {
        try (Server server = Server.start(cell, workers(cell, 8))) {
            List<RawWebSocket> open = open(server, 3);
            try {
                for (int restart = 0; restart < 2; restart++) {
                    server.control("graceful");
                    await(cell + ": another generation serves")
                            .atMost(Duration.ofSeconds(8))
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> server.get("/thread"), new Generation(restart + 1)::isOf);
                    for (RawWebSocket socket : open) {
                        assertThat(socket.send("alive").read().text())
                                .as("%s", cell)
                                .isEqualTo("alive");
                    }
                }
                for (RawWebSocket socket : open) {
                    socket.sendClose(1000);
                    assertThat(socket.read().code()).as("%s", cell).isEqualTo(1000);
                }
            } finally {
                close(open);
            }
            server.awaitQuiet();
        }
    }

    private record Generation(int number) {
        boolean isOf(org.servletmpm.it.client.Response answer) {
            return Integer.parseInt(answer.json("generation")) >= number;
        }
    }

    private static List<String> workers(Cell cell, int workers) {
        return cell.is(Cell.Model.PREFORK)
                ? List.of(
                        "--set",
                        "StartServers=" + workers,
                        "--set",
                        "MaxSpareServers=" + workers,
                        "--set",
                        "MaxRequestWorkers=" + workers)
                : List.of(
                        "--set",
                        "StartServers=2",
                        "--set",
                        "ThreadsPerChild=" + workers / 2,
                        "--set",
                        "MaxRequestWorkers=" + workers);
    }

    private static List<RawWebSocket> open(Server server, int number) throws IOException {
        List<RawWebSocket> open = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            open.add(RawWebSocket.over(server.connect(), "/ws"));
        }
        return open;
    }

    private static void close(List<RawWebSocket> open) throws IOException {
        for (RawWebSocket socket : open) {
            socket.close();
        }
    }
}
