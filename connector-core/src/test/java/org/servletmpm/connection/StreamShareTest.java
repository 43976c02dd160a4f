package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamShareTest {

    private static final int MOST = 3;

    private final StreamShare share = new StreamShare();

    @Test
    void whatIsBeyondTheShareWaitsInItsOrder() {
        List<Runnable> steps = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            steps.add(new Step(n));
        }
        for (int n = 0; n < 6; n++) {
            assertThat(share.begins(steps.get(n), MOST)).isEqualTo(n < MOST);
            assertThat(share.next(MOST)).isNull();
        }
        for (int n = MOST; n < 6; n++) {
            share.ended();
            assertThat(share.next(MOST)).isSameAs(steps.get(n));
            assertThat(share.next(MOST)).isNull();
        }
        share.ended();
        assertThat(share.next(MOST)).isNull();
    }

    @Test
    void aLargerShareLetsMoreOfThemBegin() {
        share.begins(new Step(0), 1);
        share.begins(new Step(1), 1);
        share.begins(new Step(2), 1);

        assertThat(share.next(2)).isEqualTo(new Step(1));
        assertThat(share.next(2)).isNull();
        assertThat(share.next(3)).isEqualTo(new Step(2));
    }

    /** Whoever adds one looks afterwards, and so does whoever ends one. */
    @Test
    void noneIsLeftBehindWhenOneEndsWhileAnotherComes() throws Exception {
        int steps = 200_000;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(steps);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Runnable step =
                new Runnable() {
                    @Override
                    public void run() {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        running.decrementAndGet();
                        share.ended();
                        begin(threads);
                        done.countDown();
                    }
                };
        for (int n = 0; n < steps; n++) {
            if (share.begins(step, MOST)) {
                threads.execute(step);
            } else {
                begin(threads);
            }
        }
        boolean all = done.await(20, TimeUnit.SECONDS);
        threads.shutdown();

        assertThat(all).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(MOST);
    }

    private void begin(ExecutorService threads) {
        for (Runnable next = share.next(MOST); next != null; next = share.next(MOST)) {
            threads.execute(next);
        }
    }

    private record Step(int number) implements Runnable {
        @Override
        public void run() {}
    }
}
