package org.servletmpm.spring;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.servletmpm.directive.Directive;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * Translates values from Boot's words into httpd's. A number without a unit is in the directive's
 * own unit; a text that is neither stays as it is, and the directive refuses it.
 */
final class PropertyText {

    private PropertyText() {}

    static String of(Directive directive, String text) {
        return switch (directive.unit()) {
            case "seconds" -> seconds(text.strip());
            case "bytes" -> size(text.strip(), DataUnit.BYTES);
            case "KB" -> size(text.strip(), DataUnit.KILOBYTES);
            case "On or Off" -> flag(text.strip());
            default -> text;
        };
    }

    /** Translates {@code 20}, {@code 20s}, {@code 500ms}, {@code PT20S}. */
    private static String seconds(String text) {
        try {
            Duration duration = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
            if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
                return text;
            }
            return duration.toMillisPart() == 0
                    ? String.valueOf(duration.toSeconds())
                    : duration.toMillis() + "ms";
        } catch (IllegalArgumentException | ArithmeticException e) {
            return text;
        }
    }

    /** Translates {@code 65536}, {@code 64KB}. */
    private static String size(String text, DataUnit unit) {
        try {
            long bytes = DataSize.parse(text, unit).toBytes();
            long one = DataSize.of(1, unit).toBytes();
            return bytes % one == 0 ? String.valueOf(bytes / one) : text;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return text;
        }
    }

    /** Translates a flag: YAML makes {@code true} of an {@code on} without quotes. */
    private static String flag(String text) {
        return switch (text) {
            case "true" -> "On";
            case "false" -> "Off";
            default -> text;
        };
    }
}
