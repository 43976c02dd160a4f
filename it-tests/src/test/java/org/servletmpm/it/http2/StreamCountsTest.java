package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.cell.LoadGenerator;
import org.servletmpm.it.client.Status;

/** The status counts requests of connections that carry many at once. */
class StreamCountsTest {

    private static final int REQUESTS = 4000;
    private static final int CLIENTS = 8;
    private static final int STREAMS = 32;

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void everyRequestOfManyStreamsIsAnsweredAndCounted(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start()) {
            long body;
            try (Http2Connection connection = Http2Connection.to(server)) {
                body = connection.get("/hello").answer().length();
            }
            try (LoadGenerator load =
                    LoadGenerator.h2load(server.port(), REQUESTS, CLIENTS, STREAMS)) {
                assertThat(load.awaitReport())
                        .contains(REQUESTS + " succeeded, 0 failed, 0 errored, 0 timeout");
            }
            Http2Server.patiently("all is counted, and nobody is there")
                    .untilAsserted(
                            () -> {
                                assertThat(server.figures().getTotalAccesses())
                                        .isEqualTo(REQUESTS + 1L);
                                assertThat(server.figures().getTotalBytes())
                                        .isEqualTo((REQUESTS + 1L) * body);
                                assertThat(server.figures().getBusyWorkers()).isZero();
                                assertThat(server.figures().getConnsTotal()).isZero();
                                assertThat(server.figures().getConnsAsyncKeepAlive()).isZero();
                            });
        }
    }

    /** In worker the bound thread shows what its connection does, though another thread does it. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void lettersFollowTheStreams(Http2Cell cell) throws Exception {
        boolean bound = cell.isWorker();
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            assertThat(connection.get("/hello").answer().status()).isEqualTo(200);
            AsyncStreamsTest.awaitIdle(server, 1);
            List<Http2Stream> unread = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                unread.add(connection.getThirstless("/big"));
                unread.get(n).awaitHeaders();
            }
            Http2Server.patiently("W for the connection, or for each stream")
                    .untilAsserted(
                            () -> {
                                assertThat(server.letters('W')).isEqualTo(bound ? 1 : 3);
                                assertThat(server.letters('K')).isZero();
                                assertThat(server.figures().getConnsAsyncKeepAlive()).isZero();
                            });
            unread.forEach(Http2Stream::drink);
            for (Http2Stream each : unread) {
                each.answer();
            }
            AsyncStreamsTest.awaitIdle(server, 4);
        }
    }

    /** The page itself, asked on a stream. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void theStatusPageCountsIdleConnections(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection idle = Http2Connection.to(server);
                Http2Connection asking = Http2Connection.to(server)) {
            assertThat(idle.get("/hello").answer().status()).isEqualTo(200);
            Http2Server.patiently("counted").until(() -> server.figures().getTotalAccesses() == 1);
            Status status = Status.parse(asking.get("/server-status?auto").answer().text());
            assertThat(status.number("Total Accesses")).isEqualTo(1);
            if (!cell.isWorker()) {
                assertThat(status.busy()).isEqualTo(1);
                assertThat(status.number("ConnsTotal")).isEqualTo(2);
                assertThat(status.number("ConnsAsyncKeepAlive")).isEqualTo(1);
            } else {
                // The bound thread that asks learns of the stream from another one, a moment later.
                assertThat(status.scoreboard().replaceAll("[_.]", "")).hasSize(2).contains("K");
            }
        }
    }
}
