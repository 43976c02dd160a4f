package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;

/** A connection that carries several requests at once. */
class StreamsTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 20_000;

    private final SocketPair pair = SocketPair.open();
    private final Connection connection = new RecordingConnection(pair, new WaitingKeeper(() -> 1));

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
        connection.closed();
        connection.streamStarted(null);
        connection.streamFinished(0, 0);
        connection.streamFinished(0, 0);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    void streamsOfManyThreadsLeaveTheRightState() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                boolean oneStays = round % 2 == 0;
                List<Future<?>> all =
                        IntStream.range(0, THREADS)
                                .<Future<?>>mapToObj(
                                        n ->
                                                threads.submit(
                                                        () -> {
                                                            together.await();
                                                            streams(oneStays && n == 0);
                                                            return null;
                                                        }))
                                .toList();
                for (Future<?> one : all) {
                    one.get();
                }
                assertThat(connection.state())
                        .as("round %d", round)
                        .isEqualTo(oneStays ? ConnectionState.HANDLER : ConnectionState.KEEP_ALIVE);
                if (oneStays) {
                    connection.streamFinished(0, 0);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void streams(boolean lastStays) {
        for (int n = 0; n < 2; n++) {
            connection.streamStarted(null);
            connection.streamFinished(0, 0);
        }
        if (lastStays) {
            connection.streamStarted(null);
        }
    }
}
