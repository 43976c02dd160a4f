package org.servletmpm.it.httpd;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Compares two series of one figure, sampled once a second: they agree within a second, or not. */
final class Agreement {

    /** The figures compared, in the order in which they are printed. */
    static final List<ToIntFunction<Sample>> FIGURES =
            List.of(Sample::busy, Sample::idle, Sample::children);

    private Agreement() {}

    /**
     * At that second each series has a value that the other has then, a second before or a second
     * after.
     */
    static boolean at(
            int second, List<Sample> one, List<Sample> other, ToIntFunction<Sample> figure) {
        return near(second, figure.applyAsInt(one.get(second)), other, figure)
                && near(second, figure.applyAsInt(other.get(second)), one, figure);
    }

    private static boolean near(
            int second, int value, List<Sample> series, ToIntFunction<Sample> figure) {
        return series.subList(Math.max(0, second - 1), Math.min(series.size(), second + 2)).stream()
                .anyMatch(sample -> figure.applyAsInt(sample) == value);
    }

    /** The seconds at which some figure does not agree. */
    static List<Integer> disagreements(List<Sample> one, List<Sample> other) {
        return IntStream.range(0, Math.min(one.size(), other.size()))
                .filter(second -> !FIGURES.stream().allMatch(f -> at(second, one, other, f)))
                .boxed()
                .toList();
    }
}
