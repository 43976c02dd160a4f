package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.contract.SocketPair;

/**
 * Writers, the listener, a thread that reads files, clients of all speeds and those that cut them,
 * all at once: each byte arrives once and in its place, each connection is closed once, and all
 * memory is given back.
 */
@Timeout(60)
class SendingStressTest {

    private static final int ROUNDS = 60;
    private static final int AT_ONCE = 6;
    private static final int MOST = 400_000;

    /** How a connection ends. */
    private enum End {
        ALL_IS_TAKEN,
        THE_CLIENT_LEAVES,
        ABORTED
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ExecutorService continuations = Executors.newSingleThreadExecutor();
    private final AtomicInteger keptKilobytes = new AtomicInteger();
    private final AtomicInteger mostKilobytes = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<PatternSender> visited = new ConcurrentLinkedQueue<>();
    private final WriteBufferPool.Budget budget = new WriteBufferPool.Budget();

    /** With a reserve that is sometimes used and sometimes full. */
    private final WriteBufferPool memory =
            new WriteBufferPool(
                    budget,
                    new WriteBufferPool.Bounds(48 << 10, 100_000, 64 << 10),
                    this::keptChanged);

    private final TestHost host =
            new TestHost(() -> System.nanoTime() / 1_000_000) {
                @Override
                public WriteBufferPool memory(Connection connection) {
                    return memory;
                }
            };
    private ListenerSelector wait;
    private volatile boolean over;

    private void keptChanged(int kilobytes) {
        mostKilobytes.accumulateAndGet(keptKilobytes.addAndGet(kilobytes), Math::max);
    }

    @AfterEach
    void end() throws Exception {
        over = true;
        wait.wake();
        threads.shutdownNow();
        continuations.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        wait.close();
    }

    @Test
    void bytesAndMemoryAreConserved() throws Exception {
        budget.limit(AT_ONCE * 32 << 10);
        wait =
                new ListenerSelector(
                        host::now,
                        new TestOutlet(
                                (connection, task) -> continuations.execute(() -> runs(task))));
        host.listener(wait);
        threads.submit(this::listen);
        List<Future<?>> visitors = new ArrayList<>();
        for (int n = 0; n < AT_ONCE; n++) {
            SplittableRandom random = new SplittableRandom(n);
            visitors.add(threads.submit(() -> visits(random)));
        }
        for (Future<?> visitor : visitors) {
            visitor.get();
        }

        // Whoever closes first may be another thread, that is about to.
        await().atMost(Duration.ofSeconds(5)).untilAsserted(this::assertClosedOnce);
        await().atMost(Duration.ofSeconds(5)).until(() -> keptKilobytes.get() == 0);
        assertThat(mostKilobytes.get()).as("within the budget").isBetween(48, AT_ONCE * 32);
        assertThat(failures).isEmpty();
    }

    private void assertClosedOnce() {
        assertThat(visited)
                .hasSize(AT_ONCE * ROUNDS)
                .allSatisfy(
                        connection -> {
                            assertThat(connection.handler().closes()).isOne();
                            assertThat(connection.connection().hasUnsent()).isFalse();
                        });
    }

    private Void listen() throws IOException {
        while (!over) {
            wait.turn(0);
        }
        return null;
    }

    private void runs(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private Void visits(SplittableRandom random) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            End end = End.values()[round % End.values().length];
            try (SocketPair pair = SocketPair.narrow()) {
                visit(new PatternSender(pair, host), end, random.split());
            }
        }
        return null;
    }

    private void visit(PatternSender connection, End end, SplittableRandom random)
            throws Exception {
        int bytes = random.nextInt(1, MOST);
        int limit = end == End.ALL_IS_TAKEN ? Integer.MAX_VALUE : random.nextInt(bytes);
        SplittableRandom forWriter = random.split();
        AtomicInteger last = new AtomicInteger();
        Future<Boolean> writer = threads.submit(() -> writes(connection, bytes, forWriter, last));
        while (connection.read() < limit && connection.take(random.nextInt(1, 30_000)) >= 0) {
            Thread.yield();
        }
        switch (end) {
            case ALL_IS_TAKEN -> {
                assertThat(writer.get()).isTrue();
                assertThat(connection.read()).isEqualTo(bytes);
                assertThat(last).as("what waited for the last byte").hasValue(1);
            }
            case THE_CLIENT_LEAVES -> connection.pair().far().close();
            case ABORTED -> connection.connection().abort();
        }
        writer.get();
        connection.connection().abort();
        visited.add(connection);
        assertThat(last.get()).isLessThanOrEqualTo(1);
    }

    /**
     * In pieces, waiting for room when there is none, as a container does; then departs.
     *
     * @return whether all was taken
     */
    private static boolean writes(
            PatternSender connection, int bytes, SplittableRandom random, AtomicInteger last)
            throws InterruptedException {
        Semaphore room = new Semaphore(0);
        connection
                .handler()
                .reacts(
                        (kind, outcome, urgency) -> {
                            room.release();
                            return null;
                        });
        try {
            while (connection.written() < bytes) {
                int piece = (int) Math.min(random.nextInt(1, 60_000), bytes - connection.written());
                if (connection.send(piece) < piece) {
                    connection.connection().arm(Kind.WRITE, 0, Urgency.CONTINUATION);
                    while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                        if (!connection.connection().isOpen()) {
                            return false;
                        }
                    }
                }
            }
            connection.connection().afterUnsent(last::incrementAndGet);
            connection.connection().closeGracefully(false);
            return true;
        } catch (IOException gone) {
            return false;
        }
    }
}
