package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/**
 * Tasks of the application's that block until a body has come take every worker, and the bodies
 * come nevertheless. The containers' own connectors hang here: their tasks hold the threads that
 * would have to read.
 */
class BlockingTasksTest {

    private static final int WORKERS = 4;
    private static final int LENGTH = 20_000;

    @EveryCell(holdsForStock = false)
    void asManyBlockingTasksAsWorkersFinish(Cell cell) throws Exception {
        assertAllAnswered(cell, WORKERS);
    }

    /** Those that find no worker have to wait for one, whatever the model. */
    @EveryCell(holdsForStock = false)
    void moreBlockingTasksThanWorkersFinish(Cell cell) throws Exception {
        assertAllAnswered(cell, 3 * WORKERS + 1);
    }

    /** Bodies go on only when every worker is blocked, and every request that can has begun. */
    private static void assertAllAnswered(Cell cell, int clients) throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        try (Server server = Server.start(cell, workers(cell));
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<String>> answers =
                    IntStream.range(0, clients)
                            .mapToObj(i -> clientThreads.start(() -> latch(server, begun, blocked)))
                            .toList();
            // Where connections are bound, the others wait in the backlog; with TLS for a worker.
            int most = cell.is(Cell.Model.EVENT) && !cell.tls() ? clients : WORKERS;
            await(cell + ": every worker is a task's")
                    .atMost(Duration.ofSeconds(8))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> begun.get() >= most && tasks(server) >= WORKERS);
            blocked.countDown();
            assertThat(ClientThreads.join(answers))
                    .as("%s", cell)
                    .containsOnly("latch " + LENGTH + "\n");
            server.awaitQuiet();
        }
    }

    private static String latch(Server server, AtomicInteger begun, CountDownLatch blocked)
            throws Exception {
        byte[] body = new byte[LENGTH];
        try (RawConnection client = server.connect()) {
            client.send(
                    RawConnection.head(
                            "POST", "/latch", "Content-Length: " + LENGTH, "Connection: close"));
            client.send(body, 0, 100);
            begun.incrementAndGet();
            blocked.await();
            return client.send(body, 100, LENGTH - 100).read().text();
        }
    }

    /** Threads in which a task is blocked; virtual ones are in no dump, but busy. */
    private static long tasks(Server server) throws Exception {
        long virtual =
                server.cell().isVirtual() && server.cell().is(Cell.Model.EVENT)
                        ? server.figures().getBusyWorkers()
                        : 0;
        return virtual
                + Thread.getAllStackTraces().values().stream()
                        .filter(
                                stack ->
                                        Stream.of(stack)
                                                .anyMatch(
                                                        frame ->
                                                                frame.getClassName()
                                                                        .endsWith(".LatchServlet")))
                        .count();
    }

    private static List<String> workers(Cell cell) {
        Stream<String> directives =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=" + WORKERS, "MaxSpareServers=" + WORKERS)
                        : Stream.of("StartServers=2", "ThreadsPerChild=" + WORKERS / 2);
        return Stream.concat(directives, Stream.of("MaxRequestWorkers=" + WORKERS))
                .flatMap(directive -> Stream.of("--set", directive))
                .toList();
    }
}
