package org.servletmpm.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Times of service in, decisions out. */
class ServiceTimeEstimatorTest {

    private static final long HELLO = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long COMPUTES = TimeUnit.MICROSECONDS.toNanos(80);
    private static final long PIPELINED = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SLEEPS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CONNECTIONS = 64;
    private static final int SETTLED = 200;

    private final ServiceTimeEstimator estimator = new ServiceTimeEstimator(2);
    private final int[] histories = new int[CONNECTIONS];
    private final Random random = new Random(1);

    /** What became of a trace: how the guesses stood to what the steps then took. */
    private record Decisions(int shortRun, int shortGiven, int longRun, int longGiven) {
        private double ofShort() {
            return (double) shortRun / (shortRun + shortGiven);
        }

        private double ofLong() {
            return (double) longRun / (longRun + longGiven);
        }
    }

    /** What a connection's next step takes, which may depend on whether who leads runs it. */
    private interface Service {
        long nanos(int connection, boolean led);
    }

    private Decisions decide(int rounds, IntToLongFunction nanosOfConnection) {
        return decide(rounds, (n, led) -> nanosOfConnection.applyAsLong(n));
    }

    /** A trace, a round of all connections at a time. */
    private Decisions decide(int rounds, Service service) {
        int[] counts = new int[4];
        for (int round = 0; round < rounds; round++) {
            for (int n = 0; n < CONNECTIONS; n++) {
                boolean runs = estimator.isForLeader(histories[n]);
                long nanos = service.nanos(n, runs);
                if (runs && nanos > estimator.patience()) {
                    estimator.wasWrong();
                }
                counts[(nanos > ServiceTimeEstimator.LONG ? 2 : 0) + (runs ? 0 : 1)]++;
                histories[n] = estimator.took(histories[n], nanos);
            }
        }
        return new Decisions(counts[0], counts[1], counts[2], counts[3]);
    }

    private long oneIn(int every) {
        return random.nextInt(every) == 0 ? SLEEPS : HELLO;
    }

    @Test
    void whatIsKnownToBeShortIsRunFromTheFirstStepOn() {
        assertThat(decide(50, n -> HELLO).ofShort()).isEqualTo(1);
    }

    @Test
    void whatIsLongIsGivenAwayAfterAFewSteps() {
        Decisions decisions = decide(10, n -> SLEEPS);
        assertThat(decisions.longRun()).isBetween(1, 5);
        assertThat(decide(SETTLED, n -> SLEEPS).ofLong()).as("with trials").isLessThan(0.003);
    }

    /** Neither long nor worth the risk: a lot of small requests in one step. */
    @Test
    void whatTakesSomeTimeIsGivenAway() {
        decide(50, n -> PIPELINED);
        assertThat(decide(SETTLED, n -> PIPELINED).ofShort()).isLessThan(0.03);
        decide(50, n -> COMPUTES);
        assertThat(decide(50, n -> COMPUTES).ofShort()).isEqualTo(1);
    }

    @Test
    void whatBecomesShortIsRunAgain() {
        decide(50, n -> SLEEPS);
        decide(50, n -> HELLO);
        assertThat(decide(1, n -> HELLO).ofShort()).isEqualTo(1);
    }

    /** More threads than processors: one may wait for another in the middle of a step. */
    @Test
    void whatIsLongOnlyBecauseItIsGivenAwayIsRunAgain() {
        Service crowded = (n, led) -> led ? HELLO : oneIn(10);
        decide(10, n -> SLEEPS);
        decide(SETTLED, crowded);
        Decisions decisions = decide(SETTLED, crowded);
        assertThat(decisions.ofShort()).isEqualTo(1);
    }

    @Test
    void whatIsTypicalOnlyWhereItIsGivenAwayDoesNotStay() {
        Service crowded = (n, led) -> led ? HELLO : PIPELINED;
        decide(10, n -> PIPELINED);
        decide(SETTLED, crowded);
        assertThat(decide(1, crowded).ofShort()).isEqualTo(1);
        assertThat(estimator.isWorthSharing(CONNECTIONS)).isFalse();
    }

