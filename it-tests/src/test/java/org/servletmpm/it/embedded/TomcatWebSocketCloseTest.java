package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContextEvent;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;

/** A WebSocket's client says goodbye while a message to it waits for its socket. */
class TomcatWebSocketCloseTest {

    /** Sessions with a message that waits; static, because the container makes the endpoint. */
    private static final BlockingQueue<Session> WAITING = new LinkedBlockingQueue<>();

    @TempDir private Path base;

    /** Sends until its client takes no more. */
    public static final class Sender extends Endpoint {
        @Override
        public void onOpen(Session session, EndpointConfig config) {
            new Thread(() -> send(session), "sender").start();
        }

        private static void send(Session session) {
            String text = "a".repeat(8192);
            try {
                while (true) {
                    session.getAsyncRemote().sendText(text).get(500, TimeUnit.MILLISECONDS);
                }
            } catch (TimeoutException waits) {
                WAITING.add(session);
            } catch (ExecutionException | InterruptedException | IllegalStateException ended) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onClose(Session session, CloseReason reason) {
            // The client sees it.
        }
    }

    /** Adds the endpoint. */
    public static final class Registers implements jakarta.servlet.ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            ServerContainer container =
                    (ServerContainer)
                            event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                container.addEndpoint(
                        ServerEndpointConfig.Builder.create(Sender.class, "/ws").build());
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void theGoodbyeDoesNotWaitForTheLimit() throws Exception {
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base);
                ClientThreads clientThreads = new ClientThreads()) {
            tomcat.serve("/", new ThreadLocalServlet());
            tomcat.context().addServletContainerInitializer(new WsSci(), null);
            tomcat.context().addApplicationListener(Registers.class.getName());
            List<Connector> connectors = new ArrayList<>();
            for (String model : List.of("prefork", "worker", "event")) {
                for (String async : List.of("false", "true")) {
                    connectors.add(tomcat.add(model, "useAsyncIO", async));
                }
            }
            tomcat.start();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (Connector connector : connectors) {
                all.add(clientThreads.start(() -> saysGoodbye(connector)));
            }
            ClientThreads.join(all);
        }
    }

    private static Void saysGoodbye(Connector connector) throws Exception {
        int port = connector.getLocalPort();
        try (RawWebSocket socket =
                RawWebSocket.over(RawConnection.open(port, false, 16 * 1024), "/ws")) {
            assertThat(WAITING.poll(10, TimeUnit.SECONDS)).isNotNull();
            TimeUnit.MILLISECONDS.sleep(500);
            socket.sendClose(1000);
            // The server has come to the goodbye when there is room for the message again.
            TimeUnit.MILLISECONDS.sleep(500);
            long begun = System.nanoTime();
            socket.connection().awaitEnd();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                    .as(connector.getProperty("mpm") + ": " + connector.getProperty("useAsyncIO"))
                    .isLessThan(6_000);
        }
        return null;
    }
}
