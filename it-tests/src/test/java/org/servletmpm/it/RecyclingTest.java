package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** MaxConnectionsPerChild: children leave and others come, and no client notices. */
class RecyclingTest {

    private static final int CLIENTS = 4;
    private static final int CONNECTIONS_EACH = 20;
    private static final int REQUESTS_EACH = 3;
    private static final int PER_CHILD = 5;

    /** What {@code /thread} says of the first request of a connection. */
    private record Seen(int slot, int generation, int connection) {
        static Seen of(Response thread) {
            return new Seen(
                    Integer.parseInt(thread.json("slot")),
                    Integer.parseInt(thread.json("generation")),
                    Integer.parseInt(thread.json("connection")));
        }

        String child() {
            return slot + "." + generation;
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void childrenLeaveUnderLoadAndNoRequestFails(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, smallChildren(cell));
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<List<Seen>>> clients =
                    IntStream.range(0, CLIENTS)
                            .mapToObj(n -> clientThreads.start(() -> connectOften(server)))
                            .toList();
            List<Seen> seen = ClientThreads.join(clients).stream().flatMap(List::stream).toList();

            Map<String, Long> connections =
                    seen.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            Seen::child, TreeMap::new, Collectors.counting()));
            assertThat(connections)
                    .as("%s: children that served connections", cell)
                    .hasSizeGreaterThan(seen.size() / PER_CHILD / 2);
            if (!cell.is(Cell.Model.EVENT)) {
                // In event any child's worker may run the request.
                assertThat(connections.values())
                        .as("%s: connections of each child: %s", cell, connections)
                        .allSatisfy(n -> assertThat(n).isLessThanOrEqualTo(PER_CHILD));
                assertThatGenerationsGoUp(cell, seen);
            }
            server.awaitQuiet();
        }
    }

    /** In a slot, connections taken later are those of later children. */
    private static void assertThatGenerationsGoUp(Cell cell, List<Seen> seen) {
        seen.stream()
                .collect(Collectors.groupingBy(Seen::slot))
                .forEach(
                        (slot, ofSlot) ->
                                assertThat(
                                                ofSlot.stream()
                                                        .sorted(
                                                                (a, b) ->
                                                                        a.connection()
                                                                                - b.connection())
                                                        .map(Seen::generation))
                                        .as("%s: generations of slot %s", cell, slot)
                                        .isSorted());
    }

    private static String[] smallChildren(Cell cell) {
        return cell.is(Cell.Model.PREFORK)
                ? new String[] {
                    "StartServers=4",
                    "MinSpareServers=4",
                    "MaxRequestWorkers=4",
                    "MaxConnectionsPerChild=" + PER_CHILD
                }
                : new String[] {
                    "StartServers=2",
                    "ThreadsPerChild=3",
                    "MaxRequestWorkers=6",
                    "MaxConnectionsPerChild=" + PER_CHILD
                };
    }

    private static List<Seen> connectOften(Server server) throws IOException {
        List<Seen> seen = new ArrayList<>();
        for (int n = 0; n < CONNECTIONS_EACH; n++) {
            try (RawConnection connection = server.connect()) {
                for (int request = 1; request <= REQUESTS_EACH; request++) {
                    Response answer = connection.get("/thread");
                    assertThat(answer.status()).as("%s", server.cell()).isEqualTo(200);
                    if (request == 1) {
                        seen.add(Seen.of(answer));
                    }
                    if (answer.closes()) {
                        break;
                    }
                }
            }
        }
        return seen;
    }

    /** They are answered by whoever is there: the client keeps its connection, and its number. */
    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void parkedConnectionsOutliveTheirChild(Cell cell) throws Exception {
        List<RawConnection> parked = new ArrayList<>();
        try (Server server = Server.withDirectives(cell, smallChildren(cell))) {
            List<String> numbers = new ArrayList<>();
            for (int n = 0; n < 12; n++) {
                RawConnection connection = server.connect();
                parked.add(connection);
                numbers.add(connection.get("/thread").json("connection"));
            }
            awaitGeneration(server, 2);
            try (RawConnection asking = server.connect()) {
                await(cell + ": those who left are gone")
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> server.statusOn(asking).number("Stopping") == 0);
            }

            for (int n = 0; n < parked.size(); n++) {
                Response answer = parked.get(n).get("/thread");
                assertThat(answer.json("connection")).as("%s", cell).isEqualTo(numbers.get(n));
                assertThat(answer.json("request")).as("%s", cell).isEqualTo("2");
                assertThat(answer.json("clientPort"))
                        .as("%s", cell)
                        .isEqualTo(String.valueOf(parked.get(n).localPort()));
                assertThat(answer.closes()).as("%s says close", cell).isFalse();
            }
            awaitParked(server, parked.size());
            for (RawConnection connection : parked) {
                connection.close();
            }
            awaitParked(server, 0);
            server.awaitQuiet();
        }
    }

    private static void awaitGeneration(Server server, int generation) {
        await(server.cell() + ": a child of generation " + generation)
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Seen.of(server.get("/thread")).generation() >= generation);
    }

    private static void awaitParked(Server server, int connections) {
        await(server.cell() + ": the counts of " + connections + " parked connections")
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> {
                            Status status = server.status();
                            assertThat(status.number("ConnsAsyncKeepAlive")).isEqualTo(connections);
                            assertThat(status.number("ConnsTotal")).isEqualTo(connections + 1);
                            assertThat(status.number("ConnsAsyncWaitIO")).isZero();
                            assertThat(status.number("ConnsAsyncClosing")).isZero();
                        });
    }

    /** The worker finishes the request it has, and says with the answer that it is the last. */
    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.WORKER, holdsForStock = false)
    void aBoundConnectionOfALeavingChildGetsConnectionClose(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "StartServers=1",
                                "ThreadsPerChild=3",
                                "MaxRequestWorkers=6",
                                "MaxConnectionsPerChild=6");
                RawConnection kept = server.connect()) {
            String child = Seen.of(kept.get("/thread")).child();
            kept.hold();
            awaitGeneration(server, 1);
            Response last = kept.release();
            assertThat(last.status()).as("%s", cell).isEqualTo(200);
            assertThat(last.closes()).as("%s: a connection of child %s", cell, child).isTrue();
            assertThat(kept.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
            server.awaitQuiet();
        }
    }

    /** There is no sibling: the child finishes, the next one comes, who is new waits. */
    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void whileTheOnlyChildIsReplacedNewConnectionsWaitInTheBacklog(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "StartServers=1",
                                "ServerLimit=1",
                                "ThreadsPerChild=4",
                                "GracefulKeepAlive=100ms",
                                "MaxConnectionsPerChild=8");
                ClientThreads clientThreads = new ClientThreads();
                RawConnection running = server.connect();
                RawConnection idle = server.connect()) {
            assertThat(idle.get("/hello").status()).as("%s", cell).isEqualTo(200);
            running.hold();
            List<CompletableFuture<Response>> others =
                    IntStream.range(0, 12)
                            .mapToObj(n -> clientThreads.start(() -> server.get("/thread")))
                            .toList();
            assertThat(idle.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
            assertThat(Kernel.backlog(server.port())).as("%s: who waits", cell).isPositive();
            Response last = running.release();
            assertThat(last.status()).as("%s", cell).isEqualTo(200);
            assertThat(last.closes()).as("%s: says close", cell).isTrue();
            assertThat(ClientThreads.join(others))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            server.awaitQuiet();
        }
    }

    /** Children that have nobody to leave anything to still let nobody down. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aChildForEachConnection(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "StartServers=1",
                                cell.is(Cell.Model.PREFORK)
                                        ? "MaxRequestWorkers=2"
                                        : "ThreadsPerChild=2",
                                "MaxConnectionsPerChild=1");
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Response>> clients =
                    IntStream.range(0, 30)
                            .mapToObj(n -> clientThreads.start(() -> server.get("/thread")))
                            .toList();
            List<Seen> seen = new ArrayList<>();
            for (CompletableFuture<Response> client : clients) {
                seen.add(Seen.of(client.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS)));
            }
            assertThat(seen.stream().map(Seen::connection)).doesNotHaveDuplicates();
            if (!cell.is(Cell.Model.EVENT)) {
                assertThat(seen.stream().map(Seen::child)).doesNotHaveDuplicates();
            }
        }
    }
}
