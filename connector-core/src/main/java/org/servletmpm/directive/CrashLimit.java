package org.servletmpm.directive;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says how often children may die (CrashLimit). Immutable.
 *
 * @param deaths so many are too many, at least 1
 * @param seconds within so many, at least 1
 */
public record CrashLimit(int deaths, int seconds) {

    static final String DEFAULT = "5/60";

    static final String ALLOWED =
            "deaths/seconds, two whole numbers of 1 to 99999, such as " + DEFAULT;

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})/([1-9]\\d{0,4})");

    static Optional<CrashLimit> read(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(
                        new CrashLimit(
                                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return deaths + "/" + seconds;
    }
}
