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

    private static final int SIZE = 1 << 18;
    private static final byte[] BODY = Exchange.pattern(SIZE);
    private static final String HASH = Exchange.patternHash(SIZE);

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Way.EVERY)
    void moreUploadsThanWorkersArriveWhole(Way way) throws Exception {
        try (Http2Server server =
                        Http2Server.overTls(directory, way)
                                .streamWindow(CONNECTION / STREAMS)
                                .start();
                Frames frames = Frames.to(server)) {
            List<Exchange> uploads = new ArrayList<>();
            for (int n = 0; n < STREAMS; n++) {
                Exchange upload = frames.open("POST", "/upload", false);
                upload.sendLater(BODY, true);
                uploads.add(upload);
            }
            for (Exchange each : uploads) {
                assertThat(each.answer().text()).contains(HASH).contains("" + SIZE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void aBodyThatIsReadLateWaitsAtTheClient(Way way) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (Http2Server server =
                        Http2Server.clear(directory, way)
                                .servlet("/late", new Late(read))
                                .streamWindow(CONNECTION / 4)
                                .start();
                Frames frames = Frames.to(server)) {
            Exchange late = frames.open("POST", "/late", false);
            late.sendLater(BODY, true);
            Exchange other = frames.post("/upload", new byte[10]);
            assertThat(other.answer().status()).as("beside it").isEqualTo(200);
            assertThat(late.isAnswered()).isFalse();
            read.countDown();
            assertThat(late.answer().text()).isEqualTo("" + SIZE);
        }
    }

    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void continueIsSaidBeforeTheBody(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames frames = Frames.to(server)) {
            Exchange upload = frames.open("POST", "/upload", false, "expect", "100-continue");
            upload.awaitContinue();
            upload.send(BODY, true);
            assertThat(upload.answer().text()).contains(HASH);
        }
    }

    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void trailersGoBothWays(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames frames = Frames.to(server)) {
            Exchange exchange = frames.open("POST", "/trailers", false, "trailer", "x-demo");
            exchange.send(new byte[100], false);
            exchange.sendTrailers("x-demo", "after all");
            Exchange.Answer answer = exchange.answer();
            assertThat(answer.text()).isEqualTo("100 bytes\n");
            assertThat(answer.trailers().get("x-length")).isEqualTo("100");
            assertThat(answer.trailers().get("x-echo-x-demo")).isEqualTo("after all");
        }
    }

    /** The body stays unread: the stream ends, the connection does not, and its window is whole. */
    @ParameterizedTest
    @MethodSource(Way.USUAL)
    void anAnswerBeforeTheBodyCostsTheConnectionNothing(Way way) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, way).start();
                Frames frames = Frames.to(server)) {
            for (int n = 0; n < 20; n++) {
                Exchange early = frames.open("POST", "/early?status=413", false);
                early.sendLater(new byte[30_000], true);
                assertThat(early.awaitHeaders()).isEqualTo(413);
            }
            assertThat(frames.post("/upload", BODY).answer().text()).contains(HASH);
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
