package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.server.handler.StatisticsHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;

/** Handlers of Jetty's that count, limit and suspend requests. */
class RequestHandlersTest {

    private final Semaphore passage = new Semaphore(0);

    private static final String[] HELD = {"/held"};
    private static final String[] HELD_AND_LATE = {"/held", "/late"};

    /** Holds requests to {@code /held} in their thread; tells which came through. */
    private Handler gate(List<String> seen) {
        return AnsweringHandler.by(
                (q, r, c) -> {
                    String path = q.getHttpURI().getPath();
                    seen.add(path);
                    if (path.equals("/held")) {
                        passage.acquire();
                    }
                    Content.Sink.write(r, true, path, c);
                });
    }

    /** Jetty's own connector refuses what had begun to arrive; ours are done with it first. */
    @ParameterizedTest
    @EnumSource
    void aStopWaitsForRunningAndArrivingRequests(ConnectorKind over) throws Exception {
        boolean stock = over == ConnectorKind.STOCK;
        List<String> seen = new CopyOnWriteArrayList<>();
        GracefulHandler graceful = new GracefulHandler(gate(seen));
        TestJetty jetty = new TestJetty(over, graceful);
        jetty.server().setStopTimeout(10_000);
        jetty.start();
        CompletableFuture<Void> stopped;
        try (RawConnection held = jetty.open();
                RawConnection late = jetty.open()) {
            held.request("/held");
            late.send("GET /late HTTP/1.1\r\nHost:");
            await().untilAsserted(() -> assertThat(seen).as("%s", over).containsExactly("/held"));
            stopped = CompletableFuture.runAsync(jetty::close);
            await().pollInterval(Duration.ofMillis(10))
                    .until(() -> stock ? graceful.isShutdown() : jetty.server().isStopping());
            late.send(" localhost\r\n\r\n");
            assertThat(late.read().status()).as("%s", over).isEqualTo(stock ? 503 : 200);
            assertThat(stopped).as("%s", over).isNotDone();
            passage.release();
            assertThat(held.read().text()).as("%s", over).isEqualTo("/held");
        }
        stopped.get(10, TimeUnit.SECONDS);
        assertThat(seen).as("%s", over).containsExactly(stock ? HELD : HELD_AND_LATE);
    }

    @ParameterizedTest
    @EnumSource
    void aStopInterruptsRequestsThatExceedItsTimeout(ConnectorKind over) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Handler forEver =
                AnsweringHandler.by(
                        (q, r, c) -> {
                            held.countDown();
                            try {
                                passage.acquire();
                            } catch (InterruptedException e) {
                                interrupted.countDown();
                                throw e;
                            }
                        });
        TestJetty jetty = new TestJetty(over, new GracefulHandler(forEver));
        jetty.server().setStopTimeout(300);
        jetty.start();
        try (RawConnection client = jetty.open().request("/")) {
            assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
            long began = System.nanoTime();
            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    jetty.server().stop();
                                } catch (Exception e) {
                                    // Stock says that its grace is over, once it has stopped.
                                    assertThat(e)
                                            .isInstanceOf(
                                                    java.util.concurrent.TimeoutException.class);
                                }
                            });
            stopped.get(10, TimeUnit.SECONDS);
            assertThat((System.nanoTime() - began) / 1_000_000)
                    .as("%s", over)
                    .isGreaterThanOrEqualTo(295);
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).as("%s", over).isTrue();
            client.awaitEnd();
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsAreCounted(ConnectorKind over) throws Exception {
        StatisticsHandler statistics = new StatisticsHandler();
        statistics.setHandler(
                AnsweringHandler.by(
                        (q, r, c) -> {
                            switch (q.getHttpURI().getPath()) {
                                case "/fails" -> throw new IllegalStateException("as asked for");
                                case "/later" ->
                                        CompletableFuture.runAsync(
                                                () -> Content.Sink.write(r, true, "later", c));
                                case "/away" -> {
                                    r.setStatus(302);
                                    c.succeeded();
                                }
                                default ->
                                        Content.Sink.write(r, true, Content.Source.asString(q), c);
                            }
                        }));
        try (TestJetty jetty = new TestJetty(over, statistics).start();
                RawConnection client = jetty.open();
                RawConnection later = jetty.open()) {
            client.post("/echo", new byte[1000]);
            client.get("/away");
            client.get("/fails");
            awaitNone(statistics);
            // The other thread may end the next response on its connection as well (Jetty 12.1.12).
            later.get("/later");
            awaitNone(statistics);
            assertThat(
                            List.of(
                                    statistics.getRequestTotal(),
                                    statistics.getHandleTotal(),
                                    statistics.getRequestsActiveMax(),
                                    statistics.getResponses2xx(),
                                    statistics.getResponses3xx(),
                                    statistics.getResponses5xx(),
                                    statistics.getHandlingFailures()))
                    .as("%s", over)
                    .isEqualTo(List.of(4, 4, 1, 2, 1, 1, 1));
            assertThat(statistics.getBytesRead()).as("%s", over).isEqualTo(1000);
        }
    }

    private static void awaitNone(StatisticsHandler statistics) {
        await().untilAsserted(() -> assertThat(statistics.getRequestsActive()).isZero());
    }

    @ParameterizedTest
    @EnumSource
    void aClientHasSoManyThreads(ConnectorKind over) throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ThreadLimitHandler limit = new ThreadLimitHandler();
        limit.setThreadLimit(1);
        limit.setHandler(
                AnsweringHandler.by(
                        (q, r, c) -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            try {
                                passage.acquire();
                            } finally {
                                running.decrementAndGet();
                            }
                            Content.Sink.write(r, true, "hello", c);
                        }));
        try (TestJetty jetty = new TestJetty(over, limit).start()) {
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                clients.add(jetty.open().request("/"));
            }
            await().until(passage::hasQueuedThreads);
            passage.release(4);
            for (RawConnection client : clients) {
                try (client) {
                    assertThat(client.read().text()).as("%s", over).isEqualTo("hello");
                }
            }
            assertThat(most).as("%s", over).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void excessRequestsAreSuspendedAndResumedInOrder(ConnectorKind over) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        QoSHandler quality = new QoSHandler(gate(seen));
        quality.setMaxRequestCount(1);
        quality.setMaxSuspendedRequestCount(3);
        try (TestJetty jetty = new TestJetty(over, quality).start()) {
            List<RawConnection> clients = new ArrayList<>();
            clients.add(jetty.open().request("/held"));
            await().until(passage::hasQueuedThreads);
            for (int n = 1; n <= 3; n++) {
                int suspended = n;
                clients.add(jetty.open().request("/" + n));
                await().until(() -> quality.getSuspendedRequestCount() == suspended);
            }
            try (RawConnection refused = jetty.open()) {
                assertThat(refused.get("/4").status()).as("%s", over).isEqualTo(503);
            }
            passage.release();
            for (RawConnection client : clients) {
                try (client) {
                    assertThat(client.read().status()).as("%s", over).isEqualTo(200);
                }
            }
            assertThat(seen).as("%s", over).containsExactly("/held", "/1", "/2", "/3");
            assertThat(quality.getTotalResumedRequestCount()).as("%s", over).isEqualTo(3);
        }
    }
}
