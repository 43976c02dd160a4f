package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entry is claimed once, the last one first. Workers here are numbers. */
@Timeout(30)
class IdleWorkersTest {

    private static final int WORKERS = 6;

    private final IdleWorkers<Integer> idle = new IdleWorkers<>();
    private final List<Integer> workers = IntStream.range(0, WORKERS).boxed().toList();

    @Test
    void theLastToBecomeIdleIsTheFirstToWork() {
        workers.forEach(idle::push);
        assertThat(idle.count()).isEqualTo(WORKERS);

        for (int n = WORKERS - 1; n >= 0; n--) {
            assertThat(idle.claim()).isSameAs(workers.get(n));
            assertThat(idle.count()).isEqualTo(n);
        }
        assertThat(idle.claim()).isNull();
    }

    @Test
    void anEntryThatWasTakenBackIsPassedOver() {
        idle.push(workers.get(0));
        IdleWorkers.Entry<Integer> middle = idle.push(workers.get(1));
        IdleWorkers.Entry<Integer> top = idle.push(workers.get(2));

        assertThat(idle.takeBack(middle)).isTrue();
        assertThat(idle.takeBack(top)).isTrue();
        assertThat(idle.count()).isEqualTo(1);
        assertThat(idle.claim()).isSameAs(workers.get(0));
        assertThat(idle.claim()).isNull();
    }

    @Test
    void aClaimedWorkerCannotTakeItsEntryBack() {
        IdleWorkers.Entry<Integer> entry = idle.push(workers.get(0));
        idle.claim();

        assertThat(idle.takeBack(entry)).isFalse();
        assertThat(idle.count()).isZero();
    }

    @Test
    void aWorkerThatIsIdleAgainIsClaimedByItsNewEntry() {
        IdleWorkers.Entry<Integer> old = idle.push(workers.get(0));
        idle.takeBack(old);
        IdleWorkers.Entry<Integer> fresh = idle.push(workers.get(0));

        assertThat(idle.claim()).isSameAs(workers.get(0));
        assertThat(idle.claim()).isNull();
        assertThat(idle.takeBack(fresh)).isFalse();
        assertThat(idle.count()).isZero();
    }

    /**
     * Threads are idle for the workers, and take that back or wait to be assigned something; others
     * claim. A worker that two got hold of at once, or that nobody has and that is not idle, would
     * show.
     */
    @Test
    void everyEntryIsClaimedOrTakenBackOnce() throws Exception {
        int rounds = 20_000;
        AtomicInteger[] busy = new AtomicInteger[WORKERS];
        Semaphore[] assigned = new Semaphore[WORKERS];
        AtomicInteger twice = new AtomicInteger();
        AtomicInteger claims = new AtomicInteger();
        AtomicInteger claimed = new AtomicInteger();
        AtomicInteger tookBack = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> working = new ArrayList<>();
        for (int n = 0; n < WORKERS; n++) {
            int number = n;
            busy[n] = new AtomicInteger(1);
            assigned[n] = new Semaphore(0);
            working.add(
                    threads.submit(
                            () -> {
                                for (int round = 0; round < rounds; round++) {
                                    busy[number].decrementAndGet();
                                    IdleWorkers.Entry<Integer> entry =
                                            idle.push(workers.get(number));
                                    if (round % 3 == 0 && idle.takeBack(entry)) {
                                        tookBack.incrementAndGet();
                                        take(busy[number], twice);
                                    } else {
                                        assigned[number].acquireUninterruptibly();
                                        claimed.incrementAndGet();
                                    }
                                }
                            }));
        }
        List<Future<?>> claiming = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            claiming.add(
                    threads.submit(
                            () -> {
                                while (!over.get()) {
                                    Integer worker = idle.claim();
                                    if (worker == null) {
                                        Thread.yield();
                                    } else {
                                        claims.incrementAndGet();
                                        take(busy[worker], twice);
                                        assigned[worker].release();
                                    }
                                }
                            }));
        }
        for (Future<?> each : working) {
            each.get();
        }
        over.set(true);
        for (Future<?> each : claiming) {
            each.get();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();

        assertThat(twice).hasValue(0);
        assertThat(claims.get()).isEqualTo(claimed.get()).isPositive();
        assertThat(claimed.get() + tookBack.get()).isEqualTo(WORKERS * rounds);
        assertThat(idle.count()).isZero();
        assertThat(idle.claim()).isNull();
    }

    private static void take(AtomicInteger busy, AtomicInteger twice) {
        if (busy.incrementAndGet() != 1) {
            twice.incrementAndGet();
        }
    }
}
