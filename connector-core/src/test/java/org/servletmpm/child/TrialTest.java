package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When steps are led to find out whether they would be short, and for how long. */
class TrialTest {

    private final Trial trial = new Trial();

    /** How many steps are given away until one is led. */
    private int untilTrial() {
        int steps = 1;
        while (!trial.begins()) {
            steps++;
        }
        return steps;
    }

    /** How many steps a trial has, at most so many. */
    private int stepsOf(int most, boolean tooLong) {
        int steps = 0;
        while (trial.isOn() && steps < most) {
            trial.goesOn(tooLong);
            steps++;
        }
        return steps;
    }

    @Test
    void itBeginsWhenManyWereGivenAwayAndEndsByItself() {
        assertThat(trial.isOn()).isFalse();
        assertThat(untilTrial()).isEqualTo(Trial.SOON);
        assertThat(stepsOf(Integer.MAX_VALUE, false)).isEqualTo(Trial.STEPS);
        assertThat(untilTrial()).isEqualTo(Trial.SOON);
    }

    @Test
    void whereFewAreGivenAwayThereIsNone() {
        for (int n = 0; n < 100 * Trial.SOON; n++) {
            assertThat(trial.begins()).isFalse();
            for (int led = 0; led < Trial.FEW; led++) {
                trial.led();
            }
        }
    }

    @Test
    void wrongGuessesEndItAndTheNextComesLater() {
        untilTrial();
        int wrong = 0;
        while (trial.isOn()) {
            trial.goesOn(false);
            trial.wasWrong();
            wrong++;
        }
        assertThat(wrong).isLessThan(10);
        assertThat(untilTrial()).isEqualTo(2 * Trial.SOON);
    }

    @Test
    void rareWrongGuessesDoNot() {
        untilTrial();
        for (int n = 1; n <= Trial.STEPS; n++) {
            assertThat(trial.isOn()).isTrue();
            trial.goesOn(false);
            if (n % (Trial.RARE_WRONG + 1) == 0) {
                trial.wasWrong();
            }
        }
        assertThat(trial.isOn()).isFalse();
        assertThat(untilTrial()).isEqualTo(Trial.SOON);
    }

    @Test
    void stepsThatAreTypicallyTooLongEndItAsSoonAsThatIsKnown() {
        untilTrial();
        assertThat(stepsOf(20, true)).as("what was typical before").isEqualTo(20);
        assertThat(stepsOf(Integer.MAX_VALUE, true)).isLessThan(100);
        assertThat(untilTrial()).isEqualTo(2 * Trial.SOON);
    }

    @Test
    void trialsInVainBecomeRareAndOneThatIsNotMakesThemFrequentAgain() {
        for (int n = 0; n < 10; n++) {
            untilTrial();
            stepsOf(Integer.MAX_VALUE, true);
        }
        assertThat(untilTrial()).isEqualTo(Trial.LATE);
        stepsOf(Integer.MAX_VALUE, false);
        assertThat(untilTrial()).isEqualTo(Trial.SOON);
    }

    @Test
    void wrongGuessesBeforeItDoNotCount() {
        for (int n = 0; n < 100; n++) {
            trial.wasWrong();
        }
        untilTrial();
        trial.goesOn(false);
        trial.wasWrong();
        assertThat(trial.isOn()).isTrue();
    }
}
