package org.servletmpm.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AsyncRequestWorkerFactor: when httpd's event accepts, and when not. */
class AdmissionTest {

    private static final int THREADS = 4;

    /** So many connections that a child of four threads has is the last it takes. */
    @ParameterizedTest(name = "factor {0}, {1} idle: {2} connections, {3} once stopped")
    @CsvSource({
        // With all idle: four of its own, and factor times four. On httpd 2.4.71, with 1 the
        // ninth waits and is taken when two have left, with 2 the thirteenth when three have.
        "1, 4, 8, 7",
        "2, 4, 12, 10",
        "3.5, 4, 18, 14",
        // The more are busy, the fewer connections.
        "2, 3, 10, 8",
        "2, 2, 8, 6",
        "2, 1, 6, 4",
        // Fractions count (httpd 2.4.71 takes 0.5 and 1.5 for 1); only whole connections come.
        "0.5, 4, 6, 5",
        "0.5, 3, 5, 5",
        "1.5, 3, 8, 7",
        "1.5, 1, 5, 4",
        // httpd knows sixteenths; none is less than one of them.
        "0.03125, 16, 5, 4",
        "1.99, 16, 35, 33",
    })
    void takesThreadsPerChildAndTheFactorTimesItsIdleWorkers(
            double factor, int idle, int most, int mostStopped) {
        Admission admission = new Admission(THREADS, OptionalDouble.of(factor));
        assertThat(most(admission, idle, false)).isEqualTo(most);
        assertThat(most(admission, idle, true)).isEqualTo(mostStopped);
    }

    private static int most(Admission admission, int idle, boolean stopped) {
        int connections = 0;
        while (admission.accepts(connections, 0, idle, stopped)) {
            connections++;
        }
        return connections;
    }

    @Test
    void takesNoneWhileNoWorkerIsIdle() {
        Admission admission = new Admission(THREADS, OptionalDouble.of(1000));
        assertThat(admission.accepts(0, 0, 0, false)).isFalse();
        assertThat(admission.accepts(0, 0, 1, true)).isTrue();
    }

    @Test
    void lingeringConnectionsDoNotCount() {
        Admission admission = new Admission(THREADS, OptionalDouble.of(1));
        assertThat(admission.accepts(8, 0, 4, false)).isFalse();
        assertThat(admission.accepts(8, 1, 4, false)).isTrue();
        assertThat(admission.accepts(3, 5, 4, true)).as("counts read a moment apart").isTrue();
    }

    @Test
    void withoutAFactorNothingIsLimited() {
        Admission admission = new Admission(THREADS, OptionalDouble.empty());
        assertThat(admission.accepts(100_000, 0, 0, true)).isTrue();
    }

    @Test
    void aHugeFactorIsNoLimit() {
        Admission admission = new Admission(THREADS, OptionalDouble.of(1e300));
        assertThat(admission.accepts(1_000_000_000, 0, 20_000, false)).isTrue();
    }
}
