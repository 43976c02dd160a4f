package org.servletmpm.it.bench;

import java.io.IOException;
import java.time.Duration;

/**
 * A run of a load generator, and what it took the server.
 *
 * @param cpu user and system time of the server's process, by ticks of 10 ms
 */
record Sample(Run run, Duration cpu) {

    double requestsPerSecond() {
        return run.requestsPerSecond();
    }

    double p99Millis() {
        return run.p99Millis();
    }

    /** Microseconds of the server's processor time for each request. */
    double cpuMicros() {
        return cpu.toNanos() / 1_000.0 / run.requests();
    }

    /**
     * This, which has figures.
     *
     * @throws IOException if it has none, because no request was answered
     */
    Sample answered() throws IOException {
        run.answered();
        return this;
    }
}
