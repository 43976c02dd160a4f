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
    @MethodSource(Http2Cell.USUAL)
    void streamsThatMeetAPinningFilterAreServed(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .set("eventIncompatible", "/sleep")
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            for (int round = 0; round < 2; round++) {
                List<Http2Stream> streams = new ArrayList<>();
                for (int n = 0; n < STREAMS; n++) {
                    streams.add(connection.get("/sleep?ms=300"));
                }
                Http2Server.patiently("all at once")
                        .until(() -> server.letters('W') >= (cell.isWorker() ? 1 : STREAMS));
                for (Http2Stream each : streams) {
                    assertThat(each.answer().status()).as("%s", cell).isEqualTo(200);
                }
            }
            assertThat(server.figures().getConnsPinned()).isEqualTo(cell.isWorker() ? 0 : 1);
            Http2Server.patiently("no worker waits with it")
                    .until(() -> server.figures().getBusyWorkers() == (cell.isWorker() ? 1 : 0));
        }
    }
}
