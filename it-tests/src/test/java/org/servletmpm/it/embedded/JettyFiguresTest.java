package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.eclipse.jetty.io.ConnectionStatistics;
import org.eclipse.jetty.jmx.MBeanContainer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.jetty.MpmServerConnector;

/** Jetty's own means of looking into a server, true in every model. */
class JettyFiguresTest {

    private static final String FIGURES = "org.servletmpm.jetty:type=enginefigures,*";
    private static final String CONNECTOR = "org.servletmpm.jetty:type=mpmserverconnector,*";

    @TempDir private Path directory;

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private final Server server = new Server();
    private final ConnectionStatistics statistics = new ConnectionStatistics();
    private final BlockingHandler gate = new BlockingHandler();

    private MpmServerConnector start(String model) throws Exception {
        server.addBean(new MBeanContainer(beans));
        MpmServerConnector connector = connector("127.0.0.1", 0);
        connector.setMpm(model);
        connector.setMaxRequestWorkers(4);
        connector.setThreadsPerChild(2);
        connector.setStartServers("prefork".equals(model) ? 4 : 2);
        connector.addBean(statistics);
        server.setHandler(gate);
        server.start();
        return connector;
    }

    private MpmServerConnector connector(String host, int port) {
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setHost(host);
        connector.setPort(port);
        server.addConnector(connector);
        return connector;
    }

    @AfterEach
    void stop() throws Exception {
        gate.open();
        server.stop();
    }

    @ParameterizedTest
    @CsvSource({"prefork, 2, 0", "worker, 2, 0", "event, 1, 1"})
    void theEnginesFiguresAreAmongJettys(String model, int working, int parked) throws Exception {
        MpmServerConnector connector = start(model);
        try (RawConnection kept = RawConnection.open(connector.getLocalPort(), false);
                RawConnection held = RawConnection.open(connector.getLocalPort(), false)) {
            for (int n = 0; n < 10; n++) {
                kept.get("/hello");
            }
            held.request("/hold");
            gate.awaitHeld();
            await().untilAsserted(
                            () -> {
                                assertThat(read(FIGURES, "busyWorkers")).isEqualTo(working);
                                assertThat(read(FIGURES, "idleWorkers")).isEqualTo(4 - working);
                                assertThat(read(FIGURES, "connections")).isEqualTo(2);
                                assertThat(read(FIGURES, "asyncKeepAlive")).isEqualTo(parked);
                                assertThat(read(FIGURES, "totalAccesses")).isEqualTo(10L);
                            });
            assertThat(read(FIGURES, "children")).isEqualTo("prefork".equals(model) ? 4 : 2);
            assertThat((List<?>) read(FIGURES, "directives"))
                    .anyMatch("MaxRequestWorkers 4"::equals);
            assertThat((String) read(FIGURES, "scoreboard")).hasSize(4).contains("W");
            assertThat(read(CONNECTOR, "mpm")).isEqualTo(model);
            assertThat(connector.getConnectedEndPoints()).as(model).hasSize(2);
            assertThat(statistics.getConnections()).as(model).isEqualTo(2);
            assertDumped(model, working);
            gate.open();
            held.read();
        }
        await().untilAsserted(
                        () -> {
                            assertThat(connector.getConnectedEndPoints()).as(model).isEmpty();
                            assertThat(statistics.getConnections()).as(model).isZero();
                        });
        assertThat(statistics.getConnectionsTotal()).as(model).isEqualTo(2);
        assertThat(statistics.getReceivedMessages()).as(model).isEqualTo(11);
        assertThat(statistics.getSentMessages()).as(model).isEqualTo(11);
        int received = 10 * sizeOf("/hello") + sizeOf("/hold");
        assertThat(statistics.getReceivedBytes()).as(model).isEqualTo(received);
        connector.stop();
        for (String attribute : readable(FIGURES)) {
            assertThat(read(FIGURES, attribute)).as("%s of a stopped one", attribute).isNotNull();
        }
    }

