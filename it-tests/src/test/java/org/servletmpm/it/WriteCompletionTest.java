package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/**
 * In event, a response that its client does not take holds no worker, and arrives whole whatever
 * happens to it on the way.
 */
class WriteCompletionTest {

    private static final int WORKERS = 4;
    private static final int MEGABYTE = 1_000_000;

    /** So little that the kernel holds a small part of a megabyte. */
    private static final int WINDOW = 16 * 1024;

    private static Server server(Cell cell, String... more) {
        Stream<String> few =
                Stream.of(
                        "StartServers=1",
                        "ThreadsPerChild=" + WORKERS,
                        "MaxRequestWorkers=" + WORKERS,
                        "SendBufferSize=65536");
        return Server.withDirectives(
                cell, Stream.concat(few, Stream.of(more)).toArray(String[]::new));
    }

    /** A client that does not read. */
    private static RawConnection slow(Server server) throws IOException {
        return RawConnection.open(server.port(), server.cell().tls(), WINDOW);
    }

    private static List<RawConnection> slow(Server server, int clients, String path)
            throws IOException {
        List<RawConnection> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(slow(server).request(path));
        }
        return all;
    }

    private static void awaitWriting(Server server, int connections) {
        awaitStatus(
                server,
                status ->
                        assertThat(status.number("ConnsAsyncWriting"))
                                .as("%s: ConnsAsyncWriting", server.cell())
                                .isEqualTo(connections));
    }

    /** Who asks is one of them. */
    private static void awaitBusy(Server server, int workers) {
        awaitStatus(
                server,
                status ->
                        assertThat(status.busy())
                                .as("%s: BusyWorkers", server.cell())
                                .isEqualTo(workers));
    }

    private interface StatusAssertion {
        void holdsFor(Status status);
    }

    private static void awaitStatus(Server server, StatusAssertion assertion) {
        await(server.cell().toString())
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertion.holdsFor(server.status()));
    }

    private static void awaitNothingUnsent(Server server) {
        awaitStatus(
                server,
                status -> {
                    assertThat(status.number("UnsentBytes")).as("%s", server.cell()).isZero();
                    assertThat(status.number("BlockedWriters")).as("%s", server.cell()).isZero();
                    assertThat(status.number("ConnsAsyncWriting")).as("%s", server.cell()).isZero();
                    assertThat(status.busy()).as("%s", server.cell()).isEqualTo(1);
                });
    }

    private static void assertWhole(Server server, Response answer, int bytes) {
        assertThat(answer.status()).as("%s", server.cell()).isEqualTo(200);
        assertThat(answer.body()).as("%s", server.cell()).isEqualTo(BodiesTest.counting(bytes));
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void slowReadersHoldNoWorker(Cell cell) throws Exception {
        int clients = 10 * WORKERS;
        try (Server server = server(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + MEGABYTE);
            awaitWriting(server, clients);
            awaitBusy(server, 1);
            assertThat(server.status().number("UnsentBytes"))
                    .as("%s: what the kernel did not take", cell)
                    .isGreaterThan(clients * 500 * 1024);
            server.assertServes();

            List<CompletableFuture<Response>> answers =
                    slow.stream().map(each -> clientThreads.start(each::read)).toList();
            for (Response answer : ClientThreads.join(answers)) {
                assertWhole(server, answer, MEGABYTE);
            }
            for (RawConnection each : slow) {
                assertThat(each.get("/hello").status()).as("%s: kept alive", cell).isEqualTo(200);
                each.close();
            }
            awaitNothingUnsent(server);
        }
    }

    /** What the others are about would prove nothing if it did not hurt without it. */
    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void withoutWriteCompletionSlowReadersHoldAllWorkers(Cell cell) throws Exception {
        try (Server server = server(cell, "WriteCompletionBuffer=0");
                RawConnection asks = server.connect()) {
            List<RawConnection> slow = slow(server, WORKERS - 1, "/big?bytes=" + MEGABYTE);
            await(cell + ": all but the one that asks wait for clients")
                    .until(
                            () -> server.statusOn(asks).number("BlockedWriters"),
                            blocked -> blocked == WORKERS - 1);
            assertThat(server.statusOn(asks).busy()).as("%s", cell).isEqualTo(WORKERS);
            slow.add(slow(server).request("/big?bytes=" + MEGABYTE));
            RawConnection other = server.connect().request("/hello");
            for (RawConnection each : slow) {
                assertWhole(server, each.read(), MEGABYTE);
                each.close();
            }
            assertThat(other.read().status()).as("%s: as soon as they read", cell).isEqualTo(200);
            other.close();
            assertThat(server.status().number("WritesBlocked"))
                    .as("%s", cell)
                    .isGreaterThanOrEqualTo(WORKERS);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void pipelinedAnswersKeepTheirOrder(Cell cell) throws Exception {
        try (Server server = server(cell);
                RawConnection client = slow(server)) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < 5; i++) {
                pipeline.append(RawConnection.head("GET", "/big?bytes=" + (400_000 + i)));
            }
            pipeline.append(RawConnection.head("GET", "/hello", "Connection: close"));
            client.send(pipeline.toString());
            awaitStatus(
                    server,
                    status -> assertThat(status.number("UnsentBytes")).isGreaterThan(200 * 1024));
            for (int i = 0; i < 5; i++) {
                assertWhole(server, client.read(), 400_000 + i);
            }
            assertThat(client.read().status()).as("%s", cell).isEqualTo(200);
            assertThat(client.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
            awaitNothingUnsent(server);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aResponseBeforeTheEndOfItsConnectionIsWhole(Cell cell) throws Exception {
        try (Server server = server(cell);
                RawConnection close = slow(server);
                RawConnection old = slow(server)) {
            RawConnection half = slow(server);
            close.request("/big?bytes=" + MEGABYTE, "Connection: close");
            old.send("GET /big?bytes=" + MEGABYTE + " HTTP/1.0\r\n\r\n");
            half.request("/big?bytes=" + MEGABYTE);
            awaitWriting(server, 3);
            if (!cell.tls()) {
                half.halfClose();
            }
            for (RawConnection each : List.of(close, old, half)) {
                assertWhole(server, each.read(), MEGABYTE);
            }
            assertThat(close.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
            assertThat(old.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
            half.close();
            awaitNothingUnsent(server);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aboveTheBoundTheWorkerWaitsAndIsCounted(Cell cell) throws Exception {
        int bytes = 20 * MEGABYTE;
        try (Server server = server(cell, "WriteCompletionBuffer=500000");
                RawConnection client = slow(server)) {
            client.send(RawConnection.head("GET", "/big?bytes=" + bytes));
            client.send(RawConnection.head("GET", "/big?bytes=" + bytes, "Connection: close"));
            awaitStatus(
                    server,
                    status -> {
                        assertThat(status.number("BlockedWriters")).as("%s", cell).isEqualTo(1);
                        assertThat(status.busy()).as("%s", cell).isEqualTo(2);
                        assertThat(status.number("UnsentBytes"))
                                .as("%s: not above the bound", cell)
                                .isBetween(400 * 1024, 500 * 1024);
                    });
            assertWhole(server, client.read(), bytes);
            assertWhole(server, client.read(), bytes);
            awaitNothingUnsent(server);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void theSharedBudgetIsNotExceeded(Cell cell) throws Exception {
        int clients = WORKERS + 2;
        try (Server server = server(cell, "WriteCompletionMemory=1000000");
                ClientThreads clientThreads = new ClientThreads()) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + MEGABYTE);
            try (RawConnection asks = server.connect()) {
                CompletableFuture<Response> other = clientThreads.start(() -> asks.get("/hello"));
                List<CompletableFuture<Response>> answers =
                        slow.stream().map(each -> clientThreads.start(each::read)).toList();
                for (Response answer : ClientThreads.join(answers)) {
                    assertWhole(server, answer, MEGABYTE);
                }
                assertThat(other.get(10, TimeUnit.SECONDS).status()).as("%s", cell).isEqualTo(200);
                assertThat(server.statusOn(asks).number("WritesBlocked"))
                        .as("%s: some had to wait", cell)
                        .isPositive();
            }
            for (RawConnection each : slow) {
                each.close();
            }
            awaitNothingUnsent(server);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aboveTheMemoryBytesAreSpilledToAnUnlinkedFile(Cell cell) throws Exception {
        int bytes = 20 * MEGABYTE;
        int clients = WORKERS + 1;
        try (Server server =
                        server(
                                cell,
                                "WriteCompletionBuffer=100000",
                                "WriteCompletionSpill=" + 2 * bytes);
                ClientThreads clientThreads = new ClientThreads()) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + bytes);
            awaitWriting(server, clients);
            awaitBusy(server, 1);
            // Other JVMs' tests use this directory, too: theirs have a name while they are made.
            await(cell + ": nothing is left by a crash now").until(WriteCompletionTest::noSpill);
            int before = Kernel.openDescriptors();
            slow.remove(0).reset();
            List<CompletableFuture<Response>> answers =
                    slow.stream().map(each -> clientThreads.start(each::read)).toList();
            for (Response answer : ClientThreads.join(answers)) {
                assertWhole(server, answer, bytes);
            }
            for (RawConnection each : slow) {
                each.close();
            }
            awaitNothingUnsent(server);
            await(cell + ": files are closed")
                    .until(Kernel::openDescriptors, now -> now <= before - 3 * clients + 1);
        }
    }

    private static boolean noSpill() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.noneMatch(f -> f.getFileName().toString().startsWith("mpm-spill-"));
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void clientsThatLeaveReleaseTheirBuffers(Cell cell) throws Exception {
        int clients = 2 * WORKERS;
        try (Server server = server(cell)) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + MEGABYTE);
            awaitWriting(server, clients);
            for (RawConnection each : slow) {
                each.reset();
            }
            awaitNothingUnsent(server);
            server.assertServes();
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aClientThatTakesNothingIsCutByTheWriteTimeout(Cell cell) throws Exception {
        try (Server server = server(cell, "Timeout=1");
                RawConnection client = slow(server)) {
            client.request("/big?bytes=" + MEGABYTE);
            awaitWriting(server, 1);
            awaitNothingUnsent(server);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, models = Cell.Model.EVENT, holdsForStock = false)
    void aGracefulStopWaitsForSlowReaders(Cell cell) throws Exception {
        int clients = 100;
        try (Server server = server(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + MEGABYTE);
            awaitWriting(server, clients);
            CompletableFuture<Boolean> stopped =
                    clientThreads.start(
                            () -> {
                                server.stop();
                                return true;
                            });
            await(cell + ": nobody listens")
                    .until(() -> Kernel.listening(server.port()), listening -> !listening);
            assertThat(stopped).as("%s: clients have not got theirs", cell).isNotDone();
            List<CompletableFuture<Response>> answers =
                    slow.stream().map(each -> clientThreads.start(each::read)).toList();
            for (Response answer : ClientThreads.join(answers)) {
                assertWhole(server, answer, MEGABYTE);
            }
            for (RawConnection each : slow) {
                each.close();
            }
            assertThat(stopped.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aLeavingChildHandsSlowReadersOver(Cell cell, @TempDir Path directory) throws Exception {
        int clients = 2 * WORKERS;
        try (Server server = server(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            List<RawConnection> slow = slow(server, clients, "/big?bytes=" + MEGABYTE);
            awaitWriting(server, clients);
            server.control("restart " + Files.createFile(directory.resolve("mpm.conf")));
            awaitStatus(
                    server,
                    status -> {
                        assertThat(status.number("ConnsHandedOver"))
                                .as("%s", cell)
                                .isGreaterThanOrEqualTo(clients);
                        assertThat(status.number("Stopping")).as("%s: it has gone", cell).isZero();
                    });
            List<CompletableFuture<Response>> answers =
                    slow.stream().map(each -> clientThreads.start(each::read)).toList();
            for (Response answer : ClientThreads.join(answers)) {
                assertWhole(server, answer, MEGABYTE);
            }
            for (RawConnection each : slow) {
                each.close();
            }
            awaitNothingUnsent(server);
        }
    }

    /** Clients in every phase at once: some read, some stall, some go. */
    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void fastAndSlowClientsTogetherGetWholeResponses(Cell cell) throws Exception {
        try (Server server = server(cell, "WriteCompletionBuffer=300000");
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Boolean>> visits =
                    IntStream.range(0, 48)
                            .mapToObj(i -> clientThreads.start(() -> visit(server, i)))
                            .toList();
            assertThat(ClientThreads.join(visits)).as("%s", cell).doesNotContain(false);
            awaitNothingUnsent(server);
        }
    }

    private static boolean visit(Server server, int number) throws IOException {
        int bytes = 200_000 + 10_007 * number;
        try (RawConnection client = slow(server)) {
            String path = number % 2 == 1 ? "/big?bytes=" + bytes : "/nonblocking?size=" + bytes;
            client.request(path);
            switch (number % 4) {
                case 0, 1 -> assertWhole(server, client.read(), bytes);
                case 2 -> {
                    client.readHeader();
                    client.readBytes(number * 1000);
                    client.reset();
                }
                default -> {
                    client.request("/big?bytes=100");
                    assertWhole(server, client.read(), bytes);
                    assertWhole(server, client.read(), 100);
                }
            }
            return true;
        }
    }
}
