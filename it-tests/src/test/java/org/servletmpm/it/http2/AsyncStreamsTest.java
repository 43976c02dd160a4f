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
    private static final byte[] BODY = Exchange.pattern(SIZE);
    private static final String HASH = Exchange.patternHash(SIZE);

    @TempDir static Path directory;

    /** All ways at once, on one connection. */
    @ParameterizedTest
    @MethodSource(Way.EVERY)
    void everyEndOfAnAsynchronousRequestIsCountedOnce(Way way) throws Exception {
        String[] modes = {"complete", "dispatch", "timeout", "error", "start"};
        int rounds = 8;
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames frames = Frames.to(server, 1 << 20)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < rounds; n++) {
                for (String mode : modes) {
                    exchanges.add(frames.get("/async?ms=5&mode=" + mode));
                }
            }
            for (int n = 0; n < exchanges.size(); n++) {
                String mode = modes[n % modes.length];
                Exchange.Answer answer = exchanges.get(n).answer();
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
    @MethodSource(Way.USUAL)
    void listenersEchoOnMoreStreamsThanThereAreWorkers(Way way) throws Exception {
        try (Http2Server server = Http2Server.overTls(directory, way).streamWindow(2000).start();
                Frames frames = Frames.to(server, 1 << 20)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < 2 * Http2Server.WORKERS; n++) {
                Exchange exchange = frames.open("POST", "/nonblocking", false);
                exchange.sendLater(BODY, true);
                exchanges.add(exchange);
                exchanges.add(frames.get("/nonblocking?size=" + SIZE));
            }
            for (Exchange each : exchanges) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            awaitIdle(server, exchanges.size());
        }
    }

    /** Every worker holds a task that waits for a body, and there are more of them. */
    @ParameterizedTest
    @MethodSource("tasks")
    void tasksThatWaitForABodyGetItOnStreams(Way way) throws Exception {
        int streams = 2 * Http2Server.WORKERS;
        try (Http2Server server = Http2Server.overTls(directory, way).start();
                Frames frames = Frames.to(server, 1 << 20)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < streams; n++) {
                exchanges.add(frames.open("POST", "/latch", false));
            }
            busy(server, way);
            for (Exchange each : exchanges) {
                each.send(new byte[1000], false);
            }
            for (Exchange each : exchanges) {
                each.send(new byte[1000], true);
            }
            for (Exchange each : exchanges) {
                assertThat(each.answer().text()).isEqualTo("latch 2000\n");
            }
            awaitIdle(server, streams);
        }
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void tasksThatWaitForABodyGetItOnConnections(Way way) throws Exception {
        int connections = !way.isWorker() ? 2 * Http2Server.WORKERS : Http2Server.WORKERS;
        try (Http2Server server = Http2Server.clear(directory, way).start()) {
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < connections; n++) {
                RawConnection client = server.raw();
                clients.add(client);
                client.send(RawConnection.head("POST", "/latch", "Content-Length: 2000"));
            }
            busy(server, way);
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

    static Stream<Way> tasks() {
        return Way.every().filter(way -> !way.isBlocking());
    }

    /** Tasks run on workers in event, beside them in worker. */
    private static void busy(Http2Server server, Way way) throws Exception {
        if (!way.isTomcat() && !way.isShared()) {
            // The server's own threads have the tasks.
            return;
        }
        boolean bound = way.isWorker();
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
