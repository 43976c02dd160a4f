package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A comparison takes medians of pairs, then of JVMs, and checks them against the target. */
class ComparisonTest {

    private static Sample run(double rate, double p99, long cpuMillis, String... errors) {
        return new Sample(new Run(rate, p99, 1_000, List.of(errors)), Duration.ofMillis(cpuMillis));
    }

    private static Comparison pair(Sample mpm) {
        return Comparison.ofPairs(List.of(mpm), List.of(run(100, 1, 10)));
    }

    @Test
    void medianIsTheMiddleOneOrBetweenTheTwo() {
        assertThat(Spread.of(5, 1, 9)).isEqualTo(new Spread(5, 1, 9));
        assertThat(Spread.of(4, 1, 2, 9)).isEqualTo(new Spread(3, 1, 9));
        assertThat(Spread.of(5, 1, 9).show(1)).isEqualTo("5.0 [1.0-9.0]");
    }

    /** The machine was half as fast for the second pair: that is not the connector's. */
    @Test
    void ratioIsOfPairsAndNotOfMedians() {
        Comparison comparison =
                Comparison.ofPairs(
                        List.of(run(200, 1, 10), run(110, 4, 20), run(180, 1, 10)),
                        List.of(run(100, 2, 20), run(50, 4, 40), run(100, 1, 10)));
        assertThat(comparison.rate().ratio()).isEqualTo(new Spread(2.0, 1.8, 2.2));
        assertThat(comparison.p99().ratio()).isEqualTo(new Spread(1.0, 0.5, 1.0));
        assertThat(comparison.cpu().ratio()).isEqualTo(new Spread(0.5, 0.5, 1.0));
        assertThat(comparison.rate().mpm().median()).isEqualTo(180);
        assertThat(comparison.rate().stock().median()).isEqualTo(100);
    }

    @Test
    void processorTimeIsMicrosecondsForEachRequest() {
        assertThat(run(1, 1, 20).cpuMicros()).isEqualTo(20);
    }

    /** One JVM has one voice, however far apart its pairs were. */
    @Test
    void spreadOverJvmsIsOfTheirMedians() {
        List<Sample> stock = List.of(run(100, 1, 10), run(100, 1, 10), run(100, 1, 10));
        Comparison first =
                Comparison.ofPairs(List.of(run(10, 1, 1), run(120, 1, 1), run(900, 1, 1)), stock);
        Comparison all =
                Comparison.ofJvms(List.of(first, pair(run(150, 1, 1)), pair(run(90, 1, 1))));
        assertThat(all.jvms()).isEqualTo(3);
        assertThat(all.rate().ratio()).isEqualTo(new Spread(1.2, 0.9, 1.5));
        assertThat(all.rate().mpm()).isEqualTo(new Spread(120, 90, 150));
    }

    @Test
    void errorsSayWhose() {
        assertThat(
                        Comparison.ofPairs(List.of(run(1, 1, 1, "a")), List.of(run(1, 1, 1, "b")))
                                .errors())
                .containsExactly("a", "stock: b");
    }

    @Test
    void targetNamesWhatMissedIt() {
        Target target = new Target(1.0, 1.05, 0.9);
        assertThat(target.missedBy(pair(run(100, 1.05, 9)))).isEmpty();
        assertThat(target.missedBy(pair(run(99, 1, 9)))).containsExactly("req/s");
        assertThat(target.missedBy(pair(run(150, 1.1, 10)))).containsExactly("p99", "CPU");
    }

    @Test
    void targetsDifferByModelAndPart() {
        assertThat(Target.of(Part.TARGETS, "event", Case.HELLO_64))
                .isEqualTo(new Target(1.2, 1.0, 0.6));
        assertThat(Target.of(Part.TARGETS, "prefork", Case.HELLO_64))
                .isEqualTo(new Target(1.05, 1.2, 0.95));
        assertThat(Target.of(Part.VIRTUAL, "event", Case.HELLO_64))
                .isEqualTo(new Target(1.2, 1.05, 0.8));
        assertThat(Target.of(Part.PRICE, "event", Case.IDLE)).isNull();
    }
}