    @Test
    void aRefusedRequestIsInJettysLog() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        server.setRequestLog(
                (request, response) ->
                        lines.add(response.getStatus() + " " + request.getHttpURI().getPath()));
        MpmServerConnector connector = connector("127.0.0.1", 0);
        connector.setMpm("event");
        connector.setMaxRequestWorkers(1);
        connector.setThreadsPerChild(1);
        connector.setStartServers(1);
        connector.setDirective("RequestQueueTime", "50ms");
        server.setHandler(gate);
        server.start();
        try (RawConnection held = RawConnection.open(connector.getLocalPort(), false);
                RawConnection late = RawConnection.open(connector.getLocalPort(), false)) {
            held.request("/hold");
            gate.awaitHeld();
            assertThat(late.get("/late").status()).isEqualTo(503);
            await().untilAsserted(() -> assertThat(lines).containsExactly("503 /late"));
            gate.open();
            held.read();
        }
    }

    private static int sizeOf(String path) {
        return RawConnection.head("GET", path).length();
    }

    private void assertDumped(String model, int working) {
        assertThat(server.dump())
                .contains(
                        "mpm " + model + " - generation 0, " + working + " busy",
                        "children",
                        "child 0.0 accepting",
                        "directives",
                        "MaxRequestWorkers = 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event"})
    void engineOperationsAreAmongJettysOperations(String model) throws Exception {
        MpmServerConnector connector = start(model);
        Path bad = Files.writeString(directory.resolve("bad.conf"), "ListenBacklog 0\n");
        assertThatThrownBy(() -> invoke("reload", bad.toString()))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .cause()
                .hasMessageContainingAll("bad.conf:1", "ListenBacklog");
        Path good = Files.writeString(directory.resolve("good.conf"), "MaxMemFree 1\n");
        invoke("reload", good.toString());
        await().untilAsserted(() -> assertThat(read(FIGURES, "generation")).isEqualTo(1));
        assertThat((List<?>) read(FIGURES, "directives")).anyMatch("MaxMemFree 1"::equals);
        invoke("graceful");
        await().untilAsserted(() -> assertThat(read(FIGURES, "generation")).isEqualTo(2));
        invoke("pause");
        assertThat(read(FIGURES, "paused")).isEqualTo(true);
        try (RawConnection client = RawConnection.open(connector.getLocalPort(), false)) {
            client.request("/hello");
            invoke("resume");
            assertThat(client.read().status()).as(model).isEqualTo(200);
        }
    }

    /** What is charted today can be charted tomorrow. */
    @Test
    void noAttributeOfTheStockConnectorIsMissing() throws Exception {
        server.addConnector(new ServerConnector(server));
        start("event");
        assertThat(readable(CONNECTOR))
                .containsAll(readable("org.eclipse.jetty.server:type=serverconnector,*"));
    }

    /**
     * Nor does any say something else, but that no acceptor has a thread, and for ListenBacklog.
     */
    @Test
    void theAttributesOfTheStockConnectorSayTheSame() throws Exception {
        ServerConnector stock = new ServerConnector(server);
        stock.setHost("127.0.0.1");
        server.addConnector(stock);
        start("event");
        String pattern = "org.eclipse.jetty.server:type=serverconnector,*";
        List<String> different = new ArrayList<>();
        for (String attribute : readable(pattern)) {
            Object value = read(CONNECTOR, attribute);
            if (!Objects.deepEquals(value, read(pattern, attribute))) {
                different.add(attribute + " " + value);
            }
        }
        assertThat(different)
                .allMatch(
                        line ->
                                line.matches(
                                        "(localPort|selectorManager) .*"
                                                + "|acceptQueueSize 511|acceptors 0"));
    }

    @Test
    void enginesOnOnePortOfTwoAddressesHaveNamesOfTheirOwn() throws Exception {
        int port = start("event").getLocalPort();
        MpmServerConnector other = connector("127.0.0.2", port);
        other.start();
        MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
        ObjectName all = new ObjectName("org.servletmpm:type=Mpm,*");
        assertThat(platform.queryNames(all, null).stream().map(name -> name.getKeyProperty("name")))
                .contains("\"http-" + port + "\"", "\"http-127.0.0.2-" + port + "\"");
        other.stop();
        assertThat(platform.queryNames(all, null))
                .noneMatch(n -> n.toString().contains("127.0.0.2"));
    }

    private ObjectName bean(String pattern) throws Exception {
        var found = beans.queryNames(new ObjectName(pattern), null);
        assertThat(found).as(pattern).hasSize(1);
        return found.iterator().next();
    }

    private Object read(String pattern, String attribute) throws Exception {
        return beans.getAttribute(bean(pattern), attribute);
    }

    private List<String> readable(String pattern) throws Exception {
        return Arrays.stream(beans.getMBeanInfo(bean(pattern)).getAttributes())
                .filter(MBeanAttributeInfo::isReadable)
                .map(MBeanAttributeInfo::getName)
                .toList();
    }

    private Object invoke(String operation, String... file) throws Exception {
        String[] signature = file.length == 0 ? new String[0] : new String[] {"java.lang.String"};
        return beans.invoke(bean(FIGURES), operation, file, signature);
    }
}
