package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Path;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.connector.Connector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;

/** A directive, then what somebody wrote for Tomcat, then httpd's default; on a real connector. */
class PrecedenceTest {

    @TempDir Path base;

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "maxThreads, 50, MaxRequestWorkers, 100, 400",
        "minSpareThreads, 30, MinSpareThreads, 40, 75",
        "acceptCount, 33, ListenBacklog, 44, 511",
    })
    void directiveThenAttributeThenDefault(
            String attribute, int written, String directive, int explicit, int usual)
            throws Exception {
        String both = attribute + "=" + written;
        try (var tomcat =
                EmbeddedTomcat.with(base, both, directive.toLowerCase() + "=" + explicit)) {
            assertThat(effective(tomcat, directive)).isEqualTo(explicit);
            assertThat(tomcat.connector().getProperty(attribute)).isEqualTo(explicit);
        }
        try (var tomcat = EmbeddedTomcat.with(base, both)) {
            assertThat(effective(tomcat, directive)).isEqualTo(written);
            assertThat(tomcat.connector().getProperty(attribute)).isEqualTo(written);
        }
        try (var tomcat = EmbeddedTomcat.with(base)) {
            assertThat(effective(tomcat, directive)).isEqualTo(usual);
        }
    }

    private static int effective(EmbeddedTomcat tomcat, String directive) {
        return Integer.parseInt(tomcat.protocol().directives().effective().get(directive));
    }

    /** These are the container's own if nobody writes a directive. In milliseconds and requests. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "connectionTimeout, 5000, Timeout, 7, 7000, 60000",
        "keepAliveTimeout, 5000, KeepAliveTimeout, 7, 7000, 60000",
        "maxKeepAliveRequests, 5, MaxKeepAliveRequests, 7, 7, 100",
        "maxKeepAliveRequests, -1, MaxKeepAliveRequests, 0, -1, 100",
        "maxKeepAliveRequests, 5, KeepAlive, Off, 1, 100",
    })
    void directiveThenAttributeThenTomcatsDefault(
            String attribute, int written, String directive, String explicit, int meant, int usual)
            throws Exception {
        try (var tomcat = directiveAndAttribute(directive, explicit, attribute, written)) {
            assertThat(tomcat.connector().getProperty(attribute)).isEqualTo(meant);
            assertThat(log.containing(attribute + "=" + written + " (attribute)"))
                    .singleElement()
                    .asString()
                    .contains("yields to " + directive + " " + explicit)
                    .endsWith("(test)");
        }
        try (var tomcat = EmbeddedTomcat.with(base, attribute + "=" + written)) {
            assertThat(tomcat.connector().getProperty(attribute)).isEqualTo(written);
        }
        try (var tomcat = EmbeddedTomcat.with(base)) {
            assertThat(tomcat.connector().getProperty(attribute)).isEqualTo(usual);
        }
    }

    /** The directive first, as Tomcat's setters have some of its names in camel case. */
    private EmbeddedTomcat directiveAndAttribute(
            String directive, String explicit, String attribute, int written) throws Exception {
        return new EmbeddedTomcat(
                base,
                connector -> {
                    protocol(connector)
                            .setDirectives(
                                    Directives.builder()
                                            .set(directive, explicit, Origin.of("test")));
                    EmbeddedTomcat.write(connector, attribute + "=" + written);
                });
    }

    @Test
    void theSocketsTimeoutIsTheConnections() throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base, "socket.soTimeout=5000")) {
            assertThat(tomcat.protocol().getConnectionTimeout()).isEqualTo(5000);
            assertThat(tomcat.protocol().getKeepAliveTimeout()).as("follows it").isEqualTo(5000);
        }
    }

    @Test
    void listenComesBeforeAddressAndPort() throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base, "port=1", "listen=127.0.0.3:0")) {
            assertThat(tomcat.protocol().getAddress().getHostAddress()).isEqualTo("127.0.0.3");
            assertThat(tomcat.connector().getLocalPort()).isGreaterThan(1);
        }
    }

    @Test
    void anOffsetIsAddedToListensPort() throws Exception {
        int free;
        try (ServerSocket any = new ServerSocket(0)) {
            free = any.getLocalPort();
        }
        String listen = "listen=127.0.0.1:" + (free - 7);
        try (var tomcat = EmbeddedTomcat.with(base, listen, "portOffset=7")) {
            assertThat(tomcat.connector().getLocalPort()).isEqualTo(free);
        }
    }

    @ParameterizedTest
    @CsvSource({"prefork, 1, 10", "worker, 10, 10", "event, 10, 10"})
    void maxThreadsIsNeverExceededByACorrection(String model, int threads, int workers)
            throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base, "mpm=" + model, "maxThreads=10")) {
            Directives directives = tomcat.protocol().directives();
            assertThat(directives.threadsPerChild()).isEqualTo(threads);
            assertThat(directives.maxRequestWorkers()).isEqualTo(workers);
            assertThat(tomcat.protocol().getMaxThreads()).isEqualTo(10);
        }
        try (var tomcat =
                EmbeddedTomcat.with(base, "mpm=" + model, "maxThreads=10", "threadsPerChild=25")) {
            assertThat(tomcat.protocol().directives().maxRequestWorkers()).isEqualTo(workers);
        }
    }

    @Test
    void whatSpringBootSetsOnEveryConnectorIsNoError() throws Exception {
        try (var tomcat = new EmbeddedTomcat(base, PrecedenceTest::asSpringBootDoes)) {
            Directives directives = tomcat.protocol().directives();
            assertThat(directives.maxRequestWorkers()).isEqualTo(200);
            assertThat(directives.minSpareThreads()).isEqualTo(10);
            assertThat(directives.listenBacklog()).isEqualTo(100);
            assertThat(directives.maxConnections()).hasValue(8192);
        }
        assertThat(log.containing("WARN")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"prefork, 256, 0", "worker, 400, 75", "event, 400, 75"})
    void aFrameworksDefaultsYieldToHttpdsOnceItSaysSo(String model, int workers, int spare)
            throws Exception {
        try (var tomcat =
                new EmbeddedTomcat(
                        base,
                        connector -> {
                            EmbeddedTomcat.write(connector, "mpm=" + model);
                            asSpringBootDoes(connector);
                            protocol(connector)
                                    .notWritten(
                                            "maxThreads",
                                            "minSpareThreads",
                                            "acceptCount",
                                            "maxConnections");
                        })) {
            Directives directives = tomcat.protocol().directives();
            assertThat(directives.maxRequestWorkers()).isEqualTo(workers);
            assertThat(directives.minSpareThreads()).isEqualTo(spare);
            assertThat(directives.listenBacklog()).isEqualTo(511);
            assertThat(directives.maxConnections()).as("Tomcat's own").hasValue(8192);
        }
        assertThat(log.containing("WARN")).isEmpty();
        assertThat(log.containing("(attribute)")).isEmpty();
    }

    private static void asSpringBootDoes(Connector connector) {
        MpmHttp11Protocol protocol = protocol(connector);
        protocol.setMaxThreads(200);
        protocol.setMinSpareThreads(10);
        protocol.setAcceptCount(100);
        protocol.setMaxConnections(8192);
    }

    private static MpmHttp11Protocol protocol(Connector connector) {
        return (MpmHttp11Protocol) connector.getProtocolHandler();
    }

    /** As an operator does it with a JMX console, on the bean of Tomcat's own. */
    @Test
    void whatIsWrittenToTheThreadPoolBeanCountsToo() throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base)) {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName bean =
                    beans.queryNames(new ObjectName("Tomcat:type=ThreadPool,*"), null)
                            .iterator()
                            .next();
            beans.setAttribute(bean, new Attribute("connectionTimeout", 5000));
            beans.setAttribute(bean, new Attribute("maxThreads", 50));
            assertThat(log.containing("maxThreads 50 takes effect when the connector is stopped"))
                    .hasSize(1);
            assertThat(beans.getAttribute(bean, "maxThreads")).as("until then").isEqualTo(400);

            tomcat.protocol().graceful();
            assertThat(tomcat.protocol().getConnectionTimeout()).isEqualTo(5000);
            tomcat.connector().stop();
            tomcat.connector().start();
            assertThat(beans.getAttribute(bean, "maxThreads")).isEqualTo(50);
            assertThat(tomcat.protocol().getConnectionTimeout()).isEqualTo(5000);
        }
    }

    @Test
    void theLogNamesWhereAnEffectiveValueWasWritten() throws Exception {
        try (var tomcat = EmbeddedTomcat.with(base, "maxThreads=10", "startServers=1")) {
            String port = "event on port " + tomcat.connector().getLocalPort();
            assertThat(log.containing(port))
                    .singleElement()
                    .asString()
                    .contains("MaxRequestWorkers=10 (attribute maxThreads)")
                    .contains("StartServers=1 (attribute startServers)")
                    .contains("ListenBacklog=511 ");
            assertThat(
                            log.containing(
                                    "ThreadsPerChild=25 (default): must be at most attribute maxThreads"))
                    .as("what the limit moved")
                    .hasSize(1);
        }
    }
}
