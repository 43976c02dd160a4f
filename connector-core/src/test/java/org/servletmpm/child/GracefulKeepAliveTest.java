package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.directive.Directives;

/** For how long a client that is kept alive may still ask. */
@Timeout(30)
class GracefulKeepAliveTest {

    private EchoServer server;
    private Connection kept;

    @BeforeEach
    void keepOne() throws Exception {
        server = new EchoServer("kept", Directives.builder().build(), 1);
        server.start(0);
        server.connect().echo((byte) 'a');
        kept = server.adapter().handlers().element().connection();
        await().until(() -> kept.state() == ConnectionState.KEEP_ALIVE);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
    }

    private static GracefulKeepAlive unset(long keepAliveTimeout) {
        return new GracefulKeepAlive(OptionalLong.empty(), keepAliveTimeout);
    }

    private static GracefulKeepAlive written(long millis) {
        return new GracefulKeepAlive(OptionalLong.of(millis), 20_000);
    }

    @Test
    void asLongAsItIsKeptWhenItsChildLeaves() {
        assertThat(unset(20_000).atLeaving(kept)).isEqualTo(20_000);
        assertThat(unset(-1).atLeaving(kept)).isEqualTo(60_000);
    }

    @Test
    void noMoreThanFiveSecondsAtAStop() {
        assertThat(unset(3_000).atStop(kept)).isEqualTo(3_000);
        assertThat(unset(20_000).atStop(kept)).isEqualTo(5_000);
        assertThat(unset(-1).atStop(kept)).isEqualTo(5_000);
    }

    @Test
    void asLongAsIsWritten() {
        for (long millis : new long[] {0, 30_000}) {
            assertThat(written(millis).atStop(kept)).isEqualTo(millis);
            assertThat(written(millis).atLeaving(kept)).isEqualTo(millis);
        }
    }
}
