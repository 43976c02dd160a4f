package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A filter that needs one thread for each connection, met over HTTP/2. */
class PinnedStreamsTest {

    private static final int STREAMS = 5;

    @TempDir static Path directory;

    /** The connection is marked; its streams have threads of their own, as always. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void streamsAreServedAsEver(Way way) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, way)
                                .set("eventIncompatible", "/sleep")
                                .start();
                Frames frames = Frames.to(server)) {
            for (int round = 0; round < 2; round++) {
                List<Exchange> streams = new ArrayList<>();
                for (int n = 0; n < STREAMS; n++) {
                    streams.add(frames.get("/sleep?ms=300"));
                }
                Http2Server.patiently("all at once")
                        .until(() -> server.letters('W') >= (way.isWorker() ? 1 : STREAMS));
                for (Exchange each : streams) {
                    assertThat(each.answer().status()).as("%s", way).isEqualTo(200);
                }
            }
            assertThat(server.figures().getConnsPinned()).isEqualTo(way.isWorker() ? 0 : 1);
            Http2Server.patiently("no worker waits with it")
                    .until(() -> server.figures().getBusyWorkers() == (way.isWorker() ? 1 : 0));
        }
    }
}
