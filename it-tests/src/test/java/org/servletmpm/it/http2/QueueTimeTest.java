package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RequestQueueTime refuses a stream that has waited too long, and nothing else of its connection.
 */
class QueueTimeTest {

    @TempDir static Path directory;

    /** More uploads than there are threads for: those that have none are refused. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aStreamThatWaitsTooLongIsRefusedAndItsConnectionGoesOn(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("requestQueueTime", "150ms")
                                .set("retryAfter", "3")
                                .start();
                Http2Connection first = Http2Connection.to(server);
                Http2Connection second = Http2Connection.to(server);
                Http2Connection third = Http2Connection.to(server);
                Http2Connection late = Http2Connection.to(server)) {
            List<Http2Stream> uploads = new ArrayList<>();
            for (Http2Connection each : List.of(first, second, third)) {
                for (int n = 0; n < Http2Server.WORKERS; n++) {
                    uploads.add(each.open("POST", "/upload", false));
                }
            }
            Http2Server.patiently("some are refused")
                    .until(() -> refused(server) >= 2 * Http2Server.WORKERS);

            assertThat(late.get("/hello").answer().status()).isEqualTo(503);

            for (Http2Stream each : uploads) {
                each.sendLater(new byte[1], true);
            }
            int answered = 0;
            for (Http2Stream each : uploads) {
                answered += each.answer().status() == 200 ? 1 : 0;
            }
            assertThat(answered).isBetween(1, Http2Server.WORKERS);
            assertThat(late.get("/hello").answer().status()).isEqualTo(200);
            assertThat(first.get("/hello").answer().status()).isEqualTo(200);
        }
    }

    /** None waits where the limit does not see it, as Tomcat's own queue for more than 20 is. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void allStreamsOfAConnectionWaitInTheQueueThatIsShown(Http2Cell cell) throws Exception {
        int streams = 40;
        try (Http2Server server =
                        Http2Server.clear(directory, cell).set("requestQueueTime", "60s").start();
                Http2Connection connection = Http2Connection.to(server)) {
            List<Http2Stream> uploads = new ArrayList<>();
            for (int n = 0; n < streams; n++) {
                uploads.add(connection.open("POST", "/upload", false));
            }
            int share = Http2Server.WORKERS / 2;
            Http2Server.patiently("those beyond the connection's share of the workers wait")
                    .until(() -> server.figures().getRequestsQueued() == streams - share);

            for (Http2Stream each : uploads) {
                each.sendLater(new byte[1], true);
            }
            for (Http2Stream each : uploads) {
                assertThat(each.answer().status()).isEqualTo(200);
            }
        }
    }

    private static long refused(Http2Server server) throws Exception {
        return server.figures().getRefusedQueueTime();
    }
}
