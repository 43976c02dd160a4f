package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.FiguresMXBean;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** RequestQueueTime: who has waited too long for a worker is told so, without a worker. */
class QueueTimeTest {

    private static final int WORKERS = 2;

    /** All workers are busy, so none of them can have answered. */
    @EveryCell(holdsForStock = false)
    void aRequestThatWaitsTooLongIsRefusedAndItsConnectionGoesOn(Cell cell) throws Exception {
        try (Server server = busy(cell, "RequestQueueTime=150ms", "RetryAfter=3");
                Held held = new Held(server);
                RawConnection late = server.connect();
                RawConnection other = server.connect()) {
            late.request("/hello");
            other.request("/hello");
            assertRefused(cell, late.read());
            assertRefused(cell, other.read());
            assertThat(late.get("/hello").status()).as("%s: again", cell).isEqualTo(503);
            assertThat(server.figures().getRefusedQueueTime()).as("%s", cell).isEqualTo(3);
            held.release();
            // On a busy machine the worker may need longer than 100 ms to be free.
            await(cell + ": later").until(() -> late.get("/hello").text().startsWith("Hello"));
            await(cell + ": later").until(() -> other.get("/hello").status() == 200);
        }
    }

    /** Health checks are answered when nothing else is. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void anExemptRequestIsAnsweredWhileAllWorkersAreBusy(Cell cell) throws Exception {
        try (Server server = busy(cell, "RequestQueueTime=100", "OverloadExempt=/hello");
                Held held = new Held(server);
                RawConnection client = server.connect()) {
            assertThat(client.get("/thread").status()).as("%s", cell).isEqualTo(503);
            assertThat(client.get("/hello?a=b").status()).as("%s", cell).isEqualTo(200);
            assertThat(client.get("/./hello").status()).as("%s", cell).isEqualTo(503);
            held.release();
        }
    }

    /** What follows is a body that nobody would read. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRefusedRequestWithABodyEndsItsConnection(Cell cell) throws Exception {
        try (Server server = busy(cell, "RequestQueueTime=100", "RetryAfter=0");
                Held held = new Held(server);
                RawConnection client = server.connect()) {
            client.send(RawConnection.head("POST", "/upload", "Content-Length: 100000"));
            Response refused = client.read();
            assertThat(refused.status()).as("%s", cell).isEqualTo(503);
            assertThat(refused.closes()).as("%s", cell).isTrue();
            assertThat(refused.header("Retry-After")).as("%s", cell).isEmpty();
            held.release();
        }
    }

    private static void assertRefused(Cell cell, Response refused) {
        assertThat(refused.status()).as("%s", cell).isEqualTo(503);
        assertThat(refused.closes()).as("%s", cell).isFalse();
        assertThat(refused.header("Retry-After").map(Integer::valueOf).orElse(0))
                .as("%s", cell)
                .isBetween(3, 6);
    }

    private static Server busy(Cell cell, String... directives) {
        Stream<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=" + WORKERS, "MaxSpareServers=" + 2 * WORKERS)
                        : Stream.of("StartServers=1", "ThreadsPerChild=" + WORKERS);
        return Server.withDirectives(
                cell,
                Stream.concat(
                                workers,
                                Stream.concat(
                                        Stream.of("MaxRequestWorkers=" + WORKERS),
                                        Stream.of(directives)))
                        .toArray(String[]::new));
    }

    /** Requests that hold all workers. */
    private static final class Held implements AutoCloseable {
        private final List<RawConnection> requests = new ArrayList<>();

        Held(Server server) throws Exception {
            FiguresMXBean figures = server.figures();
            for (int n = 0; n < WORKERS; n++) {
                requests.add(server.connect().hold());
            }
            await().until(() -> figures.getIdleWorkers() == 0);
        }

        void release() throws IOException {
            for (RawConnection each : requests) {
                each.release();
            }
        }

        @Override
        public void close() throws IOException {
            for (RawConnection each : requests) {
                each.close();
            }
        }
    }
}
