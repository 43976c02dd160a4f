package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies on their way to the server, under its windows. */
class UploadsTest {

    private static final int STREAMS = 40;

    /**
     * Bytes of the connection's window, which Tomcat cannot be told. Streams that together may take
     * all of it keep those waiting whose bodies are read: with any connector.
     */
    private static final int CONNECTION = 65_535;

    private static final int SIZE = 1 << 16;
    private static final byte[] BODY = Http2Stream.pattern(SIZE);
    private static final String HASH = Http2Stream.patternHash(SIZE);

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Http2Cell.BLOCKING)
    void moreUploadsThanWorkersArriveWhole(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.overTls(directory, cell)
                                .streamWindow(CONNECTION / STREAMS)
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            List<Http2Stream> uploads = new ArrayList<>();
            for (int n = 0; n < STREAMS; n++) {
                Http2Stream upload = connection.open("POST", "/upload", false);
                upload.sendLater(BODY, true);
                uploads.add(upload);
            }
            for (Http2Stream each : uploads) {
                assertThat(each.answer().text()).contains(HASH).contains("" + SIZE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aBodyThatIsReadLateWaitsAtTheClient(Http2Cell cell) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .servlet("/late", new Late(read))
                                .streamWindow(CONNECTION / 4)
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream late = connection.open("POST", "/late", false);
            late.sendLater(BODY, true);
            Http2Stream other = connection.post("/upload", new byte[10]);
            assertThat(other.answer().status()).as("beside it").isEqualTo(200);
            assertThat(late.isAnswered()).isFalse();
            read.countDown();
            assertThat(late.answer().text()).isEqualTo("" + SIZE);
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void continueIsSaidBeforeTheBody(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream upload =
                    connection.open("POST", "/upload", false, "expect", "100-continue");
            upload.awaitContinue();
            upload.send(BODY, true);
            assertThat(upload.answer().text()).contains(HASH);
        }
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void trailersGoBothWays(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream stream = connection.open("POST", "/trailers", false, "trailer", "x-demo");
            stream.send(new byte[100], false);
            stream.sendTrailers("x-demo", "after all");
            Http2Stream.Answer answer = stream.answer();
            assertThat(answer.text()).isEqualTo("100 bytes\n");
            assertThat(answer.trailers().get("x-length")).isEqualTo("100");
            assertThat(answer.trailers().get("x-echo-x-demo")).isEqualTo("after all");
        }
    }

    /** The body stays unread: the stream ends, the connection does not, and its window is whole. */
    @ParameterizedTest
    @MethodSource(Http2Cell.BLOCKING)
    void aResponseBeforeTheBodyReturnsTheConnectionsWindow(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            for (int n = 0; n < 20; n++) {
                Http2Stream early = connection.open("POST", "/early?status=413", false);
                early.sendLater(new byte[30_000], true);
                assertThat(early.awaitHeaders()).isEqualTo(413);
            }
            assertThat(connection.post("/upload", BODY).answer().text()).contains(HASH);
        }
    }

    private static final class Late extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch read;

        Late(CountDownLatch read) {
            this.read = read;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            try {
                read.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            long length = request.getInputStream().transferTo(OutputStream.nullOutputStream());
            response.getOutputStream().print("" + length);
        }
    }
}
