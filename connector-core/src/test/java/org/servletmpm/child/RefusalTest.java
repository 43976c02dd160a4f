package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Total;

/** A container that takes no connection, or closes one while it makes it: neither counts. */
@Timeout(30)
class RefusalTest {

    /** Two clients see the end of their connections, and nothing of them is left. */
    private static void assertEnded(Model model, Adapter adapter, int refused) throws Exception {
        Directives directives = Directives.builder().model(model).build();
        Scoreboard scoreboard = Scoreboard.create(model, 1, 25, 0);
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.configureBlocking(false);
            ChildGroup group =
                    new ChildGroup(
                            "unwilling",
                            directives,
                            new Endpoint(socket, () -> {}, adapter),
                            new IgnoredChildEvents(),
                            new RateLimitedLogger(System.getLogger("unwilling"), System::nanoTime));
            group.start(scoreboard.claim(0, 1, 0), directives);
            try (EchoClient first = new EchoClient(socket.socket().getLocalPort());
                    EchoClient second = new EchoClient(socket.socket().getLocalPort())) {
                assertThat(first.read()).isEqualTo(-1);
                assertThat(second.read()).isEqualTo(-1);
                await().until(
                                () ->
                                        scoreboard.snapshot().connsTotal() == 0
                                                && group.connections() == 0);
                assertThat(scoreboard.snapshot().total(Total.REFUSED_BY_CONTAINER))
                        .isEqualTo(refused);
            } finally {
                group.end(5000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatTheContainerRefusesIsCountedAsRefused(Model model) throws Exception {
        assertEnded(
                model,
                connection -> {
                    throw new ClosedChannelException();
                },
                2);
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsClosedWhileItIsMadeDoesNotCount(Model model) throws Exception {
        EchoAdapter echo = new EchoAdapter();
        assertEnded(
                model,
                connection -> {
                    ConnectionHandler handler = echo.handler(connection);
                    connection.handledBy(handler);
                    connection.abort();
                    return handler;
                },
                0);
    }
}
