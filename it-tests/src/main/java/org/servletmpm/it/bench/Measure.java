package org.servletmpm.it.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One figure of two servers that were loaded in turns.
 *
 * @param ratio ours to that of the stock connector's next run
 */
record Measure(Spread ratio, Spread mpm, Spread stock) {

    /**
     * Spread over the pairs of one JVM.
     *
     * @param mpm at least one
     * @param stock as many
     */
    static Measure ofPairs(List<Sample> mpm, List<Sample> stock, ToDoubleFunction<Sample> figure) {
        double[] ratios =
                IntStream.range(0, mpm.size())
                        .mapToDouble(
                                i ->
                                        figure.applyAsDouble(mpm.get(i))
                                                / figure.applyAsDouble(stock.get(i)))
                        .toArray();
        return new Measure(Spread.of(ratios), Spread.of(mpm, figure), Spread.of(stock, figure));
    }

    /**
     * Spread over JVMs: of each the median.
     *
     * @param jvms at least one
     */
    static Measure ofJvms(List<Measure> jvms) {
        return new Measure(
                Spread.of(jvms, jvm -> jvm.ratio().median()),
                Spread.of(jvms, jvm -> jvm.mpm().median()),
                Spread.of(jvms, jvm -> jvm.stock().median()));
    }
}
