package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.process.Hangs.Vitals;

class HangsTest {

    private static final long LIMIT = 10_000;

    private final Hangs hangs = new Hangs(LIMIT);

    private static Vitals serving(int slot, long oldestMillis) {
        return new Vitals(slot, 0, false, oldestMillis, 0);
    }

    private static Vitals stalled(int slot, int seconds) {
        return new Vitals(slot, 0, false, 0, seconds);
    }

    private String look(boolean queued, Vitals... children) {
        return hangs.look(List.of(children), queued)
                .map(verdict -> verdict.step() + " " + verdict.slot())
                .orElse("");
    }

    @Test
    void aChildWhoseRequestDoesNotEndIsReplacedAndThenKilled() {
        assertThat(look(false, serving(0, LIMIT + 4_999), serving(1, 3))).isEmpty();
        assertThat(look(false, serving(0, LIMIT + 5_000), serving(1, 3))).isEqualTo("REPLACE 0");
        assertThat(look(false, serving(0, LIMIT + 6_000))).as("until it is").isEqualTo("REPLACE 0");
        Vitals leaving = new Vitals(0, 0, true, LIMIT + 34_999, 0);
        assertThat(look(false, leaving)).as("its other requests").isEmpty();
        List<String> steps = new ArrayList<>();
        for (int second = 0; second < 3; second++) {
            steps.add(look(false, new Vitals(0, 0, true, LIMIT + 35_000, 0)));
        }
        assertThat(steps).containsExactly("STACKS 0", "", "KILL 0");
    }

    /** All of them wait for a database: one is dealt with, as long as it is there. */
    @Test
    void thereIsOneAtATime() {
        Vitals[] all = {serving(0, LIMIT + 8_000), serving(1, LIMIT + 7_000)};
        assertThat(look(false, all)).isEqualTo("REPLACE 0");
        Vitals first = new Vitals(0, 0, true, LIMIT + 9_000, 0);
        assertThat(look(false, first, serving(1, LIMIT + 60_000))).isEmpty();
        Vitals itsSuccessor = new Vitals(0, 1, false, 0, 0);
        assertThat(look(false, itsSuccessor, serving(1, LIMIT + 60_000))).isEqualTo("STACKS 1");
    }

    @Test
    void aChildThatRecoversStays() {
        assertThat(look(false, serving(0, LIMIT + 5_000))).isEqualTo("REPLACE 0");
        assertThat(look(false, serving(0, 7))).isEmpty();
    }

    @Test
    void aListenerMayStandStillWhileNobodyWaits() {
        assertThat(look(false, stalled(0, 999))).isEmpty();
        assertThat(look(true, stalled(0, Hangs.STALLED_SECONDS - 1))).isEmpty();
        assertThat(look(true, stalled(0, Hangs.STALLED_SECONDS))).isEqualTo("STACKS 0");
        assertThat(look(true, stalled(0, Hangs.STALLED_SECONDS))).isEmpty();
        assertThat(look(true, stalled(0, Hangs.STALLED_SECONDS))).isEqualTo("KILL 0");
    }

    @Test
    void withoutTheDirectiveARequestMayTakeForEver() {
        assertThat(new Hangs(0).look(List.of(serving(0, Long.MAX_VALUE)), false)).isEmpty();
    }
}
