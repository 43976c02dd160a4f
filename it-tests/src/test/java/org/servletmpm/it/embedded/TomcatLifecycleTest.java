package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A connector follows Tomcat's own life-cycle calls, in the orders in which embedders make them.
 */
class TomcatLifecycleTest {

    private static final int STUBBORN = 25;

    @TempDir Path base;

    private Tomcat tomcat;
    private Connector connector;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(STUBBORN);

    @BeforeEach
    void make() {
        tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        Context context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "hello", new Hello());
        context.addServletMappingDecoded("/hello", "hello");
        Tomcat.addServlet(context, "stubborn", new Stubborn());
        context.addServletMappingDecoded("/stubborn", "stubborn");
    }

    private void start(String model, String... properties) throws Exception {
        connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("mpm", model);
        for (int n = 0; n < properties.length; n += 2) {
            assertThat(connector.setProperty(properties[n], properties[n + 1])).isTrue();
        }
        tomcat.setConnector(connector);
        tomcat.start();
    }

    @AfterEach
    void destroy() throws Exception {
        release.countDown();
        tomcat.stop();
        tomcat.destroy();
    }

    /** Spring Boot's order of a graceful shutdown. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void connectionsQueuedDuringAPauseAreServedByTheGracefulStop(String model) throws Exception {
        start(model);
        connector.pause();
        try (RawConnection client = RawConnection.open(connector.getLocalPort(), false)) {
            client.request("/hello");
            connector.getProtocolHandler().closeServerSocketGraceful();
            Response response = client.read();
            assertThat(response.status()).as(model).isEqualTo(200);
            assertThat(response.closes()).as(model).isTrue();
        }
        assertThat(connector.getProtocolHandler().awaitConnectionsClose(10_000))
                .as("%s: milliseconds left", model)
                .isPositive();
    }

    /** The order of Tomcat's own service, which pauses what already drains. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void requestsDuringAGracefulStopAreNotAnswered503(String model) throws Exception {
        start(model);
        try (RawConnection kept = RawConnection.open(connector.getLocalPort(), false)) {
            assertThat(kept.get("/hello").closes()).as(model).isFalse();
            kept.send("GET /hello HTTP/1.1\r\n");
            connector.getProtocolHandler().closeServerSocketGraceful();
            connector.pause();
            Response response = kept.send("Host: localhost\r\n\r\n").read();
            assertThat(response.status()).as(model).isEqualTo(200);
            assertThat(response.closes()).as(model).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aPausedConnectorServesWhenItIsResumed(String model) throws Exception {
        start(model);
        connector.pause();
        try (RawConnection client = RawConnection.open(connector.getLocalPort(), false)) {
            client.request("/hello");
            connector.resume();
            assertThat(client.read().status()).as(model).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void aConnectorServesAgainAfterAStopAndAStart(String model) throws Exception {
        start(model);
        connector.stop();
        connector.start();
        try (RawConnection client = RawConnection.open(connector.getLocalPort(), false)) {
            assertThat(client.get("/hello").status()).as(model).isEqualTo(200);
        }
    }

    /** Threads that ignore interrupts are left behind all together, not one after the other. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    @Timeout(15)
    void aStopDoesNotWaitForOneBusyThreadAfterTheOther(String model) throws Exception {
        start(
                model,
                "prefork".equals(model) ? "startServers" : "threadsPerChild",
                String.valueOf(STUBBORN));
        List<RawConnection> clients = new ArrayList<>();
        try {
            for (int n = 0; n < STUBBORN; n++) {
                RawConnection client = RawConnection.open(connector.getLocalPort(), false);
                clients.add(client);
                client.request("/stubborn");
            }
            assertThat(busy.await(10, TimeUnit.SECONDS)).as("%s: all busy", model).isTrue();
            connector.getProtocolHandler().closeServerSocketGraceful();
            connector.stop();
            assertThat(connector.getState()).isEqualTo(LifecycleState.STOPPED);
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().write("hello");
        }
    }

    /** Does not let itself be interrupted. */
    private final class Stubborn extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            busy.countDown();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    // Stubborn.
                    continue;
                }
            }
        }
    }
}
