package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest;

/** Nobody can be told to wait for a connection, such as without memory. */
class FailingWaitTest {

    private final TestHost host =
            new TestHost(() -> 1) {
                @Override
                public void armed(Connection connection, Interest interest) {
                    throw new OutOfMemoryError("test");
                }
            };

    @Test
    void whoWouldLingerIsClosedByTheCaller() throws IOException {
        try (SocketPair pair = SocketPair.narrow()) {
            SendingConnection connection = new SendingConnection(1, pair, host);
            connection.reading();
            connection.requestStarted(null);
            connection.send(10);
            assertThat(connection.departs(true)).isFalse();
            connection.abort();
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.releases()).isOne();
        }
    }
}
