package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Handlers of Jetty's core that read and write in each way there is. */
class CoreHandlersTest {

    private static final int LARGE = 5_000_000;

    private static JettyPerConnector jetties;

    @BeforeAll
    static void make() {
        jetties =
                new JettyPerConnector(
                        over -> {
                            PathMappingsHandler paths = new PathMappingsHandler();
                            map(paths, "/copy", (q, r, c) -> Content.copy(q, r, c));
                            map(paths, "/trailers", CoreHandlersTest::trailers);
                            map(paths, "/stream", CoreHandlersTest::stream);
                            map(paths, "/expect", CoreHandlersTest::expect);
                            map(paths, "/large", CoreHandlersTest::large);
                            for (InvocationType type : InvocationType.values()) {
                                map(
                                        paths,
                                        "/demand/" + type,
                                        (q, r, c) -> new Demand(q, r, c, type).run());
                            }
                            return new TestJetty(over, paths);
                        });
    }

    @AfterAll
    static void close() {
        jetties.close();
    }

    private static void map(PathMappingsHandler paths, String path, AnsweringHandler answer) {
        paths.addMapping(PathSpec.from(path), AnsweringHandler.by(answer));
    }

    private static void stream(Request request, Response response, Callback callback)
            throws Exception {
        long length = 0;
        byte[] buffer = new byte[10_000];
        try (var in = Content.Source.asInputStream(request)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                length += n;
            }
        }
        Content.Sink.write(response, true, "read " + length, callback);
    }

    private static void expect(Request request, Response response, Callback callback)
            throws Exception {
        if (request.getHeaders().contains("X-Refuse")) {
            Response.writeError(request, response, callback, 413);
        } else {
            Content.copy(request, response, callback);
        }
    }

    private static void trailers(Request request, Response response, Callback callback) {
        HttpFields.Mutable trailers = HttpFields.build();
        response.setTrailersSupplier(() -> trailers);
        Content.copy(request, response, Response.newTrailersChunkProcessor(response), callback);
    }

    private static void large(Request request, Response response, Callback callback) {
        response.write(true, ByteBuffer.wrap(pattern(LARGE)), callback);
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int n = 0; n < length; n++) {
            bytes[n] = (byte) (n * 31 + n / 251);
        }
        return bytes;
    }

    /** Reads by demand alone, its callback of a given type, and answers with the length. */
    private static final class Demand implements Invocable.Task {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final InvocationType type;
        private final AtomicLong length = new AtomicLong();

        Demand(Request request, Response response, Callback callback, InvocationType type) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.type = type;
        }

        @Override
        public InvocationType getInvocationType() {
            return type;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    callback.failed(chunk.getFailure());
                    return;
                }
                length.addAndGet(chunk.remaining());
                chunk.release();
                if (chunk.isLast()) {
                    Content.Sink.write(response, true, "read " + length, callback);
                    return;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyIsCopiedWhileItComes(ConnectorKind over) throws Exception {
        byte[] body = pattern(LARGE);
        try (RawConnection client = jetties.of(over).open()) {
            for (int times = 0; times < 2; times++) {
                CompletableFuture<Void> sent = sendLater(client, "/copy", body);
                assertThat(client.read().body()).as("%s", over).isEqualTo(body);
                sent.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static CompletableFuture<Void> sendLater(
            RawConnection client, String path, byte[] body) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        client.send(
                                RawConnection.head("POST", path, "Content-Length: " + body.length));
                        client.send(body);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReaderGetsAllOfIt(ConnectorKind over) throws Exception {
        try (RawConnection slow = RawConnection.open(jetties.of(over).port(), false, 4096);
                RawConnection other = jetties.of(over).open()) {
            slow.request("/large");
            assertThat(slow.isAnswered()).as("%s", over).isTrue();
            assertThat(other.post("/copy", new byte[10]).body()).as("%s", over).hasSize(10);
            assertThat(slow.read().body()).as("%s", over).isEqualTo(pattern(LARGE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/demand/BLOCKING",
        "/demand/NON_BLOCKING",
        "/demand/EITHER",
        "/stream",
    })
    void aSlowSenderIsReadToTheEnd(String path) throws Exception {
        for (ConnectorKind over : ConnectorKind.values()) {
            try (RawConnection client = jetties.of(over).open()) {
                client.send(RawConnection.head("POST", path, "Content-Length: 20"));
                RawConnection clock = jetties.of(over).open();
                for (int n = 0; n < 4; n++) {
                    client.send("12345");
                    // The server has turned round once: the next piece is not in the same packet.
                    clock.post("/copy", new byte[1]);
                }
                clock.close();
                assertThat(client.read().text()).as("%s %s", over, path).isEqualTo("read 20");
                sendLater(client, path, pattern(LARGE));
                assertThat(client.read().text()).as("%s %s", over, path).isEqualTo("read " + LARGE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHalfClosedClientIsAnswered(ConnectorKind over) throws Exception {
        byte[] body = pattern(100_000);
        try (RawConnection client = jetties.of(over).open()) {
            client.send(RawConnection.head("POST", "/copy", "Content-Length: 100000"));
            client.send(body).halfClose();
            assertThat(client.read().body()).as("%s", over).isEqualTo(body);
            client.awaitEnd();
        }
        try (RawConnection early = jetties.of(over).open()) {
            early.send(RawConnection.head("POST", "/stream", "Content-Length: 100"));
            early.send("not all of it").halfClose();
            assertThat(early.read().status()).as("%s", over).isEqualTo(400);
            early.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void trailersGoBothWays(ConnectorKind over) throws Exception {
        try (RawConnection client = jetties.of(over).open()) {
            client.send(
                    RawConnection.head("POST", "/trailers", "Transfer-Encoding: chunked")
                            + "5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n");
            String answer = new String(client.readBytes(2), StandardCharsets.ISO_8859_1);
            while (!answer.endsWith("\r\n\r\n") || !answer.contains("hello")) {
                byte[] next = client.readBytes(1);
                assertThat(next).as("%s after %s", over, answer).hasSize(1);
                answer += (char) next[0];
            }
            assertThat(Arrays.asList(answer.split("\r\n")))
                    .as("%s", over)
                    .contains("HTTP/1.1 200 OK", "hello", "0", "X-Sum: 5");
        }
    }

    @ParameterizedTest
    @EnumSource
    void expectContinueIsAnsweredOrRefused(ConnectorKind over) throws Exception {
        String[] headers = {"Content-Length: 5", "Expect: 100-continue"};
        try (RawConnection client = jetties.of(over).open()) {
            client.send(RawConnection.head("POST", "/expect", headers));
            assertThat(client.read().status()).as("%s", over).isEqualTo(100);
            assertThat(client.send("hello").read().text()).as("%s", over).isEqualTo("hello");
            client.send(
                    RawConnection.head("POST", "/expect", headers[0], headers[1], "X-Refuse: 1"));
            assertThat(client.read().status()).as("%s", over).isEqualTo(413);
            client.awaitEnd();
        }
    }
}
