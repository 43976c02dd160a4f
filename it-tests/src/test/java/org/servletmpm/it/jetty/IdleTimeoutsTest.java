package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/**
 * Idle timeouts of every kind. They are only compared from below: how late one may be is the
 * machine's affair, up to the client's patience.
 */
class IdleTimeoutsTest {

    private static final int SHORT = 300;
    private static final int LONGER = 700;

    private static JettyPerConnector jetties;
    private static JettyPerConnector configured;

    /** What handlers were told, by connector. */
    private static final Map<ConnectorKind, LinkedBlockingQueue<String>> TOLD =
            new ConcurrentHashMap<>();

    @BeforeAll
    static void make() {
        for (ConnectorKind over : ConnectorKind.values()) {
            TOLD.put(over, new LinkedBlockingQueue<>());
        }
        jetties =
                new JettyPerConnector(
                        over -> {
                            TestJetty jetty = new TestJetty(over, handlers(TOLD.get(over)));
                            jetty.connector().setIdleTimeout(SHORT);
                            return jetty;
                        });
        configured =
                new JettyPerConnector(
                        over -> {
                            HttpConfiguration configuration = new HttpConfiguration();
                            configuration.setIdleTimeout(LONGER);
                            TestJetty jetty =
                                    new TestJetty(
                                            over,
                                            handlers(TOLD.get(over)),
                                            new HttpConnectionFactory(configuration));
                            jetty.connector().setIdleTimeout(SHORT);
                            return jetty;
                        });
    }

    @AfterAll
    static void close() {
        jetties.close();
        configured.close();
    }

    private static PathMappingsHandler handlers(LinkedBlockingQueue<String> told) {
        PathMappingsHandler paths = new PathMappingsHandler();
        map(paths, "/hello", (q, r, c) -> Content.Sink.write(r, true, "hello", c));
        map(paths, "/stream", (q, r, c) -> stream(q, r, c, told));
        map(paths, "/demand", (q, r, c) -> demand(q, r, c, told));
        map(paths, "/write", (q, r, c) -> write(r, c, told));
        map(paths, "/block", (q, r, c) -> block(r, c, told));
        map(
                paths,
                "/wait",
                (q, r, c) ->
                        q.addFailureListener(
                                x -> {
                                    told.add(name(x));
                                    c.failed(x);
                                }));
        map(
                paths,
                "/listen",
                (q, r, c) ->
                        q.addIdleTimeoutListener(
                                x -> {
                                    told.add("idle " + name(x));
                                    Content.Sink.write(r, true, "late", c);
                                    return false;
                                }));
        return paths;
    }

    private static void map(PathMappingsHandler paths, String path, AnsweringHandler answer) {
        paths.addMapping(PathSpec.from(path), AnsweringHandler.by(answer));
    }

