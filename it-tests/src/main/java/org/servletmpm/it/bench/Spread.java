package org.servletmpm.it.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Several measurements of one thing: the median, and how far the others are from it. */
record Spread(double median, double min, double max) {

    /**
     * @param values at least one
     */
    static Spread of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /**
     * @param things at least one
     */
    static <T> Spread of(List<T> things, ToDoubleFunction<T> figure) {
        return of(things.stream().mapToDouble(figure).toArray());
    }

    /** {@code median [min-max]}, each with so many decimals. */
    String show(int decimals) {
        return "%s [%s-%s]"
                .formatted(number(median, decimals), number(min, decimals), number(max, decimals));
    }

    /** The median alone. */
    String showMedian(int decimals) {
        return number(median, decimals);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
