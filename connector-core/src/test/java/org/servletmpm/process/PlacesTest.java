package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlacesTest {

    private static final int KILLED = 137;

    private final AtomicLong kernelKills = new AtomicLong(5);
    private final Places places = new Places(3, kernelKills::get);

    @Test
    void aChildThatTheKernelKillsForWantOfMemoryCostsAPlace() {
        kernelKills.incrementAndGet();
        assertThat(places.died("child 1.0", KILLED).orElseThrow())
                .startsWith("child 1.0 was killed by the kernel for want of memory")
                .contains("ServerLimit is 2 now");
        assertThat(places.died("child 2.0", KILLED)).as("nobody has asked the kernel").isEmpty();
        assertThat(places.most()).isEqualTo(2);
    }

    @Test
    void anotherEndCostsNone() {
        assertThat(places.died("child 1.0", KILLED)).as("an operator's kill -9").isEmpty();
        kernelKills.incrementAndGet();
        assertThat(places.died("child 1.0", 1)).isEmpty();
        assertThat(places.most()).isEqualTo(3);
    }

    @Test
    void onePlaceIsLeft() {
        kernelKills.addAndGet(9);
        for (int i = 0; i < 9; i++) {
            places.died("child 0." + i, KILLED);
        }
        assertThat(places.most()).isEqualTo(1);
    }
}
