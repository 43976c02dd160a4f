package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.contract.SocketPair;

/** A connection that carries several requests at once. */
class StreamsTest {

    private final SocketPair pair = SocketPair.open();
    private final Connection connection =
            TestHandler.on(pair.near(), new TestHost(() -> 1)).connection();

    StreamsTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    @Test
    void theConnectionIsBusyFromTheFirstStreamToTheLast() {
        connection.streamStarted(null);
        connection.streamStarted(null);
        assertThat(connection.state()).isEqualTo(ConnectionState.HANDLER);
        connection.streamFinished(0, 0);
        assertThat(connection.state()).isEqualTo(ConnectionState.HANDLER);
        connection.streamFinished(0, 0);
        assertThat(connection.state()).isEqualTo(ConnectionState.KEEP_ALIVE);
        connection.streamStarted(null);
        assertThat(connection.state()).isEqualTo(ConnectionState.HANDLER);
        assertThat(connection.requests()).isEqualTo(3);
    }

    @Test
    void streamsThatEndAfterTheConnectionLeaveItClosed() {
        connection.streamStarted(null);
        connection.closeNow();
        connection.streamStarted(null);
        connection.streamFinished(0, 0);
        connection.streamFinished(0, 0);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }
}
