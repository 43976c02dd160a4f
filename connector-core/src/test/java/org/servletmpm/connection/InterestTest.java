package org.servletmpm.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;

/** One word that any thread arms and any thread takes. */
class InterestTest {

    private final Interest interest = new Interest(Kind.READ);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 1L << 40, Interest.NEVER - 1, Interest.NEVER})
    void anArmedWordTellsItsDeadlineAndUrgency(long deadline) {
        for (Urgency urgency : Urgency.values()) {
            interest.arm(deadline, urgency);
            long word = interest.take();

            assertThat(word).isPositive();
            assertThat(Interest.deadline(word)).isEqualTo(deadline);
            assertThat(Interest.urgency(word)).isEqualTo(urgency);
        }
    }

    @Test
    void anIdleInterestHasNothingToTake() {
        assertThat(interest.isArmed()).isFalse();
        assertThat(interest.take()).isZero();
        assertThat(interest.take(0)).isFalse();
    }

    @Test
    void itIsTakenOnce() {
        interest.arm(7, Urgency.NEXT_STEP);

        assertThat(interest.isArmed()).isTrue();
        assertThat(interest.take()).isNotZero();
        assertThat(interest.isArmed()).isFalse();
        assertThat(interest.take()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "NEXT_STEP, NEXT_STEP, NEXT_STEP",
        "NEXT_STEP, CONTINUATION, CONTINUATION",
        "CONTINUATION, NEXT_STEP, CONTINUATION",
        "CONTINUATION, CONTINUATION, CONTINUATION"
    })
    void armingAgainMovesTheDeadlineAndStaysUrgent(Urgency first, Urgency then, Urgency result) {
        interest.arm(100, first);
        interest.arm(50, then);
        long word = interest.take();

        assertThat(Interest.deadline(word)).isEqualTo(50);
        assertThat(Interest.urgency(word)).isEqualTo(result);
        assertThat(interest.take()).isZero();
    }

    /** Somebody has armed it for what he has just written, in the meantime. */
    @Test
    void whoWaitedGoesOnWaitingWhateverHasArmedItMeanwhile() {
        interest.arm(100, Urgency.CONTINUATION);
        long waited = interest.take();
        assertThat(interest.armAgain(50, 0)).isTrue();
        assertThat(interest.armAgain(70, waited)).as("not idle").isFalse();

        long word = interest.take();
        assertThat(Interest.isBlocked(word)).isTrue();
        assertThat(Interest.deadline(word)).isEqualTo(50);
    }

    @Test
    void urgencyEndsWithTheArming() {
        interest.arm(1, Urgency.CONTINUATION);
        interest.take();
        interest.arm(1, Urgency.NEXT_STEP);

        assertThat(Interest.urgency(interest.get())).isEqualTo(Urgency.NEXT_STEP);
    }

    @Test
    void aTimeoutNeverEndsALaterArming() {
        interest.arm(100, Urgency.NEXT_STEP);
        long seen = interest.get();
        interest.take();
        interest.arm(200, Urgency.NEXT_STEP);

        assertThat(interest.take(seen)).isFalse();
        assertThat(interest.take(interest.get())).isTrue();
    }

    /**
     * Every arming has a deadline of its own, by which the takers know it again. Takers of both
     * sorts, and more threads than processors.
     */
    @Test
    @Timeout(60)
    void ofManyTakersOneGetsEachArming() throws Exception {
        int armings = 200_000;
        Interest[] all = interests();
        AtomicIntegerArray taken = new AtomicIntegerArray(armings);
        Runnable armer =
                () -> {
                    for (int n = 0; n < armings; n++) {
                        Interest one = all[n % all.length];
                        awaitTaken(one);
                        one.arm(n, Urgency.NEXT_STEP);
                    }
                    Arrays.stream(all).forEach(InterestTest::awaitTaken);
                };
        run(armer, take(all, taken), take(all, taken), expire(all, taken));

        for (int n = 0; n < armings; n++) {
            assertThat(taken.get(n)).as("arming %d", n).isEqualTo(1);
        }
    }

    /** Arming what is armed replaces it: none is taken twice, and the last is there to be taken. */
    @Test
    @Timeout(60)
    void whoeverArmsLastIsNotForgotten() throws Exception {
        int armings = 100_000;
        Interest[] all = interests();
        AtomicIntegerArray taken = new AtomicIntegerArray(2 * armings + all.length);
        AtomicInteger next = new AtomicInteger();
        Runnable arm =
                () -> {
                    for (int n = 0; n < armings; n++) {
                        all[n % all.length].arm(next.getAndIncrement(), Urgency.NEXT_STEP);
                    }
                };
        Runnable armer =
                () -> {
                    Thread other = new Thread(arm);
                    other.start();
                    arm.run();
                    join(other);
                    for (Interest one : all) {
                        one.arm(next.getAndIncrement(), Urgency.CONTINUATION);
                    }
                    Arrays.stream(all).forEach(InterestTest::awaitTaken);
                };
        run(armer, take(all, taken), expire(all, taken));

        for (int n = 0; n < taken.length(); n++) {
            assertThat(taken.get(n)).as("arming %d", n).isLessThanOrEqualTo(1);
        }
        for (int n = 2 * armings; n < taken.length(); n++) {
            assertThat(taken.get(n)).as("last arming %d", n).isEqualTo(1);
        }
    }

    private static Interest[] interests() {
        Interest[] all = new Interest[16];
        Arrays.setAll(all, n -> new Interest(Kind.READ));
        return all;
    }

    private static void awaitTaken(Interest one) {
        while (one.isArmed()) {
            Thread.yield();
        }
    }

    /** As readiness, cancelling and a close take. */
    private static Runnable take(Interest[] all, AtomicIntegerArray taken) {
        return () -> {
            for (Interest one : all) {
                count(taken, one.take());
            }
            Thread.yield();
        };
    }

    /** As a timeout takes. */
    private static Runnable expire(Interest[] all, AtomicIntegerArray taken) {
        return () -> {
            for (Interest one : all) {
                long word = one.get();
                if (one.take(word)) {
                    count(taken, word);
                }
            }
            Thread.yield();
        };
    }

    private static void count(AtomicIntegerArray taken, long word) {
        if (word != 0) {
            taken.incrementAndGet((int) Interest.deadline(word));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs the first to its end, and the others again and again until then. */
    private static void run(Runnable armer, Runnable... takers) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            CountDownLatch ready = new CountDownLatch(takers.length);
            List<Future<?>> taking = new ArrayList<>();
            for (Runnable taker : takers) {
                taking.add(
                        threads.submit(
                                () -> {
                                    ready.countDown();
                                    while (!done.get()) {
                                        taker.run();
                                    }
                                }));
            }
            ready.await();
            armer.run();
            done.set(true);
            for (Future<?> one : taking) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
