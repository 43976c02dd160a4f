package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.embedded.EmbeddedTomcat.BEANS;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;

/**
 * The figures in Tomcat's own beans, for whoever charts a Tomcat already, are true in every model.
 */
class TomcatFiguresTest {

    @TempDir private Path base;

    private EmbeddedTomcat tomcat;
    private BlockingServlet gate;

    @BeforeEach
    void make() {
        gate = new BlockingServlet();
        tomcat = new EmbeddedTomcat(base).serve("/hello", new Hello()).serve("/gate", gate);
    }

    @AfterEach
    void close() throws Exception {
        gate.open();
        tomcat.close();
    }

    private Connector startWithFourThreads(String model) throws Exception {
        Connector connector = tomcat.addWithFourThreads(model);
        connector.setProperty("maxConnections", "77");
        connector.setProperty("acceptCount", "33");
        tomcat.start();
        return connector;
    }

    @ParameterizedTest
    @CsvSource({"prefork, 2", "worker, 2", "event, 1"})
    void threadPoolTellsThreadsAndConnections(String model, int busy) throws Exception {
        Connector connector = startWithFourThreads(model);
        ObjectName pool = tomcat.bean("ThreadPool");
        assertThat(pool.getKeyProperty("name"))
                .as("the stock connector's name")
                .startsWith("\"http-nio-");
        try (RawConnection kept = EmbeddedTomcat.connect(connector);
                RawConnection held = EmbeddedTomcat.connect(connector)) {
            kept.get("/hello");
            held.request("/gate");
            gate.awaitHeld(1);
            await().untilAsserted(
                            () ->
                                    assertThat(attributes(pool))
                                            .containsEntry("currentThreadCount", 4)
                                            .containsEntry("currentThreadsBusy", busy)
                                            .containsEntry("connectionCount", 2L)
                                            .containsEntry("keepAliveCount", 1)
                                            .containsEntry("maxThreads", 4)
                                            .containsEntry("minSpareThreads", 4)
                                            .containsEntry("maxConnections", 77)
                                            .containsEntry("acceptCount", 33)
                                            .containsEntry("running", true)
                                            .containsEntry("paused", false));
            gate.letThrough(1);
            held.read();
        }
        await().untilAsserted(
                        () ->
                                assertThat(attributes(pool))
                                        .containsEntry("currentThreadsBusy", 0)
                                        .containsEntry("connectionCount", 0L)
                                        .containsEntry("keepAliveCount", 0));
        connector.stop();
        assertThat(attributes(pool)).as("can be read of a stopped one").isNotEmpty();
    }

    /** A bean for each request, which says what runs, where and since when. */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void eachRequestThatRunsTellsOfItself(String model) throws Exception {
        Connector connector = startWithFourThreads(model);
        try (RawConnection one = EmbeddedTomcat.connect(connector);
                RawConnection other = EmbeddedTomcat.connect(connector)) {
            long began = System.nanoTime();
            one.request("/gate?one");
            other.request("/gate?other");
            gate.awaitHeld(2);
            await().until(() -> System.nanoTime() - began > 60_000_000);
            Map<Object, Object> threads = new TreeMap<>();
            for (ObjectName bean : tomcat.beans("type=RequestProcessor,*")) {
                Map<String, Object> request = attributes(bean);
                assertThat(request)
                        .as(model)
                        .containsEntry("stage", Constants.STAGE_SERVICE)
                        .containsEntry("method", "GET")
                        .containsEntry("currentUri", "/gate")
                        .containsEntry("virtualHost", "localhost")
                        .containsEntry("remoteAddr", "127.0.0.1");
                assertThat((Long) request.get("requestProcessingTime")).isBetween(30L, 10_000L);
                threads.put(request.get("currentQueryString"), request.get("workerThreadName"));
            }
            gate.letThrough(2);
            assertThat(threads)
                    .as("%s: the thread that runs each", model)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("one", one.read().text(), "other", other.read().text()));
        }
    }

    @Test
    void requestsAreCountedAsTheStockConnectorCountsThem() throws Exception {
        Map<String, Object> stock = counts("stock");
        assertThat(stock)
                .containsEntry("requestCount", 13)
                .containsEntry("errorCount", 1)
                .containsEntry("bytesReceived", 1000L);
        for (String model : new String[] {"prefork", "worker", "event"}) {
            close();
            make();
            Map<String, Object> ours = counts(model);
            assertThat(ours).as(model).isEqualTo(stock);
        }
    }

    /** After a known load: all but the durations, which are only looked at. */
    private Map<String, Object> counts(String model) throws Exception {
        Connector connector = startWithFourThreads(model);
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            for (int n = 0; n < 10; n++) {
                client.get("/hello");
            }
            client.get("/nowhere");
            client.post("/hello", new byte[1000]);
        }
        int name;
        try (RawConnection held = EmbeddedTomcat.connect(connector).request("/gate")) {
            gate.awaitHeld(1);
            long began = System.nanoTime();
            await().until(() -> System.nanoTime() - began > 60_000_000);
            gate.letThrough(1);
            name = held.read().body().length;
        }
        ObjectName requests = tomcat.bean("GlobalRequestProcessor");
        await().untilAsserted(
                        () ->
                                assertThat(BEANS.getAttribute(requests, "requestCount"))
                                        .as(model)
                                        .isEqualTo(13));
        Map<String, Object> counts = attributes(requests);
        assertThat((Long) counts.remove("maxTime")).isBetween(60L, 10_000L);
        assertThat((Long) counts.remove("processingTime")).isBetween(60L, 20_000L);
        // The gate answers with the name of its thread.
        counts.computeIfPresent("bytesSent", (key, sent) -> (Long) sent - name);
        return counts;
    }

    @Test
    void anEngineOnAUnixDomainSocketIsNamedByItsPath() throws Exception {
        String path = base.resolve("socket").toString();
        tomcat.add("event", "unixDomainSocketPath", path);
        tomcat.start();
        ObjectName name =
                new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote("http-" + path));
        assertThat(BEANS.getAttribute(name, "Address")).isEqualTo(path);
        assertThat(BEANS.getAttribute(name, "Port")).isEqualTo(0);
        assertThat(tomcat.bean("ThreadPool").getKeyProperty("name")).contains(path);
    }

    /** Every attribute, each read: one that throws fails the test. */
    private static Map<String, Object> attributes(ObjectName bean) throws Exception {
        Map<String, Object> values = new TreeMap<>();
        for (MBeanAttributeInfo attribute : BEANS.getMBeanInfo(bean).getAttributes()) {
            if (attribute.isReadable()) {
                values.put(attribute.getName(), BEANS.getAttribute(bean, attribute.getName()));
            }
        }
        return values;
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
}
