package org.servletmpm.leader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When steps are led to find out whether they would be short, and for how long. */
class ExplorationTest {

    private final Exploration exploration = new Exploration();

    /** How many steps are given away until one is led. */
    private int untilTrial() {
        int steps = 1;
        while (!exploration.begins()) {
            steps++;
        }
        return steps;
    }

    /** How many steps a exploration has, at most so many. */
    private int stepsOf(int most, boolean tooLong) {
        int steps = 0;
        while (exploration.isOn() && steps < most) {
            exploration.goesOn(tooLong);
            steps++;
        }
        return steps;
    }

    @Test
    void itBeginsWhenManyWereGivenAwayAndEndsByItself() {
        assertThat(exploration.isOn()).isFalse();
        assertThat(untilTrial()).isEqualTo(Exploration.SOON);
        assertThat(stepsOf(Integer.MAX_VALUE, false)).isEqualTo(Exploration.STEPS);
        assertThat(untilTrial()).isEqualTo(Exploration.SOON);
    }

    @Test
    void whereFewAreGivenAwayThereIsNone() {
        for (int n = 0; n < 100 * Exploration.SOON; n++) {
            assertThat(exploration.begins()).isFalse();
            for (int led = 0; led < Exploration.FEW; led++) {
                exploration.led();
            }
        }
    }

    @Test
    void wrongGuessesEndItAndTheNextComesLater() {
        untilTrial();
        int wrong = 0;
        while (exploration.isOn()) {
            exploration.goesOn(false);
            exploration.wasWrong();
            wrong++;
        }
        assertThat(wrong).isLessThan(10);
        assertThat(untilTrial()).isEqualTo(2 * Exploration.SOON);
    }

    @Test
    void rareWrongGuessesDoNot() {
        untilTrial();
        for (int n = 1; n <= Exploration.STEPS; n++) {
            assertThat(exploration.isOn()).isTrue();
            exploration.goesOn(false);
            if (n % (Exploration.RARE_WRONG + 1) == 0) {
                exploration.wasWrong();
            }
        }
        assertThat(exploration.isOn()).isFalse();
        assertThat(untilTrial()).isEqualTo(Exploration.SOON);
    }

    @Test
    void stepsThatAreTypicallyTooLongEndItAsSoonAsThatIsKnown() {
        untilTrial();
        assertThat(stepsOf(20, true)).as("what was typical before").isEqualTo(20);
        assertThat(stepsOf(Integer.MAX_VALUE, true)).isLessThan(100);
        assertThat(untilTrial()).isEqualTo(2 * Exploration.SOON);
    }

    @Test
    void trialsInVainBecomeRareAndOneThatIsNotMakesThemFrequentAgain() {
        for (int n = 0; n < 10; n++) {
            untilTrial();
            stepsOf(Integer.MAX_VALUE, true);
        }
        assertThat(untilTrial()).isEqualTo(Exploration.LATE);
        stepsOf(Integer.MAX_VALUE, false);
        assertThat(untilTrial()).isEqualTo(Exploration.SOON);
    }

    @Test
    void wrongGuessesBeforeItDoNotCount() {
        for (int n = 0; n < 100; n++) {
            exploration.wasWrong();
        }
        untilTrial();
        exploration.goesOn(false);
        exploration.wasWrong();
        assertThat(exploration.isOn()).isTrue();
    }
}
