package org.servletmpm.status;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Formats numbers as httpd prints them for {@code %g}: six significant digits, no zero before the
 * point ({@code .0638298}), and an exponent only for what is far from one ({@code 1.e+6}). It is
 * not C's {@code %g}, but tools that read {@code ?auto} expect these forms.
 */
final class GeneralFormat {
    private static final int DIGITS = 6;

    /** With more zeros than this behind the last digit, an exponent is shorter. */
    private static final int MOST_ZEROS_BEHIND = 4;

    /** With more zeros than this behind the point, an exponent is shorter. */
    private static final int MOST_ZEROS_BEFORE = 3;

    private GeneralFormat() {}

    /**
     * @throws NumberFormatException if the value is infinite or not a number
     */
    static String of(double value) {
        return of(value, DIGITS);
    }

    /**
     * Formats with another number of significant digits, as for {@code %.3g}.
     *
     * @throws NumberFormatException if the value is infinite or not a number
     */
    static String of(double value, int digitsShown) {
        MathContext precision = new MathContext(digitsShown, RoundingMode.HALF_UP);
        BigDecimal rounded = new BigDecimal(value).round(precision).stripTrailingZeros();
        if (rounded.signum() == 0) {
            return "0";
        }
        String sign = rounded.signum() < 0 ? "-" : "";
        String digits = rounded.unscaledValue().abs().toString();
        int point = digits.length() - rounded.scale();
        if (point - digits.length() > MOST_ZEROS_BEHIND || point < -MOST_ZEROS_BEFORE) {
            int exponent = point - 1;
            return sign
                    + digits.charAt(0)
                    + '.'
                    + digits.substring(1)
                    + (exponent < 0 ? "e-" : "e+")
                    + Math.abs(exponent);
        }
        if (point <= 0) {
            return sign + '.' + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return sign + digits + "0".repeat(point - digits.length());
        }
        return sign + digits.substring(0, point) + '.' + digits.substring(point);
    }
}
