package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only the package sees of unsent bytes; the rest is proven through connections. */
@Timeout(20)
class WriteBufferTest {

    private static final long SPILL = 64 << 20;

    private final WriteBufferPool.Budget budget = new WriteBufferPool.Budget();

    /** Whoever sends a file holds the monitor for as long as the disk takes. */
    @Test
    void theListenerLearnsWhatIsNextWithoutWaitingForWhoSends() throws Exception {
        WriteBuffer unsent =
                new WriteBuffer(
                        new WriteBufferPool(
                                budget, new WriteBufferPool.Bounds(0, SPILL, 0), change -> {}),
                        () -> {});
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (SocketChannel far = SocketChannel.open(server.getLocalAddress());
                    SocketChannel near = server.accept()) {
                near.configureBlocking(false);
                assertThat(unsent.isEmpty()).isTrue();
                ByteBuffer some = ByteBuffer.allocate(1 << 20);
                while (unsent.isEmpty()) {
                    unsent.write(near, true, some.clear());
                }
                synchronized (unsent) {
                    CompletableFuture<Boolean> listener =
                            CompletableFuture.supplyAsync(
                                    () -> !unsent.isEmpty() && unsent.isSpilled());
                    assertThat(listener.get(5, TimeUnit.SECONDS)).isTrue();
                }
                assertThat(far.isOpen()).isTrue();
                unsent.discard();
                assertThat(unsent.isEmpty()).isTrue();
            }
        }
    }
}
