package org.servletmpm.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who leads, by every way from one to the other. */
class LeadershipTest {

    private static final long PATIENCE = 500;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Leadership<Object, Object> leadership =
            new Leadership<>(Thread.currentThread(), clock.get());
    private final Object first = new Object();
    private final Object second = new Object();

    private boolean takeOver() {
        return leadership.takeOver(clock.get(), PATIENCE);
    }

    @Test
    void whoDoesNotKnowYetIsNotCalledButTakenOverFrom() {
        assertThat(leadership.call()).isFalse();
        assertThat(leadership.isIdle()).isFalse();
        clock.addAndGet(PATIENCE - 1);
        assertThat(takeOver()).isFalse();
        clock.addAndGet(1);
        assertThat(takeOver()).isTrue();
        assertThat(leadership.left()).isNull();
        assertThat(leadership.takeUp()).as("it comes too late").isFalse();
    }

    @Test
    void aWorkerThatSelectsIsNotTakenOverFrom() {
        leadership.takeUp();
        clock.addAndGet(100 * PATIENCE);
        assertThat(takeOver()).isFalse();
        assertThat(leadership.isIdle()).isTrue();
        assertThat(leadership.isOver()).isFalse();
    }

    @Test
    void theStepThatLastsTooLongIsTheOneThatIsTakenOverFrom() {
        leadership.takeUp();
        assertThat(leadership.begin(first, clock.get())).isTrue();
        clock.addAndGet(PATIENCE - 1);
        assertThat(takeOver()).isFalse();
        assertThat(leadership.untilImpatient(clock.get(), PATIENCE)).isEqualTo(1);
        assertThat(leadership.select()).isTrue();

        assertThat(leadership.begin(second, clock.get())).isTrue();
        clock.addAndGet(1);
        assertThat(takeOver()).as("the next one has just begun").isFalse();
        clock.addAndGet(PATIENCE);
        assertThat(takeOver()).isTrue();
        assertThat(leadership.left()).isSameAs(second);
        assertThat(leadership.isOver()).isTrue();
        assertThat(leadership.select()).as("the worker comes back").isFalse();
        assertThat(leadership.end()).isFalse();
    }

    @Test
    void whoIsCalledBeginsNothingAndIsNotCalledTwice() {
        leadership.takeUp();
        assertThat(leadership.call()).isTrue();
        assertThat(leadership.call()).isFalse();
        assertThat(leadership.isCalled()).isTrue();
        assertThat(leadership.isIdle()).isFalse();
        assertThat(leadership.begin(first, clock.get())).isFalse();
        clock.addAndGet(PATIENCE);
        assertThat(takeOver()).as("nobody leads before it has seen that").isFalse();
        assertThat(leadership.end()).as("somebody assigns it something").isTrue();
        assertThat(leadership.isOver()).isTrue();
    }

    @Test
    void whoRunsAStepIsNotCalled() {
        leadership.takeUp();
        leadership.begin(first, clock.get());
        assertThat(leadership.call()).isFalse();
        assertThat(leadership.isIdle()).isFalse();
        leadership.select();
        assertThat(leadership.call()).isTrue();
    }

    @Test
    void aLeadershipThatIsOverStaysOver() {
        assertThat(leadership.end()).isFalse();
        assertThat(leadership.call()).isFalse();
        assertThat(leadership.begin(first, clock.get())).isFalse();
        assertThat(leadership.select()).isFalse();
        assertThat(leadership.isIdle()).isFalse();
        assertThat(leadership.isOver()).isTrue();
    }

    @Test
    void stepsAreCounted() {
        leadership.takeUp();
        long before = leadership.steps();
        leadership.begin(first, clock.get());
        assertThat(leadership.steps()).isEqualTo(before + 1);
        leadership.select();
        leadership.begin(second, clock.get());
        assertThat(leadership.steps()).isEqualTo(before + 2);
    }
}
