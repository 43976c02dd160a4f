package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/** Several connectors in one Tomcat and several Tomcats in one JVM do not know of each other. */
class TomcatConnectorsTest {

    private static final List<String> CONNECTORS = List.of("prefork", "worker", "event", "stock");

    @TempDir private Path base;

    private final BlockingServlet gate = new BlockingServlet();
    private EmbeddedTomcat tomcat;

    @BeforeEach
    void make() {
        tomcat = new EmbeddedTomcat(base).serve("/gate", gate);
    }

    @AfterEach
    void close() throws Exception {
        gate.open();
        tomcat.close();
    }

    /** One that stops, is paused or has all its threads busy changes nothing for the others. */
    @Test
    void connectorsOfEveryModelAndAStockOneServeSideBySide() throws Exception {
        Map<String, Connector> connectors = new LinkedHashMap<>();
        for (String model : CONNECTORS) {
            connectors.put(model, tomcat.addWithFourThreads(model));
        }
        tomcat.start();
        connectors.get("worker").pause();
        List<RawConnection> busy = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            busy.add(EmbeddedTomcat.connect(connectors.get("prefork")).request("/gate"));
        }
        gate.awaitHeld(4);
        for (String model : List.of("event", "stock")) {
            try (RawConnection client = EmbeddedTomcat.connect(connectors.get(model))) {
                client.request("/gate");
                gate.awaitHeld(1);
            }
        }
        gate.open();
        for (RawConnection client : busy) {
            assertThat(client.read().text()).startsWith(threads(connectors.get("prefork")));
            client.close();
        }
        connectors.get("worker").resume();
        connectors.get("prefork").stop();
        for (String model : List.of("worker", "event", "stock")) {
            String thread = ask(connectors.get(model));
            assertThat(thread)
                    .as(model)
                    .startsWith(
                            model.equals("stock") ? "http-nio-" : threads(connectors.get(model)));
        }
        connectors.get("prefork").start();
        assertThat(ask(connectors.get("prefork"))).startsWith(threads(connectors.get("prefork")));
    }

    @Test
    void aTomcatThatClosesLeavesTheOtherServing() throws Exception {
        Connector connector = tomcat.addWithFourThreads("event");
        tomcat.start();
        gate.open();
        int otherPort;
        EmbeddedTomcat other = new EmbeddedTomcat(base).serve("/gate", gate);
        try (RawConnection kept = EmbeddedTomcat.connect(connector)) {
            try (other) {
                Connector second = other.addWithFourThreads("event");
                other.start();
                otherPort = second.getLocalPort();
                assertThat(ask(second)).startsWith("mpm-" + otherPort + "-");
                kept.get("/gate");
            }
            assertGone(otherPort);
            assertThat(other.beans("type=ThreadPool,*")).isEmpty();
            assertThat(kept.get("/gate").status()).as("the other one").isEqualTo(200);
        }
    }

    /**
     * Without a graceful stop before it the request's client loses, as on stock; nothing else does.
     */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aConnectorIsRemovedWhileItIsBusy(String model) throws Exception {
        Connector staying = tomcat.addWithFourThreads("stock");
        Connector going = tomcat.addWithFourThreads(model);
        tomcat.start();
        int port = going.getLocalPort();
        try (RawConnection held = EmbeddedTomcat.connect(going).request("/gate");
                ClientThreads clientThreads = new ClientThreads()) {
            gate.awaitHeld(1);
            CompletableFuture<Void> removed =
                    clientThreads.start(
                            () -> {
                                tomcat.tomcat().getService().removeConnector(going);
                                going.destroy();
                                return null;
                            });
            await(model).until(() -> !going.getState().isAvailable());
            gate.open();
            removed.get(10, TimeUnit.SECONDS);
            held.awaitEnd();
        }
        assertGone(port);
        assertThat(tomcat.beans("type=ThreadPool,*")).as("%s: the stock one's", model).hasSize(1);
        assertThat(ask(staying)).startsWith("http-nio-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aConnectorAddedToARunningServiceServesAtOnce(String model) throws Exception {
        tomcat.add("stock");
        tomcat.start();
        gate.open();
        Connector late = tomcat.add(model);
        assertThat(ask(late)).as(model).startsWith(threads(late));
    }

    /** What a pause has kept waiting is served by the stop, and nobody waits for a resume. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aServiceStopsWhileItsConnectorIsPaused(String model) throws Exception {
        Connector connector = tomcat.addWithFourThreads(model);
        tomcat.start();
        gate.open();
        int port = connector.getLocalPort();
        connector.pause();
        try (RawConnection waiting = EmbeddedTomcat.connect(connector).request("/gate")) {
            ((StandardService) tomcat.tomcat().getService()).setGracefulStopAwaitMillis(5000);
            tomcat.tomcat().getService().stop();
            assertThat(waiting.read().status()).as(model).isEqualTo(200);
        }
        assertGone(port);
    }

    private static void assertGone(int port) throws Exception {
        assertThat(EmbeddedTomcat.threads(port)).as("threads of %d", port).isEmpty();
        assertThat(EmbeddedTomcat.hasEngineBean(port)).as("bean of %d", port).isFalse();
        assertThat(isRefused(port)).as("port %d is free", port).isTrue();
    }

    private static boolean isRefused(int port) throws IOException {
        try {
            RawConnection.open(port, false).close();
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private static String threads(Connector connector) {
        return "mpm-" + connector.getLocalPort() + "-";
    }

    private static String ask(Connector connector) throws IOException {
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            return client.get("/gate", "Connection: close").text();
        }
    }
}
