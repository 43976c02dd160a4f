package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest;
import org.servletmpm.contract.SocketPair;

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
    void aConnectionThatWouldLingerIsClosed() throws IOException {
        try (SocketPair pair = SocketPair.narrow()) {
            PatternSender connection = new PatternSender(pair, host);
            connection.connection().reading();
            connection.connection().requestStarted(null);
            connection.send(10);
            connection.connection().closeGracefully(true);
            assertThat(connection.connection().isOpen()).isFalse();
            connection.connection().abort();
            assertThat(connection.connection().isOpen()).isFalse();
            assertThat(connection.handler().closes()).isOne();
        }
    }
}
