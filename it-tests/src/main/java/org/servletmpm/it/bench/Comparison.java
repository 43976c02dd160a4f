package org.servletmpm.it.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs of two servers, taken in turns.
 *
 * @param rate requests per second, each as a ratio to the stock connector's next run
 * @param p99 likewise
 * @param requestsPerSecond ours, and then stock's
 * @param errors of any run
 */
record Comparison(
        Spread rate,
        Spread p99,
        Spread requestsPerSecond,
        Spread stockRequestsPerSecond,
        Spread p99Millis,
        Spread stockP99Millis,
        List<String> errors) {

    /**
     * @param mpm at least one
     * @param stock as many
     */
    static Comparison of(List<Run> mpm, List<Run> stock) {
        return new Comparison(
                ratio(mpm, stock, Run::requestsPerSecond),
                ratio(mpm, stock, Run::p99Millis),
                Spread.of(mpm, Run::requestsPerSecond),
                Spread.of(stock, Run::requestsPerSecond),
                Spread.of(mpm, Run::p99Millis),
                Spread.of(stock, Run::p99Millis),
                Stream.concat(
                                mpm.stream().flatMap(run -> run.errors().stream()),
                                stock.stream()
                                        .flatMap(run -> run.errors().stream())
                                        .map(error -> "stock: " + error))
                        .toList());
    }

    private static Spread ratio(List<Run> mpm, List<Run> stock, ToDoubleFunction<Run> figure) {
        return Spread.of(
                IntStream.range(0, mpm.size())
                        .mapToDouble(
                                i ->
                                        figure.applyAsDouble(mpm.get(i))
                                                / figure.applyAsDouble(stock.get(i)))
                        .toArray());
    }
}
