package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.FreePort;
import org.servletmpm.jetty.MpmServerConnector;

/** Connectors made by Jetty XML, as in {@code jetty-http.xml}. */
class JettyXmlTest {

    /** With the parameters and properties of Jetty's own files, in their order. */
    private static final String CONNECTOR =
            """
            <Call name="addConnector"><Arg>
              <New class="%s">
                <Arg name="server"><Ref refid="Server"/></Arg>
                <Arg name="acceptors" type="int"><Property name="acceptors" default="1"/></Arg>
                <Arg name="selectors" type="int"><Property name="selectors" default="-1"/></Arg>
                <Arg name="factories">
                  <Array type="org.eclipse.jetty.server.ConnectionFactory"><Item>
                    <New class="org.eclipse.jetty.server.HttpConnectionFactory"/>
                  </Item></Array>
                </Arg>
                <Set name="host">127.0.0.1</Set>
                <Set name="port"><Property name="port" default="0"/></Set>
                <Set name="idleTimeout"><Property name="idleTimeout" default="30000"/></Set>
                <Set name="acceptorPriorityDelta" property="acceptorPriorityDelta"/>
                <Set name="acceptQueueSize" property="acceptQueueSize"/>
                <Set name="reuseAddress"><Property name="reuseAddress" default="true"/></Set>
                <Set name="reusePort"><Property name="reusePort" default="false"/></Set>
                <Set name="acceptedTcpNoDelay">true</Set>
                <Set name="acceptedReceiveBufferSize" property="acceptedReceiveBufferSize"/>
                <Set name="acceptedSendBufferSize" property="acceptedSendBufferSize"/>
                %s
              </New>
            </Arg></Call>
            """;

    @TempDir private Path directory;
    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private void configure(String connectors, String... properties) throws Exception {
        String xml =
                """
                <?xml version="1.0"?>
                <!DOCTYPE Configure PUBLIC
                  "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd">
                <Configure id="Server" class="org.eclipse.jetty.server.Server">
                %s
                </Configure>
                """
                        .formatted(connectors);
        Path file = Files.writeString(directory.resolve("jetty.xml"), xml);
        XmlConfiguration configuration =
                new XmlConfiguration(ResourceFactory.root().newResource(file));
        for (String property : properties) {
            String[] words = property.split("=");
            configuration.getProperties().put(words[0], words[1]);
        }
        configuration.configure(server);
        server.setHandler(new Hello());
    }

    private static String connector(Class<?> type, String sets) {
        return CONNECTOR.formatted(type.getName(), sets);
    }

    private MpmServerConnector start(String sets, String... properties) throws Exception {
        configure(connector(MpmServerConnector.class, sets), properties);
        server.start();
        return (MpmServerConnector) server.getConnectors()[0];
    }

    private static int get(NetworkConnector connector) throws IOException {
        try (RawConnection client = RawConnection.open(connector.getLocalPort(), false)) {
            return client.get("/").status();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {ServerConnector.class, MpmServerConnector.class})
    void theClassNameIsAllThatHasToChange(Class<? extends ServerConnector> type) throws Exception {
        try (CapturedLog warnings = new CapturedLog("", Level.WARNING)) {
            configure(connector(type, ""), "acceptQueueSize=17", "idleTimeout=12345");
            server.start();
            ServerConnector made = (ServerConnector) server.getConnectors()[0];
            assertThat(get(made)).isEqualTo(200);
            assertThat(made).isExactlyInstanceOf(type);
            assertThat(made.getHost()).isEqualTo("127.0.0.1");
            assertThat(made.getIdleTimeout()).isEqualTo(12345);
            assertThat(made.getAcceptQueueSize()).isEqualTo(17);
            assertThat(warnings.lines()).isEmpty();
        }
    }

    @Test
    void settingsWithoutEffectAreLogged() throws Exception {
        try (CapturedLog warnings = new CapturedLog("", Level.WARNING)) {
            MpmServerConnector made =
                    start("", "acceptors=3", "selectors=4", "acceptorPriorityDelta=1");
            assertThat(get(made)).isEqualTo(200);
            assertThat(warnings.lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "properties without effect",
                            "acceptors (",
                            "selectors (",
                            "acceptorPriorityDelta (");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "prefork, StartServers, 2",
        "worker, ThreadsPerChild, 3",
        "event, threadsPerChild, 3",
        "event, keepAliveTimeout, 500ms",
        "event, extendedStatus, Off",
        "event, timeout, 7"
    })
    void aDirectiveIsSetInEitherSpelling(String model, String name, String value) throws Exception {
        String sets = "<Set name='mpm'>%s</Set><Set name='%s'>%s</Set>";
        MpmServerConnector made = start(sets.formatted(model, name, value));
        Directive directive = Directive.named(name).orElseThrow();
        Directives effective = made.directives();
        assertThat(effective.model()).hasToString(model);
        assertThat(effective.isExplicit(directive)).isTrue();
        assertThat(effective.effective()).containsEntry(directive.toString(), value);
        assertThat(get(made)).isEqualTo(200);
    }

    @Test
    void aDirectiveComesBeforeJettysOwnProperty() throws Exception {
        MpmServerConnector made =
                start(
                        "<Set name='timeout'>7</Set><Set name='listenBacklog'>23</Set>",
                        "idleTimeout=12345",
                        "acceptQueueSize=17");
        assertThat(made.getIdleTimeout()).isEqualTo(7000);
        assertThat(made.getAcceptQueueSize()).isEqualTo(23);
    }

    @ParameterizedTest
    @CsvSource({"mpm, evnt", "threadsPerChild, many"})
    void aBadDirectiveLeavesNoConnectorOpen(String name, String value) throws Exception {
        int free = FreePort.get();
        String good = connector(MpmServerConnector.class, "<Set name='port'>" + free + "</Set>");
        String bad = "<Set name='%s'>%s</Set>".formatted(name, value);
        configure(good + connector(MpmServerConnector.class, bad));
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?i)" + name + "=" + value + " \\(property\\): must be .*");
        try (ServerSocket again = new ServerSocket(free)) {
            assertThat(again.isBound()).isTrue();
        }
        assertThat(List.of(server.getConnectors())).noneMatch(each -> each.isRunning());
    }

    private static final class Hello extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }
}
