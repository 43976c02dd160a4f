package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChildUsageTest {

    private final AtomicLong clock = new AtomicLong();
    private final ChildUsage usage = new ChildUsage(1, clock::get);

    /** Else a child that has started slowly would be ended as one that hangs, once it is ready. */
    @Test
    void whatAStartTakesIsNoStandstill() {
        clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
        usage.ready();
        assertThat(usage.stalledSeconds()).isZero();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertThat(usage.stalledSeconds()).isEqualTo(11);
    }
}
