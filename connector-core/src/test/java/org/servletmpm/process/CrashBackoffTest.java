package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Children that die one after the other are not started as quickly as they die. */
class CrashBackoffTest {

    private final CrashBackoff backoff = new CrashBackoff();
    private long now;

    private int diesAfter(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        return backoff.died(now);
    }

    @Test
    void threeAreReplacedAtOnceAndThenItRestsLongerAndLonger() {
        List<Integer> rests = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            rests.add(diesAfter(1));
        }
        assertThat(rests).containsExactly(0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60);
    }

    @Test
    void itRestsForAsLongAsItSays() {
        for (int i = 0; i < 5; i++) {
            diesAfter(1);
        }
        assertThat(backoff.isOver(now + TimeUnit.MILLISECONDS.toNanos(1999))).isFalse();
        assertThat(backoff.isOver(now + TimeUnit.MILLISECONDS.toNanos(2000))).isTrue();
    }

    @Test
    void aMinuteWithoutADeathIsANewBeginning() {
        for (int i = 0; i < 5; i++) {
            diesAfter(1);
        }
        assertThat(diesAfter(60)).isZero();
        assertThat(backoff.isOver(now)).isTrue();
    }
}
