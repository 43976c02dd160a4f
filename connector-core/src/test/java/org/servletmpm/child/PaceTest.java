package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** Times of service in, decisions out. */
class PaceTest {

    private static final long HELLO = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long COMPUTES = TimeUnit.MICROSECONDS.toNanos(80);
    private static final long PIPELINED = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SLEEPS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int CONNECTIONS = 64;
    private static final int SETTLED = 200;

    private final Pace pace = new Pace(2);
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
                boolean runs = pace.isForLeader(histories[n]);
                long nanos = service.nanos(n, runs);
                if (runs && nanos > pace.patience()) {
                    pace.wasWrong();
                }
                counts[(nanos > Pace.LONG ? 2 : 0) + (runs ? 0 : 1)]++;
                histories[n] = pace.took(histories[n], nanos);
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
        assertThat(pace.isWorthSharing(CONNECTIONS)).isFalse();
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
        assertThat(pace.isForLeader(0)).isTrue();
        decide(1, n -> SLEEPS);
        assertThat(pace.isForLeader(0)).isFalse();
        decide(50, n -> HELLO);
        assertThat(pace.isForLeader(0)).isTrue();
    }

    @Test
    void whoHasOthersBehindThemAreGivenAwayIfThatCostsLessThanWaiting() {
        decide(50, n -> COMPUTES);
        assertThat(pace.isWorthWaking()).isTrue();
        assertThat(pace.isWorthSharing(1)).as("one behind it").isTrue();
        assertThat(pace.isWorthSharing(0)).as("the last").isFalse();

        decide(50, n -> HELLO);
        assertThat(pace.isWorthWaking()).isFalse();
        assertThat(pace.isWorthSharing(CONNECTIONS)).as("waking costs more").isFalse();
    }

    @Test
    void inATrialNothingIsShared() {
        decide(50, n -> COMPUTES);
        while (!pace.isForLeader(pace.took(0, SLEEPS))) {
            assertThat(pace.isWorthSharing(1)).isTrue();
        }
        assertThat(pace.isWorthSharing(1)).isFalse();
    }

    @Test
    void withProcessorsToSpareNobodyWaitsLong() {
        Pace many = new Pace(8);
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
        long patient = pace.patience();
        decide(SETTLED, n -> oneIn(50));
        long impatient = pace.patience();
        assertThat(impatient).isLessThan(patient);
        decide(SETTLED, n -> random.nextInt(50) == 0 ? SLEEPS : COMPUTES);
        assertThat(pace.patience())
                .as("each step would be taken over from")
                .isBetween(2 * COMPUTES, patient);
        decide(SETTLED, n -> HELLO);
        assertThat(pace.patience()).isEqualTo(patient);
    }

    @Test
    void aHistoryEndsWithTheOldestStepThatIsRemembered() {
        int history = pace.took(0, SLEEPS);
        for (int n = 0; n < Pace.REMEMBERED; n++) {
            history = pace.took(history, HELLO);
        }
        int never = 0;
        for (int n = 0; n < Pace.REMEMBERED; n++) {
            never = pace.took(never, HELLO);
        }
        assertThat(history).isEqualTo(never);
    }
}
