package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.adapters.CapturedLog;

/** A stream that hangs is told of like any request, whatever thread runs it. */
class SlowStreamsTest {

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aSlowStreamIsLoggedWithWhereItHangs(Http2Cell cell) throws Exception {
        try (CapturedLog log = new CapturedLog();
                Http2Server server =
                        Http2Server.clear(directory, cell).set("slowRequestTime", "300ms").start();
                Http2Connection connection = Http2Connection.to(server)) {
            assertThat(connection.get("/sleep?ms=2000").answer().status()).isEqualTo(200);
            assertThat(log.containing("port " + server.port() + ","))
                    .filteredOn(entry -> entry.contains("/sleep"))
                    .singleElement()
                    .asString()
                    .contains(": GET /sleep?ms=2000 HTTP/2.0 from 127.0.0.1\n")
                    .contains("SleepServlet");
        }
    }
}
