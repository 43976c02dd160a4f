package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.websocket.server.WsSci;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;

/** A WebSocket closes while a message to its client waits for the socket. */
class TomcatWebSocketCloseTest {

    /**
     * The queries of clients for which a message waits; static, because the container makes the
     * endpoint.
     */
    private static final Set<String> WAITING = ConcurrentHashMap.newKeySet();

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
                WAITING.add(session.getQueryString());
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
    void aCloseIsAnsweredAsSoonAsThereIsRoom() throws Exception {
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
                all.add(clientThreads.start(() -> assertCloses(connector)));
            }
            ClientThreads.join(all);
        }
    }

    private static Void assertCloses(Connector connector) throws Exception {
        String name = connector.getProperty("mpm") + "-" + connector.getProperty("useAsyncIO");
        RawConnection narrow = RawConnection.open(connector.getLocalPort(), false, 16 * 1024);
        try (RawWebSocket socket = RawWebSocket.over(narrow, "/ws?" + name)) {
            await(name + ": a message waits").until(() -> WAITING.contains(name));
            socket.sendClose(1000);
            await(name + ": the server has read it").until(() -> isClosing(connector));
            long begun = System.nanoTime();
            narrow.awaitEnd();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                    .as(name)
                    .isLessThan(6_000);
        }
        return null;
    }

    /** A thread of the connector wants to answer a close, for which the message leaves no room. */
    private static boolean isClosing(Connector connector) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(
                        thread ->
                                thread.getKey().getName().contains("-" + connector.getLocalPort()))
                .flatMap(thread -> Stream.of(thread.getValue()))
                .anyMatch(
                        frame ->
                                frame.getClassName().endsWith(".WsSession")
                                        && frame.getMethodName().equals("onClose"));
    }
}
