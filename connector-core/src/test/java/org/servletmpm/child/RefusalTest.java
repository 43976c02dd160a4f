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
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Total;

/** A container that takes no connection: each is closed at once, and counted as refused. */
@Timeout(30)
class RefusalTest {

    @ParameterizedTest
    @EnumSource
    void whomTheContainerRefusesIsCounted(Model model) throws Exception {
        Adapter unwilling =
                connection -> {
                    throw new ClosedChannelException();
                };
        Directives directives = Directives.builder().model(model).build();
        Scoreboard scoreboard = Scoreboard.create(model, 1, 25, 0);
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.configureBlocking(false);
            ChildGroup group =
                    new ChildGroup(
                            "unwilling",
                            directives,
                            new Endpoint(socket, () -> {}, unwilling),
                            new IgnoredChildEvents(),
                            new RateLimitedLogger(System.getLogger("unwilling"), System::nanoTime));
            group.start(scoreboard.claim(0, 1, 0), directives);
            try (EchoClient first = new EchoClient(socket.socket().getLocalPort());
                    EchoClient second = new EchoClient(socket.socket().getLocalPort())) {
                assertThat(first.read()).isEqualTo(-1);
                assertThat(second.read()).isEqualTo(-1);
                await().until(() -> scoreboard.snapshot().total(Total.REFUSED_BY_CONTAINER) == 2);
                assertThat(scoreboard.snapshot().connsTotal()).isZero();
            } finally {
                group.end(5000);
            }
        }
    }
}
