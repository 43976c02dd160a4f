package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More streams than workers, each with more to send than its window holds. */
class WindowsTest {

    private static final int STREAMS = 40;
    private static final int SIZE = 1 << 20;
    private static final String HASH = Http2Stream.patternHash(SIZE);

    @TempDir static Path directory;

    /**
     * The stock connector deadlocks here over TLS: its workers all wait for a window, and nobody is
     * left to read the frame that opens it.
     */
    @ParameterizedTest
    @MethodSource(Http2Cell.EVERY)
    void moreStreamsThanWorkersAreAllAnsweredOverTls(Http2Cell cell) throws Exception {
        assertAllAnswered(Http2Server.overTls(directory, cell));
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.BLOCKING)
    void moreStreamsThanWorkersAreAllAnsweredInTheClear(Http2Cell cell) throws Exception {
        assertAllAnswered(Http2Server.clear(directory, cell));
    }

    private static void assertAllAnswered(Http2Server made) throws Exception {
        try (Http2Server server = made.start();
                Http2Connection one = Http2Connection.to(server);
                Http2Connection other = Http2Connection.to(server)) {
            List<Http2Stream> streams = new ArrayList<>();
            for (int n = 0; n < STREAMS; n++) {
                streams.add(one.get("/big"));
                streams.add(other.get("/big"));
            }
            for (Http2Stream each : streams) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            Http2Server.patiently("counts")
                    .untilAsserted(
                            () -> {
                                assertThat(server.figures().getTotalAccesses())
                                        .isEqualTo(2L * STREAMS);
                                assertThat(server.figures().getTotalBytes())
                                        .isEqualTo(2L * STREAMS * SIZE);
                            });
        }
    }
}
