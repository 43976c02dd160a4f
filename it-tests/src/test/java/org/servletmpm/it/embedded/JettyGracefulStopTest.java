package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.jetty.MpmServerConnector;

/** With GracefulShutdownTimeout, {@code Server.stop()} serves what runs and what is queued. */
class JettyGracefulStopTest {

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aStopServesRunningAndQueuedRequests(String model) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Server server = server(model, new BlockingServlet(running, release));
        int port = ((MpmServerConnector) server.getConnectors()[0]).getLocalPort();
        try (RawConnection first = RawConnection.open(port, false).request("/")) {
            assertThat(running.await(10, TimeUnit.SECONDS)).as(model).isTrue();
            try (RawConnection second = RawConnection.open(port, false).request("/")) {
                CompletableFuture<Void> stopped =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        server.stop();
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
                await().until(server::isStopping);
                release.countDown();
                for (RawConnection client : new RawConnection[] {first, second}) {
                    org.servletmpm.it.client.Response answer = client.read();
                    assertThat(answer.status()).as(model).isEqualTo(200);
                    client.close();
                }
                stopped.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Server server(String model, Handler handler) throws Exception {
        Server server = new Server();
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setMpm(model);
        connector.setMaxRequestWorkers(1);
        connector.setThreadsPerChild(1);
        connector.setGracefulShutdownTimeout(20);
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
        return server;
    }

    private static final class BlockingServlet extends Handler.Abstract {
        private final CountDownLatch running;
        private final CountDownLatch release;

        BlockingServlet(CountDownLatch running, CountDownLatch release) {
            this.running = running;
            this.release = release;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            running.countDown();
            release.await(10, TimeUnit.SECONDS);
            Content.Sink.write(response, true, "served", callback);
            return true;
        }
    }
}
