package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A time is in a class whose longest is at most a quarter above it. */
class TimeClassesTest {

    private static final int CLASSES = 84;

    @Test
    void everyTimeIsBetweenTheLongestOfItsClassAndOfTheOneBelow() {
        for (long time = 1; time < 1 << 21; time += 1 + time / 50) {
            int n = TimeClasses.of(time, CLASSES);
            assertThat(time).isLessThanOrEqualTo(TimeClasses.greatestOf(n));
            assertThat(time).isGreaterThan(TimeClasses.greatestOf(n - 1));
            assertThat(TimeClasses.greatestOf(n)).isLessThanOrEqualTo(time + time / 4);
        }
    }

    @Test
    void theFirstAndTheLastClassTakeTheRest() {
        assertThat(TimeClasses.of(-1, CLASSES)).isZero();
        assertThat(TimeClasses.of(Long.MAX_VALUE, CLASSES)).isEqualTo(CLASSES - 1);
    }
}
