package org.servletmpm.status;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds what a request's query asks of the status, with mod_status's names. Unknown names are
 * ignored, as there. Immutable.
 *
 * @param format what is asked for; of several the first of {@code auto}, {@code text}, {@code json}
 *     and {@code openmetrics}; without any of them what the {@code Accept} header prefers
 * @param notable {@code ?notable}: without tables
 * @param refreshSeconds {@code ?refresh=N}: 1 to 3600, alone 10 as in httpd
 */
record StatusQuery(Format format, boolean notable, OptionalInt refreshSeconds) {
    private static final int DEFAULT_REFRESH_SECONDS = 10;
    private static final int LONGEST_REFRESH_SECONDS = 3600;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

    /** Says that a query asks for something that is not allowed, and what is. */
    static final class BadQueryException extends Exception {
        private static final long serialVersionUID = 1;

        private BadQueryException(String message) {
            super(message);
        }
    }

    /**
     * @param query as the request line has it, null for none
     * @param accept the header's value, null for none
     * @throws BadQueryException for a refresh that is not a number of seconds in its range, where
     *     httpd takes its default in silence
     */
    static StatusQuery parse(String query, String accept) throws BadQueryException {
        Set<Format> named = EnumSet.noneOf(Format.class);
        boolean notable = false;
        OptionalInt refresh = OptionalInt.empty();
        for (String parameter : query == null ? new String[0] : query.split("&")) {
            String[] parts = parameter.split("=", 2);
            switch (parts[0]) {
                case "auto" -> named.add(Format.AUTO);
                case "text" -> named.add(Format.TEXT);
                case "json" -> named.add(Format.JSON);
                case "openmetrics" -> named.add(Format.OPENMETRICS);
                case "notable" -> notable = true;
                case "refresh" ->
                        refresh =
                                OptionalInt.of(
                                        parts.length == 1
                                                ? DEFAULT_REFRESH_SECONDS
                                                : seconds(parts[1]));
                default -> {}
            }
        }
        Format format = named.isEmpty() ? Format.accepted(accept) : named.iterator().next();
        return new StatusQuery(format, notable, refresh);
    }

    private static int seconds(String value) throws BadQueryException {
        if (SECONDS.matcher(value).matches()) {
            int seconds = Integer.parseInt(value);
            if (seconds >= 1 && seconds <= LONGEST_REFRESH_SECONDS) {
                return seconds;
            }
        }
        throw new BadQueryException(
                "parameter refresh: "
                        + value
                        + " is not in range, allowed is 1 to "
                        + LONGEST_REFRESH_SECONDS
                        + " (seconds)");
    }
}
