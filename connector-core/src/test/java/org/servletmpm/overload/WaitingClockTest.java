package org.servletmpm.overload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingClockTest {

    private static final long MILLI = 1_000_000;

    private long nanos = 5_000 * MILLI;
    private final WaitingClock clock = new WaitingClock(() -> nanos);

    @Test
    void itGoesOnWithTheTimeBetweenTicks() {
        nanos += 7 * MILLI;
        assertThat(clock.now()).isEqualTo(7);
        nanos += 3 * MILLI;
        clock.tick();
        nanos += 12 * MILLI;
        assertThat(clock.now()).isEqualTo(22);
    }

    /** Whoever comes first afterwards, the ticking thread or one that asks. */
    @Test
    void aPauseIsNoTime() {
        clock.tick();
        nanos += 6_000 * MILLI;
        assertThat(clock.now()).isEqualTo(WaitingClock.LONGEST_STEP_MILLIS);
        clock.tick();
        assertThat(clock.now()).isEqualTo(WaitingClock.LONGEST_STEP_MILLIS);
        nanos += 10 * MILLI;
        assertThat(clock.now()).isEqualTo(WaitingClock.LONGEST_STEP_MILLIS + 10);
    }
}
