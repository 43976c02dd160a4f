package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.FiguresMXBean;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** OverloadControl: lasting overload is seen and told of, and ends. */
class OverloadControlTest {

    private static final int WORKERS = 2;
    private static final int CLIENTS = 20;

    /** The events' names, in their order. */
    private static final List<String> NAMES =
            List.of("org.servletmpm.OverloadBegins", "org.servletmpm.OverloadEnds");

    private static final Cell.Transport[] PLAIN = {Cell.Transport.PLAIN};

    /** All cells side by side: the end is told some seconds after it. */
    @Test
    void overloadBeginsEndsAndIsTold(@TempDir Path folder) throws Exception {
        assumeFalse(Cell.stock(), "about the MPM connectors only");
        Queue<String> connectors = new ConcurrentLinkedQueue<>();
        Path file = folder.resolve("overload.jfr");
        try (CapturedLog log = new CapturedLog();
                Recording recording = new Recording()) {
            NAMES.forEach(recording::enable);
            recording.start();
            everywhere(PLAIN, cell -> connectors.add(assertOverload(cell, log)));
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(connectors).allSatisfy(connector -> assertRecorded(connector, events));
    }

    private static void assertRecorded(String connector, List<RecordedEvent> events) {
        List<RecordedEvent> own =
                events.stream()
                        .filter(event -> NAMES.contains(event.getEventType().getName()))
                        .filter(event -> connector.equals(event.getString("connector")))
                        .toList();
        assertThat(own).extracting(event -> event.getEventType().getName()).isEqualTo(NAMES);
        assertThat(own.get(0).getInt("queued")).isBetween(1, CLIENTS);
        assertThat(own.get(1).getLong("refused")).isEqualTo(CLIENTS);
        assertThat(own.get(1).getLong("gone")).isEqualTo(1);
    }

    /**
     * Nothing is refused before that: the first request waits for eight times the target.
     *
     * @return the connector's name
     */
    private static String assertOverload(Cell cell, CapturedLog log) throws Exception {
        try (Server server = start(cell)) {
            FiguresMXBean figures = server.figures();
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
            await(cell + ": shown").until(() -> figures.getOverloaded() == 1);
            RawConnection half = server.connect().request("/hello").halfClose();
            assertThat(half.read().status()).as("%s: may still read", cell).isEqualTo(503);
            assertThat(figures.getRefusedOverload()).as("%s", cell).isEqualTo(CLIENTS);
            assertThat(figures.getRefusedClientGone()).as("%s", cell).isEqualTo(1);
            assertThat(figures.getRefusedQueueTime()).as("%s", cell).isZero();

            for (RawConnection each : held) {
                assertThat(each.release().status()).as("%s", cell).isEqualTo(200);
            }
            for (RawConnection each : waiting) {
                assertThat(each.get("/hello").status()).as("%s", cell).isEqualTo(200);
            }
            await(cell + ": over").until(() -> figures.getOverloaded() == 0);
            String connector = "mpm-" + server.port();
            String name = connector + ": overload ";
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
            return connector;
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
