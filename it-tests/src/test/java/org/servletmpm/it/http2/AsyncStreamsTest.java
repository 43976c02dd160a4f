package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    @CsvSource({"worker, true", "worker, false", "event, true", "event, false"})
    void everyEndOfAnAsynchronousRequestIsCountedOnce(String model, boolean asyncIo)
            throws Exception {
        String[] modes = {"complete", "dispatch", "timeout", "error", "start"};
        int rounds = 8;
        try (Http2Tomcat server =
                        Http2Tomcat.clear(directory, model)
                                .set("useAsyncIO", "" + asyncIo)
                                .start();
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
    @ValueSource(strings = {"worker", "event"})
    void listenersEchoOnMoreStreamsThanThereAreWorkers(String model) throws Exception {
        try (Http2Tomcat server =
                        Http2Tomcat.overTls(directory, model)
                                .http2(http2 -> http2.setInitialWindowSize(2000))
                                .start();
                Frames frames = Frames.to(server, 1 << 20)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < 2 * Http2Tomcat.WORKERS; n++) {
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
    @ValueSource(strings = {"worker", "event"})
    void tasksThatWaitForABodyGetItOnStreams(String model) throws Exception {
        int streams = 2 * Http2Tomcat.WORKERS;
        try (Http2Tomcat server = Http2Tomcat.overTls(directory, model).start();
                Frames frames = Frames.to(server, 1 << 20)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < streams; n++) {
                exchanges.add(frames.open("POST", "/latch", false));
            }
            busy(server);
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
    @ValueSource(strings = {"worker", "event"})
    void tasksThatWaitForABodyGetItOnConnections(String model) throws Exception {
        int connections = "event".equals(model) ? 2 * Http2Tomcat.WORKERS : Http2Tomcat.WORKERS;
        try (Http2Tomcat server = Http2Tomcat.clear(directory, model).start()) {
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < connections; n++) {
                RawConnection client = server.raw();
                clients.add(client);
                client.send(RawConnection.head("POST", "/latch", "Content-Length: 2000"));
            }
            busy(server);
            for (RawConnection each : clients) {
                each.send(new byte[1000]);
            }
            for (RawConnection each : clients) {
                each.send(new byte[1000]);
            }
            for (RawConnection each : clients) {
                Response response = each.read();
                assertThat(response.text()).isEqualTo("latch 2000\n");
                each.close();
            }
        }
    }

    /** Tasks run on workers in event, beside them in worker. */
    private static void busy(Http2Tomcat server) throws Exception {
        boolean bound = server.figures().getModel().equals("worker");
        Http2Tomcat.patiently("every worker, or every auxiliary thread, has a task")
                .until(
                        () ->
                                bound
                                        ? server.threads("auxiliary").size() == Http2Tomcat.WORKERS
                                        : server.letters('W') == Http2Tomcat.WORKERS);
    }

    /** The only connection has no request, and all that it had are counted. */
    static void awaitIdle(Http2Tomcat server, long accesses) throws Exception {
        Http2Tomcat.patiently("counts")
                .untilAsserted(
                        () -> assertThat(server.figures().getTotalAccesses()).isEqualTo(accesses));
        server.awaitIdle(1);
    }
}
