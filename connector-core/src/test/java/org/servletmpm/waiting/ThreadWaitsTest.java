package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Interest.Kind;

/** A thread that waits inside a request, with a selector that it borrows. */
@Timeout(20)
class ThreadWaitsTest {

    /** Each look at it is a second later. */
    private final AtomicLong clock = new AtomicLong();

    private final ThreadWaits waits = new ThreadWaits(() -> clock.addAndGet(1_000));
    private SocketPair pair;
    private RecordingConnection connection;

    @BeforeEach
    void open() throws IOException {
        pair = SocketPair.open();
        connection = new RecordingConnection(pair, new WaitingKeeper(clock::get));
    }

    @AfterEach
    void close() throws IOException {
        waits.close();
        pair.close();
    }

    @Test
    void whatIsReadyEndsTheWaitAndTheKey() throws IOException {
        pair.send();

        assertThat(waits.await(connection, Kind.READ, 0)).isTrue();
        assertThat(waits.await(connection, Kind.READ, 0)).as("still unread").isTrue();
        assertThat(waits.await(connection, Kind.WRITE, 0)).isTrue();
        assertThat(pair.near().isRegistered()).isFalse();
    }

    @Test
    void theTimeRunsOut() throws IOException {
        assertThat(waits.await(connection, Kind.READ, 500)).isFalse();
    }

    /** The process stands still after the thread has begun to wait. */
    @Test
    void whatCameInTimeEndsTheWaitHoweverLateThatIsNoticed() throws IOException {
        AtomicInteger looks = new AtomicInteger();
        ThreadWaits late =
                new ThreadWaits(
                        () -> {
                            if (looks.incrementAndGet() == 2) {
                                send();
                            }
                            return clock.addAndGet(1_000);
                        });
        assertThat(late.await(connection, Kind.READ, 500)).isTrue();
        late.close();
    }

    private void send() {
        try {
            pair.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLookWaitsForNothing() throws IOException {
        assertThat(waits.isReady(connection, Kind.READ)).isFalse();
        pair.send();
        assertThat(waits.isReady(connection, Kind.READ)).isTrue();
        assertThat(waits.isReady(connection, Kind.WRITE)).isTrue();
        assertThat(pair.near().isRegistered()).isFalse();
    }

    @Test
    void aTimeoutBeyondAllTimeNeverComes() throws IOException {
        pair.send();

        assertThat(waits.await(connection, Kind.READ, Long.MAX_VALUE)).isTrue();
    }

    @Test
    void anInterruptNeitherEndsTheWaitNorGetsLost() throws IOException {
        pair.send();
        Thread.currentThread().interrupt();

        assertThat(waits.await(connection, Kind.READ, 0)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The close comes at any moment of the wait, or before it. */
    @Test
    void aCloseByAnotherThreadEndsTheWait() throws Exception {
        for (int n = 0; n < 300; n++) {
            try (SocketPair each = SocketPair.open()) {
                RecordingConnection waited =
                        new RecordingConnection(each, new WaitingKeeper(clock::get));
                Thread closer = new Thread(waited::abort);
                closer.start();
                assertThatThrownBy(() -> waits.await(waited, Kind.READ, 0))
                        .isInstanceOf(ClosedChannelException.class);
                closer.join();
                assertThat(each.near().isRegistered()).isFalse();
            }
        }
    }
}
