package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.servletmpm.waiting.Watch;

/** Who leads, by every way from one to the other. */
class TermTest {

    private static final long PATIENCE = 500;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Term term = new Term(null, clock.get());
    private final Watch first = new Watch(null, null, null);
    private final Watch second = new Watch(null, null, null);

    private boolean takeOver() {
        return term.takeOver(clock.get(), PATIENCE);
    }

    @Test
    void whoDoesNotKnowYetIsNotCalledButTakenOverFrom() {
        assertThat(term.call()).isFalse();
        assertThat(term.isIdle()).isFalse();
        clock.addAndGet(PATIENCE - 1);
        assertThat(takeOver()).isFalse();
        clock.addAndGet(1);
        assertThat(takeOver()).isTrue();
        assertThat(term.left()).isNull();
        assertThat(term.takesUp(null)).as("it comes too late").isFalse();
    }

    @Test
    void aWorkerThatSelectsIsNotTakenOverFrom() {
        term.takesUp(null);
        clock.addAndGet(100 * PATIENCE);
        assertThat(takeOver()).isFalse();
        assertThat(term.isIdle()).isTrue();
        assertThat(term.isOver()).isFalse();
    }

    @Test
    void theStepThatLastsTooLongIsTheOneThatIsTakenOverFrom() {
        term.takesUp(null);
        assertThat(term.begins(first, clock.get())).isTrue();
        clock.addAndGet(PATIENCE - 1);
        assertThat(takeOver()).isFalse();
        assertThat(term.untilImpatient(clock.get(), PATIENCE)).isEqualTo(1);
        assertThat(term.selects()).isTrue();

        assertThat(term.begins(second, clock.get())).isTrue();
        clock.addAndGet(1);
        assertThat(takeOver()).as("the next one has just begun").isFalse();
        clock.addAndGet(PATIENCE);
        assertThat(takeOver()).isTrue();
        assertThat(term.left()).isSameAs(second);
        assertThat(term.isOver()).isTrue();
        assertThat(term.selects()).as("the worker comes back").isFalse();
        assertThat(term.ends()).isFalse();
    }

    @Test
    void whoIsCalledBeginsNothingAndIsNotCalledTwice() {
        term.takesUp(null);
        assertThat(term.call()).isTrue();
        assertThat(term.call()).isFalse();
        assertThat(term.isCalled()).isTrue();
        assertThat(term.isIdle()).isFalse();
        assertThat(term.begins(first, clock.get())).isFalse();
        clock.addAndGet(PATIENCE);
        assertThat(takeOver()).as("nobody leads before it has seen that").isFalse();
        assertThat(term.ends()).as("somebody assigns it something").isTrue();
        assertThat(term.isOver()).isTrue();
    }

    @Test
    void whoRunsAStepIsNotCalled() {
        term.takesUp(null);
        term.begins(first, clock.get());
        assertThat(term.call()).isFalse();
        assertThat(term.isIdle()).isFalse();
        term.selects();
        assertThat(term.call()).isTrue();
    }

    @Test
    void aTermThatIsOverStaysOver() {
        assertThat(term.ends()).isFalse();
        assertThat(term.call()).isFalse();
        assertThat(term.begins(first, clock.get())).isFalse();
        assertThat(term.selects()).isFalse();
        assertThat(term.isIdle()).isFalse();
        assertThat(term.isOver()).isTrue();
    }

    @Test
    void stepsAreCounted() {
        term.takesUp(null);
        long before = term.steps();
        term.begins(first, clock.get());
        assertThat(term.steps()).isEqualTo(before + 1);
        term.selects();
        term.begins(second, clock.get());
        assertThat(term.steps()).isEqualTo(before + 2);
    }
}
