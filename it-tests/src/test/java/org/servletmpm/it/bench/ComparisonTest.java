package org.servletmpm.it.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A comparison takes medians of pairs and checks them against the target. */
class ComparisonTest {

    private static Run run(double rate, double p99, String... errors) {
        return new Run(rate, p99, 1_000, List.of(errors));
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
                Comparison.of(
                        List.of(run(200, 1), run(110, 4), run(180, 1)),
                        List.of(run(100, 2), run(50, 4), run(100, 1)));
        assertThat(comparison.rate()).isEqualTo(new Spread(2.0, 1.8, 2.2));
        assertThat(comparison.p99()).isEqualTo(new Spread(1.0, 0.5, 1.0));
        assertThat(comparison.requestsPerSecond().median()).isEqualTo(180);
        assertThat(comparison.stockRequestsPerSecond().median()).isEqualTo(100);
    }

    @Test
    void errorsSayWhose() {
        assertThat(Comparison.of(List.of(run(1, 1, "a")), List.of(run(1, 1, "b"))).errors())
                .containsExactly("a", "stock: b");
    }

    @Test
    void noPriceIsBothARateAndAP99() {
        List<Run> stock = List.of(run(100, 1));
        assertThat(Target.NO_PRICE.reachedBy(Comparison.of(List.of(run(98, 1.05)), stock)))
                .isTrue();
        assertThat(Target.NO_PRICE.reachedBy(Comparison.of(List.of(run(97, 1)), stock))).isFalse();
        assertThat(Target.NO_PRICE.reachedBy(Comparison.of(List.of(run(150, 1.1)), stock)))
                .isFalse();
    }

    @Test
    void helloHasNoTargetForItsP99() {
        Target target = Target.hello("jetty", "event", 64);
        assertThat(target.rate()).isEqualTo(1.45);
        assertThat(target.reachedBy(Comparison.of(List.of(run(150, 9)), List.of(run(100, 1)))))
                .isTrue();
    }
}
