package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More streams than workers, each with more to send than its window holds. */
class WindowsTest {

    private static final int STREAMS = 40;
    private static final int SIZE = 1 << 20;
    private static final String HASH = Exchange.patternHash(SIZE);

    @TempDir static Path directory;

    static Stream<Arguments> everyWay() {
        return Stream.of("worker", "event")
                .flatMap(
                        model ->
                                Stream.of(true, false)
                                        .flatMap(
                                                tls ->
                                                        Stream.of(true, false)
                                                                .map(
                                                                        asyncIo ->
                                                                                Arguments.of(
                                                                                        model, tls,
                                                                                        asyncIo))));
    }

    /**
     * The stock connector deadlocks here over TLS: its workers all wait for a window, and nobody is
     * left to read the frame that opens it.
     */
    @ParameterizedTest
    @MethodSource("everyWay")
    void moreStreamsThanWorkersAreAllAnswered(String model, boolean tls, boolean asyncIo)
            throws Exception {
        try (Http2Tomcat server =
                        (tls
                                        ? Http2Tomcat.overTls(directory, model)
                                        : Http2Tomcat.clear(directory, model))
                                .set("useAsyncIO", "" + asyncIo)
                                .start();
                Frames one = Frames.to(server);
                Frames other = Frames.to(server)) {
            List<Exchange> exchanges = new ArrayList<>();
            for (int n = 0; n < STREAMS; n++) {
                exchanges.add(one.get("/big"));
                exchanges.add(other.get("/big"));
            }
            for (Exchange each : exchanges) {
                assertThat(each.answer().sha256()).isEqualTo(HASH);
            }
            Http2Tomcat.patiently("counts")
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
