package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A kept or new connection may still ask when the server stops or its child leaves, and a body that
 * pauses is finished. Time is the subject, so all cells run side by side.
 */
class GracefulKeepAliveTest {

    /** Longer than any haste: Jetty's own in a shutdown is a second. */
    private static final long PAUSE_MILLIS = 1200;

    private static final int BIG = 600_000;
    private static final int LITTLE_AHEAD = 16_384;

    /** Bytes: most of a download waits in the server. */
    private static final String LITTLE_SENT = "SendBufferSize=65536";

    /** One child with eight threads, or eight children, and as many again to come. */
    private static Server small(Cell cell, String... more) {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        return Server.withDirectives(
                cell,
                Stream.concat(
                                Stream.of(
                                        "StartServers=" + (prefork ? 8 : 1),
                                        "MaxRequestWorkers=" + (prefork ? 16 : 8),
                                        "ThreadsPerChild=8",
                                        "MinSpareThreads=1",
                                        "MaxSpareThreads=16"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static RawConnection kept(Server server) throws IOException {
        RawConnection kept = server.connect();
        Response first = kept.get("/hello");
        assertThat(first.status()).as("%s", server.cell()).isEqualTo(200);
        assertThat(first.closes()).as("%s", server.cell()).isFalse();
        return kept;
    }

    private static void awaitConnections(Server server, int connections) {
        await(server.cell() + ": all are accepted")
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> server.figures().getConnsTotal() == connections);
    }

    private static CompletableFuture<Void> stop(ClientThreads clientThreads, Server server) {
        CompletableFuture<Void> stopped =
                clientThreads.start(
                        () -> {
                            server.stop();
                            return null;
                        });
        await(server.cell() + ": nobody listens")
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(20))
                .until(() -> Kernel.listening(server.port()), listening -> !listening);
        return stopped;
    }

    /** Long before anything else ends the connections that are there. */
    private static void awaitEnd(Server server, CompletableFuture<Void> stopped) {
        await(server.cell() + ": the stop ends")
                .atMost(Duration.ofSeconds(20))
                .until(stopped::isDone);
        stopped.join();
    }

    private static void assertLast(Server server, Response answer) {
        assertThat(answer.status()).as("%s", server.cell()).isEqualTo(200);
        assertThat(answer.closes()).as("%s says close", server.cell()).isTrue();
    }

    private static String child(Response thread) {
        return thread.json("slot") + "." + thread.json("generation");
    }

    private static byte[] body() {
        return "a body".getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aStopFinishesPausedBodiesAndAnswersKeptConnections() throws Exception {
        everywhere(
                cell -> {
                    try (Server server = small(cell, "GracefulKeepAlive=60", LITTLE_SENT);
                            ClientThreads clientThreads = new ClientThreads();
                            RawConnection kept = kept(server);
                            RawConnection fresh = server.connect();
                            RawConnection upload = server.connect();
                            RawConnection download =
                                    RawConnection.open(server.port(), cell.tls(), LITTLE_AHEAD)) {
                        upload.send(RawConnection.head("POST", "/upload", "Content-Length: 4"));
                        upload.send("ab");
                        download.request("/big?bytes=" + BIG).readHeader();
                        awaitConnections(server, 4);
                        CompletableFuture<Void> stopped = stop(clientThreads, server);
                        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);

                        assertLast(server, kept.post("/upload", body()));
                        assertLast(server, fresh.get("/hello"));
                        assertLast(server, upload.send("cd").read());
                        assertThat(download.readBytes(BIG)).as("%s", cell).hasSize(BIG);
                        for (RawConnection each : List.of(kept, fresh, upload, download)) {
                            each.close();
                        }
                        awaitEnd(server, stopped);
                    }
                });
    }

    @Test
    void aStopWaitsForIdleClientsNoLongerThanGracefulKeepAlive() throws Exception {
        everywhere(
                new Cell.Transport[] {Cell.Transport.PLAIN},
                cell -> {
                    String longHeader = "RequestReadTimeout=header=60";
                    try (Server none = small(cell, "GracefulKeepAlive=0", longHeader);
                            Server limited =
                                    small(
                                            cell,
                                            "GracefulKeepAlive=60",
                                            "KeepAliveTimeout=60",
                                            longHeader,
                                            "GracefulShutdownTimeout=1");
                            ClientThreads clientThreads = new ClientThreads()) {
                        for (Server server : List.of(none, limited)) {
                            try (RawConnection kept = kept(server);
                                    RawConnection fresh = server.connect()) {
                                awaitConnections(server, 2);
                                CompletableFuture<Void> stopped = stop(clientThreads, server);
                                awaitEnd(server, stopped);
                                kept.awaitEnd();
                                fresh.awaitEnd();
                            }
                        }
                    }
                });
    }

    /** In event a sibling takes them over. */
    @Test
    void aRestartAnswersKeptConnections() throws Exception {
        everywhere(
                cell -> {
                    try (Server server = small(cell, "KeepAliveTimeout=20");
                            RawConnection kept = kept(server);
                            RawConnection fresh = server.connect()) {
                        awaitConnections(server, 2);
                        server.control("graceful");
                        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);

                        Response answer = kept.post("/upload", body());
                        assertThat(answer.status()).as("%s", cell).isEqualTo(200);
                        assertThat(answer.closes())
                                .as("%s says close", cell)
                                .isEqualTo(!cell.is(Cell.Model.EVENT));
                        Response first = fresh.get("/hello");
                        assertThat(first.status()).as("%s", cell).isEqualTo(200);
                        assertThat(first.closes())
                                .as("%s says close", cell)
                                .isEqualTo(!cell.is(Cell.Model.EVENT));
                        server.assertServes();
                    }
                });
    }

    /** A prefork child leaves behind its last connection, and so cuts none. */
    @Test
    void aRecycledChildAnswersKeptConnections() throws Exception {
        everywhere(
                cell -> {
                    try (Server server =
                                    small(cell, "KeepAliveTimeout=20", "MaxConnectionsPerChild=9");
                            RawConnection kept = kept(server)) {
                        boolean worker = cell.is(Cell.Model.WORKER);
                        String child = child(kept.get("/thread"));
                        await(cell + ": the child has left")
                                .pollInterval(Duration.ofMillis(10))
                                .atMost(Duration.ofSeconds(20))
                                .until(
                                        () -> child(server.get("/thread")),
                                        another -> !another.equals(child));
                        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);

                        Response answer = kept.post("/upload", body());
                        assertThat(answer.status()).as("%s", cell).isEqualTo(200);
                        if (!cell.is(Cell.Model.PREFORK)) {
                            assertThat(answer.closes()).as("%s says close", cell).isEqualTo(worker);
                        }
                    }
                });
    }
}
