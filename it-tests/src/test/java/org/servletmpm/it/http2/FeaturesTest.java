package org.servletmpm.it.http2;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.servletmpm.it.client.TrustingTls;

/** Files, ranges, priorities and common clients work over HTTP/2. */
class FeaturesTest {

    /** Over 48 KB, from where on Tomcat sends a file by itself. */
    private static final int SIZE = 300_000;

    @TempDir static Path directory;

    @ParameterizedTest
    @MethodSource(Http2Cell.BLOCKING)
    void filesHeadsAndRanges(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell)
                                .file("file.bin", Http2Stream.pattern(SIZE))
                                .start();
                Http2Connection connection = Http2Connection.to(server)) {
            List<Http2Stream> whole = new ArrayList<>();
            for (int n = 0; n < 2 * Http2Server.WORKERS; n++) {
                whole.add(connection.get("/file.bin"));
            }
            for (Http2Stream each : whole) {
                assertThat(each.answer().sha256()).isEqualTo(Http2Stream.patternHash(SIZE));
            }
            Http2Stream.Answer part =
                    connection.get("/file.bin", "range", "bytes=1000-250999").answer();
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.length()).isEqualTo(250_000);
            assertThat(part.start()[0]).isEqualTo((byte) (1000 % 251));
            HttpResponse<byte[]> head =
                    HttpClient.newHttpClient()
                            .send(
                                    request(server, "/file.bin")
                                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(head.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(SIZE);
            Http2Server.patiently("what the connector sends is counted too")
                    .untilAsserted(
                            () -> {
                                assertThat(server.figures().getTotalAccesses())
                                        .isEqualTo(whole.size() + 2L);
                                assertThat(server.figures().getTotalBytes())
                                        .isEqualTo((long) whole.size() * SIZE + 250_000);
                            });
        }
    }

    /** A browser, or the JDK: TLS with ALPN, or an upgrade of the first request. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aCommonClientIsServedOverTls(Http2Cell cell) throws Exception {
        assertServed(Http2Server.overTls(directory, cell));
    }

    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void aCommonClientIsServedInTheClear(Http2Cell cell) throws Exception {
        assertServed(Http2Server.clear(directory, cell));
    }

    private static void assertServed(Http2Server made) throws Exception {
        try (Http2Server server =
                made.compressing()
                        .file("text.txt", "all the same ".repeat(1000).getBytes())
                        .servlet("/push", new Push())
                        .start()) {
            HttpClient client =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_2)
                            .sslContext(TrustingTls.context())
                            .build();
            for (int n = 0; n < 2; n++) {
                HttpResponse<byte[]> zipped =
                        client.send(
                                request(server, "/text.txt")
                                        .header("Accept-Encoding", "gzip")
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray());
                assertThat(zipped.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
                assertThat(zipped.body()).hasSizeLessThan(1000);
            }
            assertThat(
                            client.send(
                                            request(server, "/push").build(),
                                            HttpResponse.BodyHandlers.ofString())
                                    .body())
                    .as("a client that did not refuse pushes gets none")
                    .isEqualTo("null");
        }
    }

    /** RFC 9113 keeps the frame and drops its meaning. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void prioritiesAreAcceptedAndIgnored(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection connection = Http2Connection.to(server)) {
            Http2Stream sleeping = connection.get("/sleep?ms=100");
            connection
                    .session()
                    .priority(
                            new PriorityFrame(sleeping.stream().getId(), 0, 200, true),
                            Callback.NOOP);
            connection.ping();
            assertThat(sleeping.answer().status()).isEqualTo(200);
        }
    }

    /** Within MaxRequestWorkers, or ThreadsPerChild beside the connections' own threads. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void theApplicationRunsWhereItIsCounted(Http2Cell cell) throws Exception {
        try (Http2Server server =
                        Http2Server.clear(directory, cell).servlet("/runs", new Runs()).start();
                Http2Connection connection = Http2Connection.to(server)) {
            for (int n = 0; n < 10; n++) {
                assertThat(connection.get("/runs").answer().text())
                        .contains(cell.isWorker() ? "-auxiliary-" : "-worker-");
            }
        }
    }

    private static final class Runs extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().write(Thread.currentThread().getName());
        }
    }

    /** Threads that run what may not wait come when they are needed, and a few suffice. */
    @ParameterizedTest
    @MethodSource(Http2Cell.USUAL)
    void continuationThreadsStayFew(Http2Cell cell) throws Exception {
        try (Http2Server server = Http2Server.clear(directory, cell).start();
                Http2Connection one = Http2Connection.to(server);
                Http2Connection other = Http2Connection.to(server)) {
            for (int n = 0; n < 500; n++) {
                Http2Stream here = one.get("/hello");
                assertThat(other.get("/hello").answer().status()).isEqualTo(200);
                assertThat(here.answer().status()).isEqualTo(200);
            }
            assertThat(server.threads("-continuation-")).hasSizeLessThan(8);
            assertThat(server.threads("-auxiliary-"))
                    .hasSizeLessThanOrEqualTo(cell.isWorker() ? Http2Server.WORKERS : 0);
        }
    }

    private static HttpRequest.Builder request(Http2Server server, String path) {
        return HttpRequest.newBuilder(
                URI.create(server.origin().replace("127.0.0.1", "localhost") + path));
    }

    private static final class Push extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("deprecation") // What applications of today still call.
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().write("" + request.newPushBuilder());
        }
    }
}
