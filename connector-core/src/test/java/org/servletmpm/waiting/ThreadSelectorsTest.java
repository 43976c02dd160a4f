package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.contract.SocketPair;

/** A thread that waits inside a request, with a selector that it borrows. */
@Timeout(20)
class ThreadSelectorsTest {

    /** Each look at it is a second later. */
    private final AtomicLong clock = new AtomicLong();

    private final ThreadSelectors waits = new ThreadSelectors(() -> clock.addAndGet(1_000));
    private SocketPair pair;
    private Connection connection;

    @BeforeEach
    void open() throws IOException {
        pair = SocketPair.open();
        connection = TestHandler.on(pair.near(), new TestHost(clock::get)).connection();
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
        ThreadSelectors late =
                new ThreadSelectors(
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

    /** As many as waited at once are kept, but not for ever: each holds descriptors. */
    @Test
    void whatWasUnusedForAMinuteIsClosed() throws Exception {
        int many = 200;
        AtomicLong still = new AtomicLong(5_000);
        ThreadSelectors busy = new ThreadSelectors(still::get);
        waitAtOnce(busy, many);
        long before = openDescriptors();
        still.addAndGet(ThreadSelectors.UNUSED_MILLIS - 1);
        pair.send();
        assertThat(busy.await(connection, Kind.READ, 0)).as("the last used one, again").isTrue();
        busy.closeUnused();
        assertThat(openDescriptors()).as("not yet").isGreaterThan(before - many);
        still.addAndGet(1);
        busy.closeUnused();
        assertThat(openDescriptors()).isLessThan(before - many);

        assertThat(busy.await(connection, Kind.READ, 0)).as("that one is still there").isTrue();
        busy.close();
    }

    private void waitAtOnce(ThreadSelectors busy, int many) throws Exception {
        CountDownLatch waiting = new CountDownLatch(many);
        List<Thread> threads = new ArrayList<>();
        List<SocketPair> pairs = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            SocketPair each = SocketPair.open();
            pairs.add(each);
            Connection waited = TestHandler.on(each.near(), new TestHost(clock::get)).connection();
            Thread thread =
                    new Thread(
                            () -> {
                                waiting.countDown();
                                try {
                                    busy.await(waited, Kind.READ, 0);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
            threads.add(thread);
            thread.start();
        }
        waiting.await();
        for (int i = 0; i < many; i++) {
            while (!pairs.get(i).near().isRegistered()) {
                Thread.onSpinWait();
            }
        }
        for (int i = 0; i < many; i++) {
            pairs.get(i).send();
            threads.get(i).join();
            pairs.get(i).close();
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    /** The close comes at any moment of the wait, or before it. */
    @Test
    void aCloseByAnotherThreadEndsTheWait() throws Exception {
        for (int n = 0; n < 300; n++) {
            try (SocketPair each = SocketPair.open()) {
                Connection waited =
                        TestHandler.on(each.near(), new TestHost(clock::get)).connection();
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
