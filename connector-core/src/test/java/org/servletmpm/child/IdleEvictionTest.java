package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.contract.EchoHandler;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.scoreboard.Total;

/** event with one connection at a time, and one client more. */
@Timeout(30)
class IdleEvictionTest {

    /** Idle for a second, then two to go by itself. */
    private static final Duration AT_LEAST = Duration.ofMillis(2_900);

    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        Directives directives =
                Directives.builder()
                        .container("maxConnections", "1", Origin.of("test"))
                        .set("ThreadsPerChild", "2", Origin.of("test"))
                        .set("MaxRequestWorkers", "2", Origin.of("test"))
                        .build();
        server = new EchoServer("full", directives, 1);
        server.start(0);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
    }

    /** Its client, or its container, takes its time: the one who waits is not kept waiting. */
    @Test
    void whoIsAskedToGoAndDoesNotIsCut() throws Exception {
        EchoClient idle = server.connect();
        EchoClient waiting = server.connect();
        long began = System.nanoTime();
        idle.echo((byte) 1);
        EchoHandler asked = server.adapter().handlers().element();
        asked.stubborn();
        waiting.send((byte) 2);

        await().until(() -> asked.connection().state() == ConnectionState.LINGER);
        assertThat(waiting.read()).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(AT_LEAST);
        assertThat(asked.connection().isOpen()).isFalse();
        assertThat(idle.read()).isEqualTo(-1);
        assertThat(server.scoreboard().snapshot().total(Total.CONNS_EVICTED)).isEqualTo(1);
    }
}
