package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;

/**
 * Tomcat's own beans, for whoever watches a Tomcat already: under the same names, with the same
 * attributes, and with values that are true in every model.
 */
class TomcatFiguresTest {

    private static final String STOCK = "org.apache.coyote.http11.Http11NioProtocol";
    private static final String MPM = "org.servletmpm.tomcat.MpmHttp11Protocol";
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    @TempDir Path base;

    @ParameterizedTest
    @CsvSource({"prefork, 2", "worker, 2", "event, 1"})
    void threadPoolTellsThreadsAndConnections(String model, int busy) throws Exception {
        try (Running running = new Running(MPM, model)) {
            ObjectName pool = running.bean("ThreadPool");
            assertThat(pool.getKeyProperty("name"))
                    .as("the stock connector's name")
                    .startsWith("\"http-nio-");
            try (RawConnection kept = running.connect();
                    RawConnection held = running.connect()) {
                kept.get("/hello");
                held.request("/hold");
                running.busy.await();
                await().untilAsserted(
                                () ->
                                        assertThat(attributes(pool))
                                                .containsEntry("currentThreadCount", 4)
                                                .containsEntry("currentThreadsBusy", busy)
                                                .containsEntry("connectionCount", 2L)
                                                .containsEntry("keepAliveCount", 1)
                                                .containsEntry("maxThreads", 4)
                                                .containsEntry("maxConnections", 77)
                                                .containsEntry("acceptCount", 33)
                                                .containsEntry("running", true)
                                                .containsEntry("paused", false));
                running.connector.pause();
                assertThat(BEANS.getAttribute(pool, "paused")).as(model).isEqualTo(true);
                running.connector.resume();
                assertThat(BEANS.getAttribute(pool, "paused")).as(model).isEqualTo(false);
                running.release.countDown();
                held.read();
            }
            await().untilAsserted(
                            () ->
                                    assertThat(attributes(pool))
                                            .containsEntry("currentThreadsBusy", 0)
                                            .containsEntry("connectionCount", 0L)
                                            .containsEntry("keepAliveCount", 0));
            running.connector.stop();
            assertThat(attributes(pool)).as("can be read of a stopped one").isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"prefork", "worker", "event"})
    void requestsAreCountedAsTheStockConnectorCountsThem(String model) throws Exception {
        Map<String, Object> ours = counts(MPM, model);
        assertThat(ours)
                .as(model)
                .containsEntry("requestCount", 13)
                .containsEntry("errorCount", 1)
                .containsEntry("bytesReceived", 1000L)
                .isEqualTo(counts(STOCK, null));
    }

    /** After a known load: all but the durations, which are only looked at. */
    private Map<String, Object> counts(String protocol, String model) throws Exception {
        try (Running running = new Running(protocol, model)) {
            try (RawConnection client = running.connect()) {
                for (int n = 0; n < 10; n++) {
                    client.get("/hello");
                }
                client.get("/nowhere");
                client.post("/hello", new byte[1000]);
            }
            try (RawConnection held = running.connect().request("/hold")) {
                running.busy.await();
                long began = System.nanoTime();
                await().until(() -> System.nanoTime() - began > 60_000_000);
                running.release.countDown();
                held.read();
            }
            ObjectName requests = running.bean("GlobalRequestProcessor");
            await().untilAsserted(
                            () ->
                                    assertThat(BEANS.getAttribute(requests, "requestCount"))
                                            .as("%s %s", protocol, model)
                                            .isEqualTo(13));
            Map<String, Object> counts = attributes(requests);
            assertThat((Long) counts.remove("maxTime")).isBetween(60L, 10_000L);
            assertThat((Long) counts.remove("processingTime")).isBetween(60L, 20_000L);
            return counts;
        }
    }

    @Test
    void anEngineOnAUnixDomainSocketIsNamedByItsPath() throws Exception {
        String path = base.resolve("socket").toString();
        try (Running running = new Running(MPM, "event", "unixDomainSocketPath", path)) {
            ObjectName name =
                    new ObjectName(
                            "org.servletmpm:type=Mpm,name=" + ObjectName.quote("http-" + path));
            assertThat(BEANS.getAttribute(name, "Address")).isEqualTo(path);
            assertThat(BEANS.getAttribute(name, "Port")).isEqualTo(0);
            assertThat(running.bean("ThreadPool").getKeyProperty("name")).contains(path);
        }
    }

    /** What is charted today can be charted tomorrow. */
    @Test
    void noAttributeOfTheStockConnectorIsMissing() throws Exception {
        for (String type : List.of("ThreadPool", "GlobalRequestProcessor", "ProtocolHandler")) {
            List<String> stock;
            try (Running running = new Running(STOCK, null)) {
                stock = readable(running.bean(type));
            }
            try (Running running = new Running(MPM, "event")) {
                assertThat(readable(running.bean(type))).as(type).containsAll(stock);
            }
        }
    }

    private static List<String> readable(ObjectName bean) throws Exception {
        return Arrays.stream(BEANS.getMBeanInfo(bean).getAttributes())
                .filter(MBeanAttributeInfo::isReadable)
                .map(MBeanAttributeInfo::getName)
                .toList();
    }

    /** Every attribute, each read: one that throws fails the test. */
    private static Map<String, Object> attributes(ObjectName bean) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        for (String name : readable(bean)) {
            values.put(name, BEANS.getAttribute(bean, name));
        }
        return values;
    }

    /** A Tomcat with four workers. */
    private final class Running implements AutoCloseable {
        private final Tomcat tomcat = new Tomcat();
        private final Connector connector;
        private final CountDownLatch busy = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        /**
         * @param properties names and values in turn
         */
        Running(String protocol, String model, String... properties) throws Exception {
            tomcat.setBaseDir(base.toString());
            tomcat.setSilent(true);
            Context context = tomcat.addContext("", base.toString());
            Tomcat.addServlet(context, "hello", new Hello());
            context.addServletMappingDecoded("/hello", "hello");
            Tomcat.addServlet(context, "hold", new Hold(busy, release));
            context.addServletMappingDecoded("/hold", "hold");
            connector = new Connector(protocol);
            connector.setPort(0);
            connector.setProperty("address", "127.0.0.1");
            connector.setProperty("maxThreads", "4");
            connector.setProperty("maxConnections", "77");
            connector.setProperty("acceptCount", "33");
            if (model != null) {
                connector.setProperty("mpm", model);
                connector.setProperty("startServers", "prefork".equals(model) ? "4" : "2");
                connector.setProperty("threadsPerChild", "2");
            }
            for (int n = 0; n < properties.length; n += 2) {
                connector.setProperty(properties[n], properties[n + 1]);
            }
            tomcat.setConnector(connector);
            tomcat.start();
        }

        RawConnection connect() throws IOException {
            return RawConnection.open(connector.getLocalPort(), false);
        }

        ObjectName bean(String type) throws Exception {
            Set<ObjectName> found =
                    BEANS.queryNames(new ObjectName("Tomcat:type=" + type + ",*"), null);
            assertThat(found).as(type).hasSize(1);
            return found.iterator().next();
        }

        @Override
        public void close() throws LifecycleException {
            release.countDown();
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            request.getInputStream().readAllBytes();
            response.getWriter().write("hello");
        }
    }

    private static final class Hold extends HttpServlet {
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch busy;
        private final transient CountDownLatch release;

        Hold(CountDownLatch busy, CountDownLatch release) {
            this.busy = busy;
            this.release = release;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
