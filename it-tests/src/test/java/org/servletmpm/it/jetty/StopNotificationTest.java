package org.servletmpm.it.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.cell.RecordedAsyncEvents;
import org.servletmpm.it.client.RawConnection;

/** Requests that wait asynchronously while the server stops: the application is told of each. */
class StopNotificationTest {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Some listen for failures only, one has a part of its body unread, one waits for its body. */
    private Handler waiting() {
        return AnsweringHandler.by(
                (q, r, c) -> {
                    String path = q.getHttpURI().getPath();
                    q.addFailureListener(
                            failure -> {
                                told.add(path);
                                c.failed(failure);
                            });
                    if (path.equals("/reads")) {
                        q.demand(
                                () -> {
                                    told.add(path);
                                    c.failed(q.read().getFailure());
                                });
                    }
                    waiting.incrementAndGet();
                });
    }

    @ParameterizedTest
    @EnumSource
    void waitingRequestsAreNotifiedAndReturnTheirBuffers(ConnectorKind over) throws Exception {
        ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
        Server server = new Server(null, null, buffers);
        ServerConnector connector = over.connector(server, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(waiting());
        server.start();
        List<RawConnection> clients = new ArrayList<>();
        try {
            for (String request :
                    List.of(
                            RawConnection.head("GET", "/waits"),
                            RawConnection.head("POST", "/unread", "Content-Length: 9") + "part",
                            RawConnection.head("POST", "/reads", "Content-Length: 9"))) {
                clients.add(RawConnection.open(connector.getLocalPort(), false).send(request));
            }
            await().until(() -> waiting.get() == 3);
            connector.stop();
            await().untilAsserted(
                            () ->
                                    assertThat(told)
                                            .as("%s", over)
                                            .containsExactlyInAnyOrder(
                                                    "/waits", "/unread", "/reads"));
            await().untilAsserted(() -> assertThat(buffers.getLeaks()).as("%s", over).isEmpty());
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventStreamWithoutATimeoutIsNotifiedOfAnError(ConnectorKind over) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder stream = new ServletHolder(new EventStream());
        stream.setAsyncSupported(true);
        context.addServlet(stream, "/");
        TestJetty jetty = new TestJetty(over, context).start();
        try (jetty;
                RawConnection client = jetty.open().request("/")) {
            assertThat(client.readHeader().status()).as("%s", over).isEqualTo(200);
            await().until(() -> waiting.get() == 1);
            jetty.server().stop();
            await().untilAsserted(() -> assertThat(told).as("%s", over).containsExactly("error"));
        }
    }

    /** The application takes its time; its client and all others see the end, the stop returns. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOCK")
    void aSlowFailureListenerDelaysNoOtherConnection(ConnectorKind over) throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Handler slow =
                AnsweringHandler.by(
                        (q, r, c) -> {
                            q.addFailureListener(
                                    failure -> {
                                        told.add("one");
                                        try {
                                            release.await();
                                        } catch (InterruptedException e) {
                                            told.add("interrupted");
                                        }
                                        c.failed(failure);
                                    });
                            waiting.incrementAndGet();
                        });
        TestJetty jetty = new TestJetty(over, slow).start();
        List<RawConnection> clients = new ArrayList<>();
        try (jetty) {
            for (int n = 0; n < 3; n++) {
                clients.add(jetty.open().request("/"));
            }
            await().until(() -> waiting.get() == clients.size());
            long began = System.nanoTime();
            jetty.connector().stop();
            for (RawConnection client : clients) {
                client.awaitEnd();
            }
            assertThat(System.nanoTime() - began)
                    .as("%s", over)
                    .isLessThan(TimeUnit.SECONDS.toNanos(9));
            await().untilAsserted(() -> assertThat(told).as("%s", over).contains("one", "one"));
        } finally {
            release.countDown();
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    private final class EventStream extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            AsyncContext async = request.startAsync();
            async.setTimeout(0);
            async.addListener(new RecordedAsyncEvents(told));
            response.setContentType("text/event-stream");
            response.getWriter().println("data: hello\n");
            response.flushBuffer();
            waiting.incrementAndGet();
        }
    }
}
