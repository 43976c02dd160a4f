package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Streams whose requests leave their threads. */
class AsyncStreamsTest {

    private static final int SIZE = 1 << 18;
    private static final byte[] BODY = Http2Stream.pattern(SIZE);
    private static final String HASH = Http2Stream.patternHash(SIZE);

    @TempDir static Path directory;

    /** All ways at once, on one connection. */
    @ParameterizedTest
    @MethodSource(Http2Cell.EVERY)
    void everyEndOfAnAsynchronousRequestIsCountedOnce(Http2Cell cell) throws Exception {
        String[] modes = {"complete", "dispatch", "timeout", "error", "start"};
        int rounds = 8;
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server, 1 << 20)) {
            List<Http2Stream> streams = new ArrayList<>();
            for (int n = 0; n < rounds; n++) {
                for (String mode : modes) {
                    streams.add(connection.get("/async?ms=5&mode=" + mode));
                }
            }
            for (int n = 0; n < streams.size(); n++) {
                String mode = modes[n % modes.length];
                Http2Stream.Answer answer = streams.get(n).answer();
                assertThat(answer.status()).as(mode).isEqualTo(mode.equals("error") ? 500 : 200);
                switch (mode) {
                    case "dispatch" -> assertThat(answer.text()).startsWith("Hello");
                    case "error" -> assertThat(answer.reset()).isEqualTo(-1);
                    default -> assertThat(answer.text()).isEqualTo("async " + mode + "\n");
                }
            }
            awaitIdle(server, modes.length * rounds);
        }
    }

    /** The client's windows hold the answers: behind smaller ones write listeners hang on stock. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void listenersEchoOnMoreStreamsThanThereAreWorkers(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.overTls(directory, cell).streamWindow(2000).start();
                Http2Connection connection = Http2Connection.to(server, 1 << 20)) {
            List<Http2Stream> streams = new ArrayList<>();
            for (int n = 0; n < 2 * Http2Server.WORKERS; n++) {
                Http2Stream stream = connection.open("POST", "/nonblocking", false);
                stream.sendLater(BODY, true);
                streams.add(stream);
                streams.add(connection.get("/nonblocking?size=" + SIZE));
            }
            for (Http2Stream each : streams) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            awaitIdle(server, streams.size());
        }
    }

    /** Every worker holds a task that waits for a body, and there are more of them. */
    @ParameterizedTest
    @MethodSource("tasks")
    void tasksThatWaitForABodyGetItOnStreams(Http2Cell cell) throws Exception {
        int number = 2 * Http2Server.WORKERS;
        try (Http2Server server = Http2Server.overTls(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server, 1 << 20)) {
            List<Http2Stream> streams = new ArrayList<>();
            for (int n = 0; n < number; n++) {
                streams.add(connection.open("POST", "/latch", false));
            }
            busy(server, cell);
            for (Http2Stream each : streams) {
                each.send(new byte[1000], false);
            }
            for (Http2Stream each : streams) {
                each.send(new byte[1000], true);
            }
            for (Http2Stream each : streams) {
                assertThat(each.answer().text()).isEqualTo("latch 2000\n");
            }
            awaitIdle(server, number);
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void tasksThatWaitForABodyGetItOnConnections(Http2Cell cell) throws Exception {
        int connections = !cell.isWorker() ? 2 * Http2Server.WORKERS : Http2Server.WORKERS;
        try (Http2Server server = Http2Server.clear(directory, cell).start()) {
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < connections; n++) {
                RawConnection client = server.raw();
                clients.add(client);
                client.send(RawConnection.head("POST", "/latch", "Content-Length: 2000"));
            }
            busy(server, cell);
            // In pieces, so that listeners are called again after they have asked for more.
            for (int n = 0; n < 20; n++) {
                for (RawConnection each : clients) {
                    each.send(new byte[100]);
                }
            }
            for (RawConnection each : clients) {
                Response response = each.read();
                assertThat(response.text()).isEqualTo("latch 2000\n");
                each.close();
            }
        }
    }

    static Stream<Http2Cell> tasks() {
        return Http2Cell.every().filter(cell -> !cell.isBlocking());
    }

    /** Tasks run on workers in event, beside them in worker. */
    private static void busy(Http2Server server, Http2Cell cell) throws Exception {
        if (!cell.isTomcat() && !cell.isShared()) {
            // The server's own threads have the tasks.
            return;
        }
        boolean bound = cell.isWorker();
        Http2Server.patiently("every worker, or every auxiliary thread, has a task")
                .until(
                        () ->
                                bound
                                        ? server.threads("auxiliary").size() == Http2Server.WORKERS
                                        : server.letters('W') == Http2Server.WORKERS);
    }

    /** The only connection has no request, and all that it had are counted. */
    static void awaitIdle(Http2Server server, long accesses) throws Exception {
        Http2Server.patiently("counts")
                .untilAsserted(
                        () -> assertThat(server.figures().getTotalAccesses()).isEqualTo(accesses));
        server.awaitIdle(1);
    }
}
