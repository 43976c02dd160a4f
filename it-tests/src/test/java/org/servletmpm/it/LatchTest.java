package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Tasks of the application's that block until a body has come take every worker, and the bodies
 * come nevertheless. The containers' own connectors hang here: their tasks hold the threads that
 * would have to read.
 */
class LatchTest {

    private static final int WORKERS = 4;

    @EveryCell(holdsForStock = false)
    void asManyAsThereAreWorkers(Cell cell) throws Exception {
        assertAllAnswered(cell, WORKERS, 0);
    }

    /** Those that find no worker have to wait for one, whatever the model. */
    @EveryCell(holdsForStock = false)
    void moreThanThereAreWorkers(Cell cell) throws Exception {
        assertAllAnswered(cell, WORKERS, 2 * WORKERS + 1);
    }

    private static void assertAllAnswered(Cell cell, int first, int more) throws Exception {
        byte[] body = new byte[20_000];
        List<RawConnection> clients = new ArrayList<>();
        try (Server server = Server.start(cell, workers(cell))) {
            for (int i = 0; i < first + more; i++) {
                RawConnection client = server.connect();
                clients.add(client);
                client.send(
                        RawConnection.head(
                                "POST",
                                "/latch",
                                "Content-Length: " + body.length,
                                "Connection: close"));
                client.send(body, 0, 100);
            }
            await(cell + ": every worker is a task's, or will be")
                    .atMost(Duration.ofSeconds(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> tasks() >= (cell.is(Cell.Model.PREFORK) ? 1 : 2));
            for (RawConnection client : clients) {
                client.send(body, 100, body.length - 100);
            }
            for (RawConnection client : clients) {
                Response answer = client.read();
                assertThat(answer.text()).as("%s", cell).isEqualTo("latch " + body.length + "\n");
            }
            server.awaitQuiet();
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    /** Threads in which a task is blocked. */
    private static long tasks() {
        return Thread.getAllStackTraces().values().stream()
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
