package org.servletmpm.status;

import java.util.Locale;

/**
 * Names what the status can be written as. Of several that a request names, the first here is
 * taken.
 */
enum Format {
    /** mod_status's page. */
    HTML("text/html"),
    /** mod_status's text for programs, written only when it is asked for by name. */
    AUTO("text/plain"),
    /** A few lines for a terminal, written only when they are asked for by name. */
    TEXT("text/plain"),
    JSON("application/json"),
    OPENMETRICS("application/openmetrics-text");

    private final String type;

    Format(String type) {
        this.type = type;
    }

    /**
     * @return its media type, without parameters
     */
    String type() {
        return type;
    }

    /**
     * Chooses by an {@code Accept} header: the format of the highest weight, of several the one
     * that is named most exactly, of several the page. A header that accepts none gets the page,
     * too.
     *
     * @param accept the header's value, null for none
     */
    static Format accepted(String accept) {
        Format best = HTML;
        double most = preference(HTML, accept);
        for (Format other : new Format[] {JSON, OPENMETRICS}) {
            double preference = preference(other, accept);
            if (preference > most) {
                best = other;
                most = preference;
            }
        }
        return best;
    }

    /**
     * Adds less than a thousandth, the least step of a weight: exactness decides between equal
     * weights only.
     */
    private static double preference(Format format, String accept) {
        double best = 0;
        for (String range : accept == null ? new String[0] : accept.split(",")) {
            String[] parts = range.split(";");
            double weight = weight(parts);
            int exactness = exactness(format, parts[0].strip().toLowerCase(Locale.ROOT));
            if (exactness > 0 && weight > 0) {
                best = Math.max(best, weight + exactness / 10_000.0);
            }
        }
        return best;
    }

    private static int exactness(Format format, String range) {
        String main = format.type.substring(0, format.type.indexOf('/'));
        if (range.equals(format.type)) {
            return 3;
        }
        return range.equals(main + "/*") ? 2 : range.equals("*/*") ? 1 : 0;
    }

    /**
     * @return 1 where no weight is written, 0 where the text is not a weight
     */
    private static double weight(String[] parts) {
        for (int at = 1; at < parts.length; at++) {
            String[] parameter = parts[at].strip().split("=", 2);
            if (parameter.length == 2 && parameter[0].equalsIgnoreCase("q")) {
                String value = parameter[1].strip();
                return value.matches("[01](\\.[0-9]{0,3})?")
                        ? Math.min(1, Double.parseDouble(value))
                        : 0;
            }
        }
        return 1;
    }
}
