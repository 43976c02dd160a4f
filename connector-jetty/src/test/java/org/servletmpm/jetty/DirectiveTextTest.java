package org.servletmpm.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Model;

/** What Jetty XML says of the directives arrives as it was written. */
class DirectiveTextTest {

    private final MpmServerConnector connector = new MpmServerConnector(new Server());

    private void write(String name, String value) throws ReflectiveOperationException {
        MpmServerConnector.class.getMethod("set" + name, String.class).invoke(connector, value);
    }

    @ParameterizedTest
    @EnumSource(Directive.class)
    void eachDirectiveHasAPropertyThatTakesText(Directive directive) throws Exception {
        String name = directive.toString();
        write(name, "");
        assertThatThrownBy(connector::checkedDirectives)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + " (property): ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MaxClients", "MaxRequestsPerChild"})
    void soHaveTheirOldNames(String name) throws Exception {
        write(name, "7");
        assertThat(connector.checkedDirectives().effective().toString()).contains("7");
    }

    @Test
    void allErrorsComeAtOnceALineEach() {
        connector.setThreadsPerChild("many");
        connector.setExtendedStatus("true");
        connector.setMaxRequestWorkers(20);
        assertThatThrownBy(connector::checkedDirectives)
                .hasMessageMatching(
                        "ThreadsPerChild=many \\(property\\): must be .*\n"
                                + "ExtendedStatus=true \\(property\\): must be On or Off");
    }

    @Test
    void aModelThatIsNoneIsToldWhenTheConnectorStarts() {
        connector.setMpm("evnt");
        assertThatThrownBy(connector::checkedDirectives)
                .hasMessage("mpm=evnt (property): must be prefork, worker or event");
        connector.setMpm("Worker");
        assertThat(connector.checkedDirectives().model()).isEqualTo(Model.WORKER);
    }

    @Test
    void whatJettysOwnFilesAlwaysSayIsNoWishOfAnybodys() {
        for (StockThreads usual :
                List.of(
                        new StockThreads(-1, -1),
                        new StockThreads(1, -1),
                        new StockThreads(1, 0))) {
            assertThat(usual.warning(connector.getAcceptorPriorityDelta())).isEmpty();
        }
    }

    @Test
    void whatHasNoEffectIsNamedWithTheReason() {
        assertThat(new StockThreads(2, 4).warning(0))
                .contains(
                        "properties without effect: acceptors (there is no acceptor: a child's own"
                                + " listener or thread accepts); acceptorPriorityDelta (there is no"
                                + " acceptor: a child's own listener or thread accepts); selectors"
                                + " (each child has a listener)");
    }

    /** As in Jetty's jetty-unixdomain-http.xml with the class changed. */
    @Test
    void aUnixSocketIsRefusedWhenTheConnectorStarts() {
        connector.setUnixDomainPath(Path.of("/tmp/jetty.sock"));
        assertThatThrownBy(connector::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "unixDomainPath=/tmp/jetty.sock", "UnixDomainServerConnector", "TCP only");
    }

    @Test
    void aChannelThatIsAUnixSocketIsRefused(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> connector.open(channel))
                    .hasMessageContainingAll("" + path, "UnixDomainServerConnector", "TCP only");
        }
        connector.open();
        assertThat(connector.getLocalPort()).isPositive();
        connector.close();
    }

    @Test
    void anExecutorIsRefused() {
        assertThatThrownBy(
                        () ->
                                new MpmServerConnector(
                                        new Server(), Runnable::run, null, null, -1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "executor",
                        "refused",
                        "MaxRequestWorkers",
                        "WorkerThreads virtual",
                        "allowed: null");
    }
}
