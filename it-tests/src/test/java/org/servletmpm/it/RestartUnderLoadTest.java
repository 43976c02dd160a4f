package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.LoadGenerator;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Children come and go under load: by restarts, and by MaxConnectionsPerChild. */
class RestartUnderLoadTest {

    private static final int RESTARTS = 3;

    /**
     * A kept connection may end before the first byte of a further answer: HTTP cannot prevent
     * that. What may not happen is a truncated answer, or none to a connection's first request.
     */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void everyFirstRequestIsAnsweredAndNoAnswerTruncated(Cell cell) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (Server server = recycling(cell, 50);
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Integer>> clients =
                    IntStream.range(0, 6)
                            .mapToObj(
                                    n ->
                                            clientThreads.start(
                                                    () -> loop(server, n < 4, over, answered)))
                            .toList();
            for (int restart = 0; restart < RESTARTS; restart++) {
                int goal = answered.get() + 300;
                await(cell + ": served on")
                        .pollDelay(Duration.ZERO)
                        .until(() -> answered.get() > goal);
                server.control("graceful");
            }
            over.set(true);
            assertThat(ClientThreads.join(clients)).as("%s: answers each", cell).doesNotContain(0);
        }
    }

    private static int loop(
            Server server, boolean keepAlive, AtomicBoolean over, AtomicInteger answered)
            throws IOException {
        int own = 0;
        while (!over.get()) {
            try (RawConnection connection = server.connect()) {
                Optional<Response> last = Optional.empty();
                do {
                    last = ask(connection, keepAlive, last.isPresent());
                    if (last.isPresent()) {
                        assertThat(last.get().status()).as("%s", server.cell()).isEqualTo(200);
                        assertThat(last.get().body()).as("%s", server.cell()).hasSize(20_000);
                        own++;
                        answered.incrementAndGet();
                    }
                } while (last.isPresent() && !last.get().closes() && !over.get());
            }
        }
        return own;
    }

    private static Optional<Response> ask(
            RawConnection connection, boolean keepAlive, boolean mayBeClosed) throws IOException {
        String wish = "Connection: " + (keepAlive ? "keep-alive" : "close");
        try {
            connection.request("/big?bytes=20000", wish);
        } catch (SocketException closed) {
            if (mayBeClosed) {
                return Optional.empty();
            }
            throw closed;
        }
        return mayBeClosed && !connection.isAnswered()
                ? Optional.empty()
                : Optional.of(connection.read());
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void abFailsNoneOfSixThousand(Cell cell) throws Exception {
        try (Server server = recycling(cell, 200);
                LoadGenerator ab = LoadGenerator.ab(server.port(), 6_000, 8)) {
            restartUnder(ab, server);
            String report = ab.awaitReport();
            assertThat(report)
                    .as("%s", cell)
                    .containsPattern("Complete requests: +6000\n")
                    .containsPattern("Failed requests: +0\n")
                    .doesNotContain("Non-2xx");
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void wrkFailsNone(Cell cell) throws Exception {
        try (Server server = recycling(cell, 200)) {
            // wrk knows a duration only: rounds of a second, each with a restart.
            for (int round = 0; round < RESTARTS; round++) {
                roundOfWrk(server);
            }
        }
    }

    private static void roundOfWrk(Server server) throws Exception {
        int before = served(server);
        try (LoadGenerator wrk = LoadGenerator.wrk(server.port(), 1, 8)) {
            awaitServed(server, before + 500);
            server.control("graceful");
            String report = wrk.awaitReport();
            assertThat(report).as("%s", server.cell()).doesNotContain("Socket errors", "Non-2xx");
        }
    }

    private static void restartUnder(LoadGenerator load, Server server) throws IOException {
        for (int restart = 1; restart <= RESTARTS; restart++) {
            int goal = restart * 1_200;
            awaitServed(server, goal);
            server.control("graceful");
        }
        assertThat(load.isRunning()).as("%s: still under load", server.cell()).isTrue();
    }

    /** However busy the machine is. */
    private static void awaitServed(Server server, int requests) {
        await(server.cell() + ": load")
                .atMost(Duration.ofSeconds(40))
                .until(() -> served(server) > requests);
    }

    private static int served(Server server) throws IOException {
        return server.status().number("Total Accesses");
    }

    private static Server recycling(Cell cell, int connections) {
        String recycle = "MaxConnectionsPerChild=" + connections;
        return cell.is(Cell.Model.PREFORK)
                ? Server.withDirectives(
                        cell,
                        "StartServers=12",
                        "MinSpareServers=4",
                        "MaxSpareServers=16",
                        "ServerLimit=32",
                        "MaxRequestWorkers=20",
                        recycle)
                : Server.withDirectives(
                        cell,
                        "StartServers=3",
                        "ThreadsPerChild=8",
                        "MinSpareThreads=8",
                        "MaxSpareThreads=40",
                        "ServerLimit=8",
                        "MaxRequestWorkers=32",
                        recycle);
    }
}