    private static String name(Throwable told) {
        Throwable cause = told;
        while (!(cause instanceof TimeoutException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName();
    }

    private static void stream(
            Request request,
            Response response,
            Callback callback,
            LinkedBlockingQueue<String> told) {
        try {
            Content.Source.asInputStream(request).readAllBytes();
            Content.Sink.write(response, true, "all of it", callback);
        } catch (Exception e) {
            told.add("read " + name(e));
            callback.failed(e);
        }
    }

    private static void demand(
            Request request,
            Response response,
            Callback callback,
            LinkedBlockingQueue<String> told) {
        Content.Source.asByteBuffer(
                request,
                new org.eclipse.jetty.util.Promise<>() {
                    @Override
                    public void succeeded(ByteBuffer body) {
                        Content.Sink.write(response, true, "all of it", callback);
                    }

                    @Override
                    public void failed(Throwable x) {
                        told.add("demand " + name(x));
                        callback.failed(x);
                    }
                });
    }

    private static void write(
            Response response, Callback callback, LinkedBlockingQueue<String> told) {
        response.write(
                true,
                ByteBuffer.allocate(20_000_000),
                Callback.from(
                        callback::succeeded,
                        x -> {
                            told.add("write " + name(x));
                            callback.failed(x);
                        }));
    }

    private static void block(
            Response response, Callback callback, LinkedBlockingQueue<String> told) {
        try (var out = Content.Sink.asOutputStream(response)) {
            for (int n = 0; n < 200; n++) {
                out.write(new byte[100_000]);
            }
            callback.succeeded();
        } catch (Exception e) {
            told.add("write " + name(e));
            callback.failed(e);
        }
    }

    private static RawConnection open(ConnectorKind over) throws Exception {
        return jetties.of(over).open();
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void assertAfter(ConnectorKind over, long began, int millis) {
        assertThat(millisSince(began)).as("%s", over).isBetween(millis - 5L, 10_000L);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatSendsNothingOrHalfARequestIsClosedAtTheTimeout(ConnectorKind over)
            throws Exception {
        long began = System.nanoTime();
        try (RawConnection silent = open(over);
                RawConnection half = open(over).send("GET /hello HT");
                RawConnection headers = open(over).send("GET /hello HTTP/1.1\r\nHost: h\r\n");
                RawConnection kept = open(over)) {
            kept.get("/hello");
            silent.awaitEnd();
            assertAfter(over, began, SHORT);
            half.awaitEnd();
            headers.awaitEnd();
            kept.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatStallsFailsItsReader(ConnectorKind over) throws Exception {
        for (String path : new String[] {"/stream", "/demand"}) {
            try (RawConnection client = open(over)) {
                client.send(RawConnection.head("POST", path, "Content-Length: 10")).send("half");
                long began = System.nanoTime();
                assertThat(client.read().status()).as("%s %s", over, path).isEqualTo(500);
                assertAfter(over, began, SHORT - 50);
                assertThat(TOLD.get(over).poll(10, TimeUnit.SECONDS))
                        .as("%s", over)
                        .isEqualTo(
                                (path.equals("/stream") ? "read " : "demand ")
                                        + "TimeoutException");
                client.awaitEnd();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatTakesNothingFailsItsWriter(ConnectorKind over) throws Exception {
        int port = jetties.of(over).port();
        long began = System.nanoTime();
        try (RawConnection one = RawConnection.open(port, false, 4096).request("/write");
                RawConnection other = RawConnection.open(port, false, 4096).request("/block")) {
            for (int writers = 0; writers < 2; writers++) {
                assertThat(TOLD.get(over).poll(10, TimeUnit.SECONDS))
                        .as("%s", over)
                        .isEqualTo("write TimeoutException");
                assertAfter(over, began, SHORT - 50);
            }
            one.awaitEnd();
            other.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatDoesNotComeFailsItsRequest(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over).request("/wait")) {
            long began = System.nanoTime();
            assertThat(TOLD.get(over).poll(10, TimeUnit.SECONDS))
                    .as("%s", over)
                    .isEqualTo("TimeoutException");
            assertThat(client.read().status()).as("%s", over).isEqualTo(500);
            assertAfter(over, began, SHORT - 50);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdleTimeoutListenerMayAnswerInstead(ConnectorKind over) throws Exception {
        try (RawConnection client = open(over)) {
            assertThat(client.get("/listen").text()).as("%s", over).isEqualTo("late");
            assertThat(TOLD.get(over).poll(10, TimeUnit.SECONDS))
                    .as("%s", over)
                    .isEqualTo("idle TimeoutException");
            assertThat(client.get("/hello").text()).as("%s", over).isEqualTo("hello");
        }
    }

    /** HTTP's own is for the time of a request; between them the connector's holds. */
    @ParameterizedTest
    @EnumSource
    void aRequestMayHaveATimeoutOfItsOwn(ConnectorKind over) throws Exception {
        try (RawConnection client = configured.of(over).open()) {
            client.send(RawConnection.head("POST", "/stream", "Content-Length: 10")).send("half");
            long began = System.nanoTime();
            assertThat(client.read().status()).as("%s", over).isEqualTo(500);
            assertAfter(over, began, LONGER - 50);
            assertThat(TOLD.get(over).poll(10, TimeUnit.SECONDS))
                    .as("%s", over)
                    .isEqualTo("read TimeoutException");
        }
        try (RawConnection kept = configured.of(over).open()) {
            kept.get("/hello");
            long began = System.nanoTime();
            kept.awaitEnd();
            assertAfter(over, began, SHORT - 50);
        }
    }
}
