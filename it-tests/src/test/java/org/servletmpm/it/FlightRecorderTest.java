package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** A recording of the JVM has what happened to the engine, and why. */
class FlightRecorderTest {

    private static final Cell.Transport[] PLAIN = {Cell.Transport.PLAIN};

    /**
     * Holds what a recording that runs has seen so far, of all servers. It is good for the names:
     * in JDK 17 texts can be missing from a stream that are there in its file.
     */
    private record Seen(Queue<RecordedEvent> events) {

        void await(Server server, String name) {
            await(server, name, Instant.EPOCH);
        }

        void await(Server server, String name, Instant since) {
            Awaitility.await(server.cell() + ": " + name)
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    events.stream()
                                            .filter(event -> is(event, server, name))
                                            .anyMatch(event -> event.getEndTime().isAfter(since)));
        }
    }

    private static boolean is(RecordedEvent event, Server server, String name) {
        return event.getEventType().getName().equals("org.servletmpm." + name)
                && ("mpm-" + server.port()).equals(event.getString("connector"));
    }

    /** All cells side by side: they wait for what is looked for once a second. */
    @Test
    void whatHappensIsRecordedAndWhy(@TempDir Path folder) throws Exception {
        assumeFalse(Cell.stock(), "about the MPM connectors only");
        Seen seen = new Seen(new ConcurrentLinkedQueue<>());
        Queue<Server> servers = new ConcurrentLinkedQueue<>();
        Path file = folder.resolve("recording.jfr");
        try (RecordingStream stream = new RecordingStream()) {
            stream.setReuse(false);
            stream.onEvent(
                    event -> {
                        if (event.getEventType().getName().startsWith("org.servletmpm.")) {
                            seen.events().add(event);
                        }
                    });
            stream.startAsync();
            everywhere(PLAIN, cell -> servers.add(live(cell, seen)));
            stream.dump(file);
        }
        List<RecordedEvent> events =
                RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().contains("servletmpm"))
                        .toList();
        servers.forEach(server -> assertRecorded(server, events));
        assertThat(events)
                .allMatch(event -> event.getEventType().getDescription().endsWith("."))
                .allMatch(event -> event.getEventType().getCategoryNames().contains("Servlet MPM"));
    }

    private static Server live(Cell cell, Seen seen) throws Exception {
        try (Server server = start(cell)) {
            if (cell.is(Cell.Model.EVENT)) {
                evict(server, seen);
            }
            server.figures().graceful();
            seen.await(server, "ChildEnded");
            try (RawConnection held = server.connect().hold();
                    RawConnection too = server.connect().hold();
                    RawConnection waiting = server.connect().request("/hello")) {
                assertThat(List.of(held, too, waiting)).doesNotContainNull();
                // On a busy machine others are slow, too.
                seen.await(server, "SlowRequest", Instant.now());
                if (cell.is(Cell.Model.EVENT)) {
                    seen.await(server, "AdmissionClosed");
                }
                server.stop();
            }
            return server;
        }
    }

    private static void assertRecorded(Server server, List<RecordedEvent> events) {
        Cell cell = server.cell();
        assertThat(events)
                .as("%s", cell)
                .filteredOn(event -> is(event, server, "ChildStarted"))
                .extracting(event -> event.getInt("generation"))
                .contains(0, 1);
        assertThat(events)
                .as("%s", cell)
                .filteredOn(event -> is(event, server, "ChildLeaves"))
                .extracting(event -> event.getString("reason"))
                .contains("generation 1 begins");
        assertThat(events)
                .as("%s", cell)
                .filteredOn(event -> is(event, server, "SlowRequest"))
                .filteredOn(event -> event.getString("request").startsWith("POST /upload "))
                .first()
                .satisfies(
                        slow -> {
                            assertThat(slow.getString("stack")).contains("UploadServlet");
                            assertThat(slow.getDuration("soFar"))
                                    .isGreaterThanOrEqualTo(Duration.ofMillis(300));
                        });
        assertThat(events)
                .as("%s", cell)
                .anyMatch(event -> is(event, server, "DrainBegins"))
                .filteredOn(event -> is(event, server, "DrainEnds"))
                .as("%s: what is held is cut", cell)
                .singleElement()
                .satisfies(end -> assertThat(end.getInt("cut")).isPositive());
    }

    /** Who comes waits until somebody has been idle for a second. */
    private static void evict(Server server, Seen seen) throws Exception {
        try (RawConnection first = server.connect();
                RawConnection second = server.connect();
                RawConnection third = server.connect();
                RawConnection fourth = server.connect()) {
            first.get("/hello");
            second.get("/hello");
            third.get("/hello");
            fourth.get("/hello");
            seen.await(server, "ConnectionEvicted");
        }
    }

    private static Server start(Cell cell) {
        List<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? List.of("--set", "StartServers=2", "--set", "MaxRequestWorkers=2")
                        : List.of(
                                "--set",
                                "StartServers=1",
                                "--set",
                                "ThreadsPerChild=2",
                                "--set",
                                "MaxRequestWorkers=2");
        List<String> arguments = new ArrayList<>(workers);
        if (cell.is(Cell.Model.EVENT)) {
            // Without it a child is never full.
            arguments.addAll(List.of("--set", "AsyncRequestWorkerFactor=4"));
        }
        arguments.addAll(
                List.of(
                        "--set",
                        "SlowRequestTime=300ms",
                        "--set",
                        "GracefulShutdownTimeout=1",
                        "--connector",
                        "maxConnections=3"));
        return Server.start(cell, arguments);
    }
}
