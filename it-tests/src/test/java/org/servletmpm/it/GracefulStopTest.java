package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** A graceful stop drops nothing that was accepted and nothing that was queued. */
class GracefulStopTest {

    /**
     * Clients that loop on keep-alive connections while the server stops. One of them may find its
     * connection closed <em>before</em> it gets a byte of an answer to a further request: HTTP
     * cannot prevent that. What may not happen is a truncated answer, or none to a connection's
     * first request.
     */
    @EveryCell(holdsForStock = false)
    void aStopUnderLoadTruncatesNoResponse(Cell cell) throws Exception {
        int clients = 8;
        CountDownLatch serving = new CountDownLatch(clients);
        try (Server server = Server.roomy(cell, List.of());
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Integer>> loops =
                    IntStream.range(0, clients)
                            .mapToObj(i -> clientThreads.start(() -> loop(server, serving)))
                            .toList();
            assertThat(serving.await(10, TimeUnit.SECONDS)).as("%s", cell).isTrue();
            server.stop();
            assertThat(ClientThreads.join(loops))
                    .as("%s: requests answered on each connection", cell)
                    .allSatisfy(answered -> assertThat(answered).isGreaterThanOrEqualTo(5));
        }
    }

    private static int loop(Server server, CountDownLatch serving) throws IOException {
        int answered = 0;
        try (RawConnection connection = server.connect()) {
            while (true) {
                Optional<Response> answer = nextOf(connection, answered);
                if (answer.isEmpty()) {
                    return answered;
                }
                assertThat(answer.get().status()).as("%s", server.cell()).isEqualTo(200);
                assertThat(answer.get().body()).as("%s", server.cell()).hasSize(20_000);
                answered++;
                if (answered == 5) {
                    serving.countDown();
                }
                if (answer.get().closes()) {
                    return answered;
                }
            }
        }
    }

    private static Optional<Response> nextOf(RawConnection connection, int answered)
            throws IOException {
        try {
            return connection.request("/big?bytes=20000").readIfAny();
        } catch (SocketException | SSLException closedWhileIdle) {
            if (answered == 0) {
                throw closedWhileIdle;
            }
            return Optional.empty();
        }
    }

    /**
     * All of them have connected and sent when stop is called; some are served, some wait for a
     * worker.
     */
    @EveryCell(holdsForStock = false)
    void aStopServesAcceptedAndQueuedConnections(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "StartServers=1",
                                prefork ? "ServerLimit=1" : "ThreadsPerChild=1",
                                "MaxRequestWorkers=1");
                ClientThreads clientThreads = new ClientThreads()) {
            RawConnection slow = server.connect();
            slow.send(RawConnection.head("POST", "/upload", "Content-Length: 4")).send("ab");
            await(cell + ": it has the worker")
                    .until(() -> server.figures().getScoreboardLetters().contains("W"));
            List<CompletableFuture<Response>> queued = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RawConnection connection = server.connect();
                if (cell.tls()) {
                    // The handshake waits for the server: not on this thread.
                    queued.add(
                            clientThreads.start(
                                    () -> readAndClose(connection.request("/big?bytes=20000"))));
                } else {
                    connection.request("/big?bytes=20000");
                    queued.add(clientThreads.start(() -> readAndClose(connection)));
                }
            }
            if (!cell.is(Cell.Model.EVENT)) {
                Kernel.awaitBacklog(cell, server.port(), 5);
            }
            CompletableFuture<Boolean> stopped = clientThreads.start(() -> stopped(server));
            await(cell + ": it drains")
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> server.figures().isDraining());
            assertThat(readAndClose(slow.send("cd")).status())
                    .as("%s: the running request", cell)
                    .isEqualTo(200);
            assertThat(stopped.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(ClientThreads.join(queued))
                    .allSatisfy(
                            answer -> {
                                assertThat(answer.body())
                                        .as("%s: a queued client", cell)
                                        .hasSize(20_000);
                                assertThat(answer.closes()).as("%s says close", cell).isTrue();
                            });
            assertThatThrownBy(server::connect)
                    .as("%s: nobody listens any more", cell)
                    .isInstanceOf(ConnectException.class);
        }
    }

    /**
     * Of one request half the header has come when the stop begins, of another half the body; the
     * rest comes when nobody listens any more.
     */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void requestsThatArriveOnKeptConnectionsAreAnswered(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "MaxRequestWorkers=50");
                ClientThreads clientThreads = new ClientThreads();
                RawConnection header = server.connect();
                RawConnection body = server.connect()) {
            assertThat(header.get("/hello").closes()).as("%s", cell).isFalse();
            await(cell + ": it is kept").until(() -> keepsOne(server.status()));
            header.send("GET /hello HTTP/1.1\r\n");
            body.send(RawConnection.head("POST", "/upload", "Content-Length: 4")).send("ab");
            // For a while: the worker that has answered the last question may be writing still.
            await(cell + ": both are read")
                    .during(Duration.ofMillis(200))
                    .until(() -> readsBoth(server.status()));
            CompletableFuture<Boolean> stopped = clientThreads.start(() -> stopped(server));
            await(cell + ": nobody listens")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Kernel.listening(server.port()), listening -> !listening);
            header.send("Host: localhost\r\n\r\n");
            body.send("cd");
            for (RawConnection each : List.of(header, body)) {
                Response answer = each.read();
                assertThat(answer.status()).as("%s", cell).isEqualTo(200);
                assertThat(answer.closes()).as("%s", cell).isTrue();
            }
            assertThat(stopped.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    private static boolean keepsOne(Status status) {
        return status.fields().getOrDefault("ConnsAsyncKeepAlive", "0").equals("1")
                || status.scoreboard().contains("K");
    }

    /** The upload's worker writes, as does the one that answers this. */
    private static boolean readsBoth(Status status) {
        return !keepsOne(status) && status.scoreboard().chars().filter(c -> c == 'W').count() == 2;
    }

    private static boolean stopped(Server server) {
        server.stop();
        return true;
    }

    private static Response readAndClose(RawConnection connection) throws IOException {
        try (connection) {
            return connection.read();
        }
    }
}
