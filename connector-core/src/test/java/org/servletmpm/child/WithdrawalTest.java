package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/** A child that leaves the listening socket to other processes. */
@Timeout(30)
class WithdrawalTest {

    /** What it has accepted it serves; what waits is left to the others, with the socket open. */
    @ParameterizedTest
    @EnumSource
    void whatIsBeingAcceptedIsServedToItsEnd(Model model) throws Exception {
        Directives directives = Directives.builder().model(model).build();
        Scoreboard scoreboard = Scoreboard.create(model, 1, 25, 0);
        CountDownLatch accepting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        EchoAdapter echo = new EchoAdapter();
        try (ServerSocketChannel socket = ServerSocketChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.configureBlocking(false);
            int port = socket.socket().getLocalPort();
            ChildGroup group =
                    new ChildGroup(
                            "withdrawn",
                            directives,
                            new Endpoint(
                                    socket,
                                    () -> {},
                                    connection -> {
                                        accepting.countDown();
                                        goOn.await();
                                        return echo.handler(connection);
                                    }),
                            new IgnoredChildEvents(),
                            new RateLimitedLogger(System.getLogger("withdrawn"), System::nanoTime));
            group.start(scoreboard.claim(0, 1, 0), directives);
            EchoClient client = new EchoClient(port);
            try {
                assertThat(accepting.await(10, TimeUnit.SECONDS)).isTrue();
                group.withdraw();
                CompletableFuture<Void> drained = group.drained();
                assertThat(drained).as("a connection is being made").isNotDone();
                try (SocketChannel other = SocketChannel.open(socket.getLocalAddress())) {
                    goOn.countDown();
                    client.echo((byte) 'a');
                    client.close();
                    drained.get(10, TimeUnit.SECONDS);
                    assertThat(other.isConnected()).isTrue();
                    assertThat(socket.accept()).as("left to the others").isNotNull();
                }
            } finally {
                goOn.countDown();
                client.close();
                group.end(5000);
            }
        }
    }
}
