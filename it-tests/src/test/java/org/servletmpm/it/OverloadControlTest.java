package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.engine.EngineMXBean;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** OverloadControl: lasting overload is seen and told of, and ends. */
class OverloadControlTest {

    private static final int WORKERS = 2;
    private static final int CLIENTS = 20;

    private static final Cell.Transport[] PLAIN = {Cell.Transport.PLAIN};

    /** All cells side by side: the end is told some seconds after it. */
    @Test
    void overloadBeginsEndsAndIsTold() throws Exception {
        assumeFalse(Cell.stock(), "about the MPM connectors only");
        try (CapturedLog log = new CapturedLog()) {
            everywhere(PLAIN, cell -> assertOverload(cell, log));
        }
    }

    /** Nothing is refused before that: the first request waits for eight times the target. */
    private static void assertOverload(Cell cell, CapturedLog log) throws Exception {
        try (Server server = start(cell)) {
            EngineMXBean figures = server.figures();
            List<RawConnection> held = new ArrayList<>();
            List<RawConnection> waiting = new ArrayList<>();
            for (int n = 0; n < WORKERS; n++) {
                held.add(server.connect().hold());
            }
            for (int n = 0; n < CLIENTS; n++) {
                waiting.add(server.connect().request("/hello"));
            }
            for (RawConnection each : waiting) {
                assertThat(each.read().status()).as("%s", cell).isEqualTo(503);
            }
            await(cell + ": shown").until(figures::isOverloaded);
            RawConnection half = server.connect().request("/hello").halfClose();
            assertThat(half.read().status()).as("%s: may still read", cell).isEqualTo(503);
            assertThat(figures.getRefused())
                    .as("%s", cell)
                    .containsEntry("overload", (long) CLIENTS)
                    .containsEntry("client-gone", 1L)
                    .containsEntry("queue-time", 0L);

            for (RawConnection each : held) {
                assertThat(each.release().status()).as("%s", cell).isEqualTo(200);
            }
            for (RawConnection each : waiting) {
                assertThat(each.get("/hello").status()).as("%s", cell).isEqualTo(200);
            }
            await(cell + ": over").until(() -> !figures.isOverloaded());
            String name = "mpm-" + server.port() + ": overload ";
            await(cell + ": told")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> log.containing(name + "ends").size() == 1);
            assertThat(log.containing(name + "begins"))
                    .singleElement()
                    .asString()
                    .contains("OverloadTarget");
            for (RawConnection each : Stream.concat(held.stream(), waiting.stream()).toList()) {
                each.close();
            }
            half.close();
        }
    }

    private static Server start(Cell cell) {
        Stream<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=" + WORKERS, "MaxSpareServers=" + 2 * WORKERS)
                        : Stream.of("StartServers=1", "ThreadsPerChild=" + WORKERS);
        return Server.withDirectives(
                cell,
                Stream.concat(
                                workers,
                                Stream.of(
                                        "MaxRequestWorkers=" + WORKERS,
                                        "OverloadControl=On",
                                        "OverloadTarget=20ms"))
                        .toArray(String[]::new));
    }
}
