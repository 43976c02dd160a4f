package org.servletmpm.spring;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.servletmpm.directive.Directive;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * Values as Boot's users write them, in httpd's words. A number without a unit is in the
 * directive's own; what is neither goes on as it is, for the directive to refuse.
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

    /** {@code 20}, {@code 20s}, {@code 500ms}, {@code PT20S}. */
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

    /** {@code 65536}, {@code 64KB}. */
    private static String size(String text, DataUnit unit) {
        try {
            long bytes = DataSize.parse(text, unit).toBytes();
            long one = DataSize.of(1, unit).toBytes();
            return bytes % one == 0 ? String.valueOf(bytes / one) : text;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return text;
        }
    }

    /** YAML makes {@code true} of an {@code on} that is not quoted. */
    private static String flag(String text) {
        return switch (text) {
            case "true" -> "On";
            case "false" -> "Off";
            default -> text;
        };
    }
}
