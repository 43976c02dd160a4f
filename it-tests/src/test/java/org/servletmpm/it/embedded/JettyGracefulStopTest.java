package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.jetty.MpmServerConnector;

/** With GracefulShutdownTimeout, {@code Server.stop()} serves what runs and what is queued. */
class JettyGracefulStopTest {

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aStopServesRunningAndQueuedRequests(String model) throws Exception {
        BlockingHandler gate = new BlockingHandler();
        Server server = server(model, gate);
        int port = ((MpmServerConnector) server.getConnectors()[0]).getLocalPort();
        try (RawConnection first = RawConnection.open(port, false).request("/hold")) {
            gate.awaitHeld();
            try (RawConnection second = RawConnection.open(port, false).request("/hold")) {
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
                gate.open();
                for (RawConnection client : new RawConnection[] {first, second}) {
                    Response answer = client.read();
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
}
