package org.servletmpm.it.bench;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Our connector and the container's own, loaded in turns.
 *
 * @param jvms that each of the two had, one after the other
 * @param rate requests per second
 * @param p99 in milliseconds
 * @param cpu the server's processor time for each request, in microseconds
 * @param errors of any run
 */
record Comparison(int jvms, Measure rate, Measure p99, Measure cpu, List<String> errors) {

    /**
     * In one JVM of each.
     *
     * @param mpm at least one
     * @param stock as many
     */
    static Comparison ofPairs(List<Sample> mpm, List<Sample> stock) {
        return new Comparison(
                1,
                Measure.ofPairs(mpm, stock, Sample::requestsPerSecond),
                Measure.ofPairs(mpm, stock, Sample::p99Millis),
                Measure.ofPairs(mpm, stock, Sample::cpuMicros),
                Stream.concat(errors(mpm), errors(stock).map(error -> "stock: " + error)).toList());
    }

    /**
     * Of several JVMs.
     *
     * @param jvms at least one
     */
    static Comparison ofJvms(List<Comparison> jvms) {
        return new Comparison(
                jvms.size(),
                over(jvms, Comparison::rate),
                over(jvms, Comparison::p99),
                over(jvms, Comparison::cpu),
                jvms.stream().flatMap(jvm -> jvm.errors().stream()).toList());
    }

    private static Measure over(List<Comparison> jvms, Function<Comparison, Measure> measure) {
        return Measure.ofJvms(jvms.stream().map(measure).toList());
    }

    private static Stream<String> errors(List<Sample> samples) {
        return samples.stream().flatMap(sample -> sample.run().errors().stream());
    }
}
