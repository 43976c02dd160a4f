package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.CrashLimit;

class CrashRateTest {

    private final CrashRate rate = new CrashRate(new CrashLimit(3, 60));

    private static long at(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void asManyAsTheLimitWithinItsSecondsAreTooMany() {
        rate.died(at(-5));
        rate.died(at(10));
        assertThat(rate.isExceeded(at(10))).isFalse();
        rate.died(at(20));
        assertThat(rate.isExceeded(at(20))).isTrue();
        assertThat(rate.isExceeded(at(54))).isTrue();
        assertThat(rate.isExceeded(at(55))).as("the first is a minute ago").isFalse();
        rate.died(at(60));
        assertThat(rate.isExceeded(at(60))).isTrue();
    }

    @Test
    void seldomDeathsAreNone() {
        for (int minute = 0; minute < 9; minute++) {
            rate.died(at(minute * 31));
            assertThat(rate.isExceeded(at(minute * 31))).isFalse();
        }
    }
}
