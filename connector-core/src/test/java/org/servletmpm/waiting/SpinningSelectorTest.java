package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever wakes is heard, whether the thread looks or sleeps. */
@Timeout(30)
class SpinningSelectorTest {

    private static final int ROUNDS = 20_000;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private SpinningSelector selector;

    @BeforeEach
    void open() throws IOException {
        selector = new SpinningSelector();
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
    }

    /** Each answer is followed by the next question at once, now and then after a while. */
    @Test
    void noWakeUpIsLost() {
        CompletableFuture<Void> waiter = CompletableFuture.runAsync(this::answer);
        for (int round = 1; round <= ROUNDS; round++) {
            asked.set(round);
            selector.wake();
            while (answered.get() < round) {
                Thread.onSpinWait();
            }
            if (round % 500 == 0) {
                // Longer than anybody looks: it falls asleep.
                long end = System.nanoTime() + 1_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        }
        waiter.join();
    }

    private void answer() {
        try {
            while (answered.get() < ROUNDS) {
                selector.select(key -> {}, 0);
                answered.set(asked.get());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsReadyIsTold() throws IOException {
        Pipe pipe = Pipe.open();
        AtomicInteger ready = new AtomicInteger();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            SelectionKey key = source.register(selector.selector(), SelectionKey.OP_READ);
            ByteBuffer one = ByteBuffer.allocate(1);
            for (int round = 1; round <= 100; round++) {
                sink.write(one.clear());
                selector.select(selected -> ready.addAndGet(selected == key ? 1 : 0), 0);
                assertThat(ready).hasValue(round);
                source.read(one.clear());
            }
            selector.select(selected -> ready.addAndGet(1), 5);
            assertThat(ready).as("nothing more").hasValue(100);
        }
    }
}
