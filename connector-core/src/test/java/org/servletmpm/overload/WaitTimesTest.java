package org.servletmpm.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitTimesTest {

    private final WaitTimes times = new WaitTimes();

    @Test
    void theFigureIsThatOfTheSlowestInAHundred() {
        for (int n = 0; n < 980; n++) {
            times.add(0, 3);
        }
        assertThat(times.p99(0)).isEqualTo(3);
        for (int n = 0; n < 20; n++) {
            times.add(0, 1_000);
        }
        assertThat(times.p99(0)).isBetween(1_000L, 1_250L);
    }

    @Test
    void whatIsLongAgoDoesNotCount() {
        times.add(0, 700);
        assertThat(times.p99(9_999)).isBetween(700L, 900L);
        times.add(10_000, 5);
        assertThat(times.p99(10_000)).isBetween(700L, 900L);
        assertThat(times.p99(40_000)).isZero();
    }
}
