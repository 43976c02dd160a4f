package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** Files, parts of them, and compressed content, over Jetty's own handlers for them. */
class ResourcesTest {

    private static final int SIZE = 3_000_000;

    @TempDir static Path directory;

    private static byte[] content;
    private static JettyPerConnector jetties;

    @BeforeAll
    static void make() throws Exception {
        content = new byte[SIZE];
        for (int n = 0; n < SIZE; n++) {
            content[n] = (byte) ('a' + (n / 7 + n / 1000) % 26);
        }
        Files.write(directory.resolve("big.txt"), content);
        jetties = new JettyPerConnector(ResourcesTest::jetty);
    }

    @AfterAll
    static void close() {
        jetties.close();
    }

    @SuppressWarnings("removal")
    private static TestJetty jetty(ConnectorKind over) {
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.root().newResource(directory));
        files.setEtags(true);
        var gzip = new org.eclipse.jetty.server.handler.gzip.GzipHandler();
        gzip.setInflateBufferSize(8192);
        gzip.addIncludedMethods("GET", "POST");
        gzip.setHandler(
                AnsweringHandler.by(
                        (q, r, c) -> {
                            if (q.getMethod().equals("POST")) {
                                Content.copy(q, r, c);
                            } else {
                                Content.Sink.write(r, true, text(), c);
                            }
                        }));
        return new TestJetty(
                over,
                new ContextHandlerCollection(
                        new ContextHandler(files, "/files"), new ContextHandler(gzip, "/gzip")));
    }

    private static String text() {
        return new String(content, StandardCharsets.US_ASCII);
    }

    private static RawConnection open(ConnectorKind over) throws Exception {
        return jetties.of(over).open();
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsServedWholeAndInPart(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over)) {
            assertThat(client.get("/files/big.txt").body()).as("%s", over).isEqualTo(content);
            Response one = client.get("/files/big.txt", "Range: bytes=1000000-2499999");
            assertThat(one.status()).as("%s", over).isEqualTo(206);
            assertThat(one.header("Content-Range"))
                    .as("%s", over)
                    .contains("bytes 1000000-2499999/" + SIZE);
            assertThat(one.body())
                    .as("%s", over)
                    .isEqualTo(Arrays.copyOfRange(content, 1_000_000, 2_500_000));
            assertThat(client.get("/files/big.txt", "Range: bytes=-5").body())
                    .as("%s", over)
                    .isEqualTo(Arrays.copyOfRange(content, SIZE - 5, SIZE));
            Response none = client.get("/files/big.txt", "Range: bytes=" + SIZE + "-");
            assertThat(none.status()).as("%s", over).isEqualTo(416);
            assertThat(none.header("Content-Range")).as("%s", over).contains("bytes */" + SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalRangesAreServedAsParts(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over)) {
            Response answer = client.get("/files/big.txt", "Range: bytes=0-9,2000000-2000019");
            assertThat(answer.status()).as("%s", over).isEqualTo(206);
            assertThat(answer.header("Content-Type").orElse(""))
                    .as("%s", over)
                    .startsWith("multipart/byteranges");
            assertThat(answer.text())
                    .as("%s", over)
                    .contains(
                            "Content-Range: bytes 0-9/"
                                    + SIZE
                                    + "\r\n\r\n"
                                    + text().substring(0, 10),
                            "Content-Range: bytes 2000000-2000019/"
                                    + SIZE
                                    + "\r\n\r\n"
                                    + text().substring(2_000_000, 2_000_020));
            assertThat(client.get("/files/big.txt", "Range: bytes=0-0").text())
                    .as("%s", over)
                    .isEqualTo("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void unchangedFilesAreNotSentAgain(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over)) {
            Response first = client.get("/files/big.txt", "Range: bytes=0-0");
            String tag = first.header("ETag").orElseThrow();
            String date = first.header("Last-Modified").orElseThrow();
            assertThat(client.get("/files/big.txt", "If-None-Match: " + tag).status())
                    .as("%s", over)
                    .isEqualTo(304);
            assertThat(client.get("/files/big.txt", "If-Modified-Since: " + date).status())
                    .as("%s", over)
                    .isEqualTo(304);
            assertThat(client.get("/files/big.txt", "If-Match: \"other\"").status())
                    .as("%s", over)
                    .isEqualTo(412);
            assertThat(client.get("/files/big.txt", "If-None-Match: \"other\"").body())
                    .as("%s", over)
                    .hasSize(SIZE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void contentIsCompressedAndExpanded(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over)) {
            Response small = client.get("/gzip/", "Accept-Encoding: gzip");
            assertThat(small.header("Content-Encoding")).as("%s", over).contains("gzip");
            assertThat(small.body().length).as("%s", over).isLessThan(SIZE / 2);
            assertThat(expanded(small)).as("%s", over).isEqualTo(content);
            byte[] body = compressed();
            client.send(
                    RawConnection.head(
                            "POST",
                            "/gzip/",
                            "Content-Encoding: gzip",
                            "Content-Length: " + body.length));
            assertThat(client.send(body).read().body()).as("%s", over).isEqualTo(content);
        }
    }

    private static byte[] compressed() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] expanded(Response answer) throws Exception {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return in.readAllBytes();
        }
    }
}