    @Test
    void aRareLongStepDoesNotSpoilTheShortOnes() {
        decide(SETTLED, n -> oneIn(50));
        assertThat(decide(SETTLED, n -> oneIn(50)).ofShort())
                .as("half of what a connection remembers has none, and trials end")
                .isBetween(0.4, 0.7);
    }

    @Test
    void oneInFiveIsTooMany() {
        decide(SETTLED, n -> oneIn(5));
        assertThat(decide(SETTLED, n -> oneIn(5)).ofLong()).isLessThan(0.02);
    }

    @Test
    void aConnectionIsKnownByWhatItDidBefore() {
        IntToLongFunction fourAreSlow = n -> n < 4 ? SLEEPS : HELLO;
        decide(SETTLED, fourAreSlow);
        Decisions decisions = decide(SETTLED, fourAreSlow);
        assertThat(decisions.longRun()).isZero();
        assertThat(decisions.ofShort()).isGreaterThan(0.9);
    }

    @Test
    void anUnknownConnectionIsLikeTheOthers() {
        assertThat(estimator.isForLeader(0)).isTrue();
        decide(1, n -> SLEEPS);
        assertThat(estimator.isForLeader(0)).isFalse();
        decide(50, n -> HELLO);
        assertThat(estimator.isForLeader(0)).isTrue();
    }

    @Test
    void whoHasOthersBehindThemAreGivenAwayIfThatCostsLessThanWaiting() {
        decide(50, n -> COMPUTES);
        assertThat(estimator.isWorthWaking()).isTrue();
        assertThat(estimator.isWorthSharing(1)).as("one behind it").isTrue();
        assertThat(estimator.isWorthSharing(0)).as("the last").isFalse();

        decide(50, n -> HELLO);
        assertThat(estimator.isWorthWaking()).isFalse();
        assertThat(estimator.isWorthSharing(CONNECTIONS)).as("waking costs more").isFalse();
    }

    @Test
    void inATrialNothingIsShared() {
        decide(50, n -> COMPUTES);
        while (!estimator.isForLeader(estimator.took(0, SLEEPS))) {
            assertThat(estimator.isWorthSharing(1)).isTrue();
        }
        assertThat(estimator.isWorthSharing(1)).isFalse();
    }

    @Test
    void withProcessorsToSpareNobodyWaitsLong() {
        ServiceTimeEstimator many = new ServiceTimeEstimator(8);
        int history = 0;
        for (int n = 0; n < 100; n++) {
            history = many.took(history, HELLO);
        }
        assertThat(many.isWorthSharing(2)).isFalse();
        assertThat(many.isWorthSharing(8)).isTrue();
    }

    @Test
    void whereLongStepsAreNotRareNobodyStaysAwayForLong() {
        decide(SETTLED, n -> HELLO);
        long patient = estimator.patience();
        decide(SETTLED, n -> oneIn(50));
        long impatient = estimator.patience();
        assertThat(impatient).isLessThan(patient);
        decide(SETTLED, n -> random.nextInt(50) == 0 ? SLEEPS : COMPUTES);
        assertThat(estimator.patience())
                .as("each step would be taken over from")
                .isBetween(2 * COMPUTES, patient);
        decide(SETTLED, n -> HELLO);
        assertThat(estimator.patience()).isEqualTo(patient);
    }

    @Test
    void aHistoryEndsWithTheOldestStepThatIsRemembered() {
        int history = estimator.took(0, SLEEPS);
        for (int n = 0; n < ServiceTimeEstimator.REMEMBERED; n++) {
            history = estimator.took(history, HELLO);
        }
        int never = 0;
        for (int n = 0; n < ServiceTimeEstimator.REMEMBERED; n++) {
            never = estimator.took(never, HELLO);
        }
        assertThat(history).isEqualTo(never);
    }
}
