package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/** Server-sent events: answers that are under way for long, and are mostly silent. */
class EventStreamTest {

    /** In event more than there are workers. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void openStreamsHoldAWorkerOnlyInBoundModels(Server server) throws Exception {
        Cell cell = server.cell();
        int streams = cell.is(Cell.Model.EVENT) ? 200 : 40;
        List<RawConnection> clients = new ArrayList<>();
        try {
            for (int i = 0; i < streams; i++) {
                RawConnection client = server.connect();
                clients.add(client);
                client.request("/sse?events=8&ms=400");
            }
            for (RawConnection client : clients) {
                assertThat(client.readHeader().status()).as("%s", cell).isEqualTo(200);
            }
            await(cell + ": busy workers")
                    .atMost(Duration.ofSeconds(4))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(
                            () ->
                                    assertThat(server.status().busy())
                                            .isEqualTo(
                                                    cell.is(Cell.Model.EVENT) ? 1 : streams + 1));
        } finally {
            // Noticed when the next event is written: the counts return.
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    @EveryCell
    void eventsComeOneAfterTheOther(Server server) throws Exception {
        try (RawConnection client = server.connect()) {
            assertThat(client.get("/sse?events=100&ms=1").text())
                    .as("%s", server.cell())
                    .isEqualTo(events(100));
            assertThat(client.get("/hello").status()).as("%s", server.cell()).isEqualTo(200);
        }
    }

    /** They are requests, which a stop waits for. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aGracefulStopWaitsForOpenStreams(Cell cell) throws Exception {
        try (Server server = Server.start(cell, List.of());
                ClientThreads clientThreads = new ClientThreads()) {
            CompletableFuture<Void> stop;
            try (RawConnection client = server.connect()) {
                client.request("/sse?events=10&ms=30").isAnswered();
                stop =
                        clientThreads.start(
                                () -> {
                                    server.stop();
                                    return null;
                                });
                assertThat(client.read().text()).as("%s", cell).isEqualTo(events(10));
            }
            stop.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aGracefulStopWaitsNoLongerThanItsTimeout(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "GracefulShutdownTimeout=1");
                RawConnection client = server.connect()) {
            client.request("/sse?events=100&ms=100").isAnswered();
            long begin = System.nanoTime();
            server.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .as("%s: the stop", cell)
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
            client.awaitEnd();
        }
    }

    private static String events(int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> "id: " + i + "\ndata: event " + i + "\n\n")
                .collect(Collectors.joining());
    }
}
