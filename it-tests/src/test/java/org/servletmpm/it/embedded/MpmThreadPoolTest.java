package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import javax.management.ObjectName;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.jetty.MpmServerConnector;
import org.servletmpm.jetty.MpmThreadPool;

/** An engine's workers as the thread pool of a Jetty server. */
class MpmThreadPoolTest {

    private final MpmThreadPool pool = new MpmThreadPool();
    private final Server server = new Server(pool);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final List<RawConnection> clients = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        for (RawConnection client : clients) {
            client.close();
        }
        server.stop();
    }

    private int start(ServerConnector connector) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new Waiting());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    private RawConnection request(int port, String path) throws IOException {
        RawConnection client = RawConnection.open(port, false);
        clients.add(client);
        client.request(path);
        return client;
    }

    /** What is asked for decides where it waits; every thread that runs it is remembered. */
    private final class Waiting extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            switch (request.getPathInfo()) {
                case "/hold" -> hold();
                case "/start" -> {
                    AsyncContext context = request.startAsync();
                    context.start(
                            () -> {
                                hold();
                                context.complete();
                            });
                }
                case "/dispatch" -> {
                    if (request.getDispatcherType() == DispatcherType.ASYNC) {
                        hold();
                    } else {
                        request.startAsync().dispatch();
                    }
                }
                default -> response.getWriter().print("hello");
            }
        }

        private void hold() {
            threads.add(Thread.currentThread().getName());
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // ---- alone

    @Test
    void underJettysOwnConnectorItsWorkersAreRegulatedAndLimited() throws Exception {
        pool.setDirective("StartServers", "1");
        pool.setDirective("ThreadsPerChild", "5");
        pool.setDirective("MinSpareThreads", "5");
        pool.setDirective("MaxSpareThreads", "10");
        pool.setDirective("MaxRequestWorkers", "20");
        int port = start(new ServerConnector(server, 1, 1));
        assertThat(pool.getMaxThreads()).isEqualTo(20);
        int jettys = pool.getBusyThreads();
        assertThat(jettys).as("an acceptor and a selector").isBetween(1, 3);

        for (int n = 0; n < 25; n++) {
            request(port, "/hold");
        }
        await().untilAsserted(() -> assertThat(pool.getBusyThreads()).isEqualTo(20));
        assertThat(pool.isLowOnThreads()).isTrue();
        assertThat(pool.tryExecute(() -> {})).isFalse();
        assertThat(bean("mpm-pool", "BusyWorkers")).isEqualTo(20);
        assertThat(pool.dump()).contains("child 3.0 accepting");

        release.countDown();
        for (RawConnection client : clients) {
            assertThat(client.read().status()).isEqualTo(200);
        }
        assertThat(threads).allMatch(name -> name.startsWith("mpm-pool-"));
        await().untilAsserted(() -> assertThat(pool.getIdleThreads()).isLessThanOrEqualTo(10));
        assertThat(pool.isLowOnThreads()).isFalse();
        CountDownLatch ran = new CountDownLatch(1);
        assertThat(pool.tryExecute(ran::countDown)).isTrue();
        ran.await();
    }

    @Test
    void aStoppedPoolRefusesWorkAndEndsItsThreads() throws Exception {
        start(new ServerConnector(server, 1, 1));
        Thread joining = new Thread(() -> join(pool));
        joining.start();
        server.stop();
        joining.join();
        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("mpm-pool is stopped");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mpm-pool"));
        server.start();
        assertThat(pool.getIdleThreads()).isPositive();
    }

    private static void join(MpmThreadPool pool) {
        try {
            pool.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fewerThreadsThanTheConnectorsNeedAreRefused() {
        pool.setDirective("ThreadsPerChild", "1");
        pool.setDirective("MaxRequestWorkers", "2");
        assertThatThrownBy(() -> start(new ServerConnector(server, 2, 2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Insufficient");
    }

    @Test
    void badDirectivesAreAllNamedAndNothingStarts() {
        pool.setDirective("StartServers", "many");
        pool.setDirective("MaxRequestWorkers", "few");
        assertThatThrownBy(() -> start(new ServerConnector(server, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StartServers")
                .hasMessageContaining("MaxRequestWorkers");
        assertThat(pool.isRunning()).isFalse();
    }

    // ---- shared with a connector

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void withAConnectorThereIsOneSetOfWorkers(String model) throws Exception {
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setMpm(model);
        connector.setMaxRequestWorkers(6);
        connector.setThreadsPerChild(3);
        connector.setStartServers("prefork".equals(model) ? 6 : 2);
        int port = start(connector);
        boolean bound = !"event".equals(model);

        request(port, "/start");
        request(port, "/dispatch");
        await().untilAsserted(() -> assertThat(threads).hasSize(2));
        String own = "mpm-" + port + "-\\d+\\.\\d+-";
        assertThat(threads).as(model).allMatch(name -> name.matches(own + ".*"));
        assertThat(threads)
                .as("%s: a dispatch from within the request stays in its thread", model)
                .anyMatch(name -> name.matches(own + "worker-\\d+"));
        assertThat(threads)
                .as("%s: AsyncContext.start", model)
                .anyMatch(name -> name.matches(own + (bound ? "auxiliary-0" : "worker-\\d+")));
        assertThat(pool.getBusyThreads()).as("%s: two connections or requests", model).isEqualTo(2);
        assertThat(pool.getMaxThreads()).isEqualTo(6);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("mpm-pool-0"));
        release.countDown();
        for (RawConnection client : clients) {
            assertThat(client.read().status()).as(model).isEqualTo(200);
        }
    }

    @Test
    void asynchronousWorkCountsAgainstTheOneLimit() throws Exception {
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setMpm("event");
        connector.setMaxRequestWorkers(4);
        connector.setThreadsPerChild(2);
        int port = start(connector);
        for (int n = 0; n < 4; n++) {
            request(port, "/start");
        }
        await().untilAsserted(() -> assertThat(threads).hasSize(4));
        RawConnection fifth = request(port, "/hello");
        await().untilAsserted(() -> assertThat(bean("http-" + port, "ConnsTotal")).isEqualTo(5));
        assertThat(fifth.hasInput()).as("no worker is left for it").isFalse();
        assertThat(pool.getBusyThreads()).isEqualTo(4);
        release.countDown();
        assertThat(fifth.read().text()).isEqualTo("hello");
    }

    private static Object bean(String name, String attribute) throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote(name)),
                        attribute);
    }
}
