package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Tomcat's own timeouts and counts of requests, written as its attributes. Timeouts are only
 * compared from below: how late one may be is the machine's affair, up to the client's patience.
 */
class TomcatTimeoutsTest {

    private static final int SHORT = 250;
    private static final int LONGER = 500;

    @TempDir static Path base;

    private static TomcatPerModel tomcats;

    @BeforeAll
    static void make() {
        tomcats =
                new TomcatPerModel(
                        model ->
                                new AttributedTomcat(base, model)
                                        .servlet("/hello", TomcatTimeoutsTest::hello)
                                        .servlet("/body", TomcatTimeoutsTest::body)
                                        .servlet(
                                                "/async",
                                                (request, response) -> request.startAsync())
                                        .with(
                                                "short",
                                                "connectionTimeout=" + SHORT,
                                                "keepAliveTimeout=" + LONGER,
                                                "maxKeepAliveRequests=3",
                                                "asyncTimeout=" + SHORT)
                                        .with("only", "socket.soTimeout=" + SHORT)
                                        .with(
                                                "upload",
                                                "connectionTimeout=60000",
                                                "disableUploadTimeout=false",
                                                "connectionUploadTimeout=" + SHORT)
                                        .with(
                                                "slow upload",
                                                "connectionTimeout=" + SHORT,
                                                "disableUploadTimeout=false",
                                                "connectionUploadTimeout=" + LONGER)
                                        .with("none", "connectionTimeout=-1"));
    }

    @AfterAll
    static void close() throws Exception {
        tomcats.close();
    }

    private static void hello(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.getWriter().write("hello");
    }

    private static void body(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.getInputStream().readAllBytes();
        response.getWriter().write("all of it");
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void silentClientsAndHalfRequestsEndAtTheConnectionTimeout(Cell.Model model) throws Exception {
        long began = System.nanoTime();
        try (RawConnection silent = open(model, "short");
                RawConnection half = open(model, "short").send("GET /hello HT");
                RawConnection headers =
                        open(model, "short").send("GET /hello HTTP/1.1\r\nHost: h\r\n");
                RawConnection byItsOtherName = open(model, "only")) {
            silent.awaitEnd();
            assertThat(millisSince(began)).as("%s", model).isGreaterThan(SHORT - 5);
            half.awaitEnd();
            headers.awaitEnd();
            byItsOtherName.awaitEnd();
            assertThat(millisSince(began)).as("%s", model).isBetween(SHORT - 5, 10_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void theNextRequestIsAwaitedForTheKeepAliveTimeout(Cell.Model model) throws Exception {
        try (RawConnection kept = open(model, "short");
                RawConnection following = open(model, "only")) {
            long began = System.nanoTime();
            kept.get("/hello");
            following.get("/hello");
            following.awaitEnd();
            assertThat(millisSince(began)).as("%s: the other's", model).isGreaterThan(SHORT - 5);
            kept.awaitEnd();
            assertThat(millisSince(began)).as("%s", model).isGreaterThan(LONGER - 5);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void aConnectionHasSoManyRequests(Cell.Model model) throws Exception {
        try (RawConnection kept = open(model, "short")) {
            assertThat(kept.get("/hello").closes()).as("%s: first", model).isFalse();
            assertThat(kept.get("/hello").closes()).as("%s: second", model).isFalse();
            assertThat(kept.get("/hello").closes()).as("%s: third", model).isTrue();
            kept.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void aStalledBodyEndsAtTheConnectionsOrItsOwnTimeout(Cell.Model model) throws Exception {
        long began = System.nanoTime();
        try (RawConnection connections = stall(model, "short");
                RawConnection uploads = stall(model, "upload");
                RawConnection slow = stall(model, "slow upload")) {
            assertThat(connections.read().status()).as("%s", model).isEqualTo(400);
            assertThat(uploads.read().status()).as("%s: upload", model).isEqualTo(400);
            assertThat(millisSince(began)).as("%s", model).isBetween(SHORT - 5, 10_000);
            assertThat(slow.read().status()).as("%s: slow upload", model).isEqualTo(400);
            assertThat(millisSince(began))
                    .as("%s: longer than the connection's", model)
                    .isBetween(LONGER - 5, 10_000);
        }
    }

    private static RawConnection stall(Cell.Model model, String connector) throws Exception {
        String head = RawConnection.head("POST", "/body", "Content-Length: 10");
        return open(model, connector).send(head).send("half");
    }

    /** After an upload the connection waits as long as any other. */
    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void theUploadTimeoutIsForBodiesOnly(Cell.Model model) throws Exception {
        try (RawConnection client = open(model, "upload")) {
            long began = System.nanoTime();
            assertThat(client.post("/body", new byte[100_000]).text()).isEqualTo("all of it");
            while (millisSince(began) < 2 * SHORT) {
                assertThat(client.hasInput()).as("%s", model).isFalse();
                Thread.onSpinWait();
            }
            assertThat(client.get("/hello").status()).as("%s", model).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void withoutATimeoutClientsMayBeSlow(Cell.Model model) throws Exception {
        try (RawConnection client = open(model, "none");
                RawConnection clock = open(model, "short")) {
            client.send("GET /hel");
            clock.awaitEnd();
            client.send("lo HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.read().status()).as("%s", model).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void anAsynchronousRequestEndsAtTheAsyncTimeout(Cell.Model model) throws Exception {
        try (RawConnection client = open(model, "short")) {
            long began = System.nanoTime();
            Response response = client.get("/async");
            assertThat(response.status()).as("%s", model).isEqualTo(500);
            assertThat(millisSince(began)).as("%s", model).isGreaterThan(SHORT - 5);
        }
    }

    /** Tomcat alone begins the task anew once a minute. */
    @ParameterizedTest
    @EnumSource(Cell.Model.class)
    void asynchronousTimeoutsGoOnAfterTheirTaskHasFailed(Cell.Model model) throws Exception {
        AbstractProtocol<?> protocol =
                (AbstractProtocol<?>) tomcats.of(model).connector("short").getProtocolHandler();
        CountDownLatch failed = new CountDownLatch(1);
        Processor failing =
                (Processor)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {Processor.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("timeoutAsync")) {
                                        failed.countDown();
                                        throw new OutOfMemoryError("of this test");
                                    }
                                    return method.getReturnType() == int.class
                                            ? System.identityHashCode(proxy)
                                            : proxy == arguments[0];
                                });
        protocol.addWaitingProcessor(failing);
        assertThat(failed.await(10, TimeUnit.SECONDS)).as("%s", model).isTrue();
        protocol.removeWaitingProcessor(failing);
        try (RawConnection waiting = open(model, "short")) {
            assertThat(waiting.get("/async").status()).as("%s", model).isEqualTo(500);
        }
    }

    private static RawConnection open(Cell.Model model, String connector) throws Exception {
        return RawConnection.open(tomcats.of(model).port(connector), false);
    }

    private static int millisSince(long nanos) {
        return (int) ((System.nanoTime() - nanos) / 1_000_000);
    }
}
