package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Total;

/** event with one connection at a time, and one client more. */
@Timeout(30)
class IdleEvictionTest {

    /** Idle for a second, then two to go by itself. */
    private static final Duration AT_LEAST = Duration.ofMillis(2_900);

    private final EchoAdapter adapter = new EchoAdapter();
    private ServerSocketChannel socket;
    private Scoreboard scoreboard;
    private ChildGroup group;

    @BeforeEach
    void start() throws Exception {
        Directives directives =
                Directives.builder()
                        .container("maxConnections", "1", Origin.of("test"))
                        .set("ThreadsPerChild", "2", Origin.of("test"))
                        .set("MaxRequestWorkers", "2", Origin.of("test"))
                        .build();
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        group =
                new ChildGroup(
                        "full",
                        directives,
                        new Endpoint(socket, this::closeSocket, adapter),
                        new IgnoredChildEvents(),
                        new RateLimitedLogger(System.getLogger("full"), System::nanoTime));
        scoreboard = Scoreboard.create(directives.model(), 1, 2, 0);
        group.start(scoreboard.claim(0, 1, 0), directives);
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        group.end(5000);
    }

    private EchoClient connect() throws IOException {
        return new EchoClient(((InetSocketAddress) socket.getLocalAddress()).getPort());
    }

    /** Its client, or its container, takes its time: the one who waits is not kept waiting. */
    @Test
    void whoIsAskedToGoAndDoesNotIsCut() throws Exception {
        try (EchoClient idle = connect();
                EchoClient waiting = connect()) {
            long began = System.nanoTime();
            idle.echo((byte) 1);
            EchoHandler asked = adapter.handlers().element();
            asked.stubborn();
            waiting.send((byte) 2);

            await().until(() -> asked.connection().state() == ConnectionState.LINGER);
            assertThat(waiting.read()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(AT_LEAST);
            assertThat(asked.connection().isOpen()).isFalse();
            assertThat(idle.read()).isEqualTo(-1);
            assertThat(scoreboard.snapshot().total(Total.CONNS_EVICTED)).isEqualTo(1);
        }
    }
}
