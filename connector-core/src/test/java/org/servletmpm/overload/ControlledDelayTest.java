package org.servletmpm.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.overload.QueueSimulation.Fate;

/** What becomes of requests at all loads, replayed without a clock. */
class ControlledDelayTest {

    private static final long MILLIS = 40_000;
    private static final double LEAVES_AFTER = 1_000;
    private static final double PATIENT = 30_000;

    /** Three times the capacity for half a second, every five seconds. */
    private static final LongFunction<Double> BURSTS = at -> at % 5_000 < 500 ? 3.0 : 0.6;

    private static ControlledDelay fifo() {
        return new ControlledDelay(0, false, 100);
    }

    private static ControlledDelay controlled() {
        return new ControlledDelay(0, true, 100);
    }

    /** What the rest is about: workers that are busy for clients that have left. */
    @Test
    void withoutControlOverloadLeavesNothing() {
        QueueSimulation stock = new QueueSimulation(fifo(), LEAVES_AFTER);
        stock.run(MILLIS, at -> 1.5, false, 1);

        assertThat(stock.goodput(MILLIS)).isLessThan(0.15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 20})
    void inOverloadThereIsAnAnswerForAsManyAsThereIsCapacityFor(double load) {
        QueueSimulation controlled = new QueueSimulation(controlled(), LEAVES_AFTER);
        controlled.run(MILLIS, at -> load, false, 1);

        assertThat(controlled.goodput(MILLIS)).isGreaterThan(0.95);
        assertThat(controlled.percentile(50)).isLessThan(150);
        assertThat(controlled.percentile(95)).isLessThan(600);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.1, 1.5})
    void littleAboveCapacityIsOverloadToo(double load) {
        QueueSimulation controlled = new QueueSimulation(controlled(), LEAVES_AFTER);
        controlled.run(MILLIS, at -> load, false, 1);

        assertThat(controlled.goodput(MILLIS)).isGreaterThan(0.93);
        assertThat(controlled.percentile(99)).isLessThan(LEAVES_AFTER);
    }

    /** Of all that the order of arrival alone answers in time. */
    @Test
    void burstsAreNoOverload() {
        long inTime = 0;
        long refused = 0;
        for (int seed = 1; seed <= 7; seed++) {
            Fate[] alone =
                    new QueueSimulation(fifo(), LEAVES_AFTER).run(MILLIS, BURSTS, false, seed);
            Fate[] with =
                    new QueueSimulation(controlled(), LEAVES_AFTER)
                            .run(MILLIS, BURSTS, false, seed);
            for (int n = 0; n < alone.length; n++) {
                if (alone[n] == Fate.IN_TIME) {
                    inTime++;
                    refused += with[n] == Fate.REFUSED ? 1 : 0;
                }
            }
        }

        assertThat(refused).isLessThanOrEqualTo(inTime / 100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.95})
    void patientClientsAreNotRefusedBelowCapacity(double load) {
        long refused =
                LongStream.rangeClosed(1, 5)
                        .mapToObj(
                                seed ->
                                        new QueueSimulation(controlled(), PATIENT)
                                                .run(MILLIS, at -> load, true, seed))
                        .mapToLong(ControlledDelayTest::refused)
                        .sum();

        assertThat(refused).isZero();
    }

    /** RequestQueueTime, which asks nothing of the queue. */
    @Test
    void aHardLimitHoldsAtAnyTime() {
        ControlledDelay hard = new ControlledDelay(500, false, 100);

        assertThat(hard.limit()).isEqualTo(500);
        QueueSimulation simulation = new QueueSimulation(hard, LEAVES_AFTER);
        simulation.run(MILLIS, at -> 5.0, false, 1);
        assertThat(simulation.goodput(MILLIS)).isGreaterThan(0.95);
        assertThat(simulation.percentile(50)).isBetween(480.0, 560.0);
    }

    @Test
    void overloadEndsWhenAWorkerFindsNothing() {
        ControlledDelay controlled = controlled();
        controlled.look(0, 0, 1);
        controlled.look(1_000, 799, 90);
        assertThat(controlled.isOverloaded()).isFalse();
        controlled.look(1_010, 800, 91);
        assertThat(controlled.isOverloaded()).isTrue();
        assertThat(controlled.limit()).isEqualTo(100);

        controlled.emptied();

        assertThat(controlled.isOverloaded()).isFalse();
        assertThat(controlled.limit()).isEqualTo(ControlledDelay.NO_LIMIT);
    }

    private static long refused(Fate[] fates) {
        return Arrays.stream(fates).filter(fate -> fate == Fate.REFUSED).count();
    }
}
