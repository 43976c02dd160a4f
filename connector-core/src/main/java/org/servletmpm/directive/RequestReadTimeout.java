package org.servletmpm.directive;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Limits how long a client may take to send each part of a request, in whole seconds, as
 * mod_reqtimeout's {@code RequestReadTimeout}. Immutable.
 *
 * @param handshake the TLS handshake (default off)
 * @param header the request line and the header fields (default {@code 20-40,MinRate=500})
 * @param body the request's content (default off, unlike httpd's)
 */
public record RequestReadTimeout(Stage handshake, Stage header, Stage body) {

    /** The syntax, as an error tells it. */
    static final String ALLOWED =
            "handshake=, header= and body=, each once, with seconds (0 is off),"
                    + " seconds,MinRate=bytes or seconds-more seconds,MinRate=bytes";

    /** The value where nothing is written. */
    static final String DEFAULT = "header=20-40,MinRate=500";

    private static final Pattern FORM =
            Pattern.compile(
                    "(?i)(handshake|header|body)=(\\d{1,9})(?:(?:-(\\d{1,9}))?,minrate=(\\d{1,9}))?");

    /**
     * Limits one part of a request.
     *
     * @param seconds granted in any case; 0 is no limit, and the other two have no effect
     * @param mostSeconds the limit that {@code minRate} may reach, more than {@code seconds}; 0 is
     *     no end
     * @param minRate this number of bytes received extends the limit by one second; 0 for none
     */
    public record Stage(int seconds, int mostSeconds, int minRate) {

        private static final Stage OFF = new Stage(0, 0, 0);

        public Stage {
            if (seconds < 0
                    || minRate < 0
                    || mostSeconds != 0 && (mostSeconds <= seconds || minRate == 0)) {
                throw new IllegalArgumentException(
                        seconds + "-" + mostSeconds + ",MinRate=" + minRate);
            }
        }

        public boolean isOff() {
            return seconds == 0;
        }

        private static Optional<Stage> read(Matcher form) {
            int seconds = Integer.parseInt(form.group(2));
            int most = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
            int rate = form.group(4) == null ? 0 : Integer.parseInt(form.group(4));
            if (form.group(4) != null && rate == 0 || form.group(3) != null && most <= seconds) {
                return Optional.empty();
            }
            return Optional.of(seconds == 0 ? OFF : new Stage(seconds, most, rate));
        }

        /** {@inheritDoc} In the form that follows the part's name. */
        @Override
        public String toString() {
            return seconds
                    + (mostSeconds > 0 ? "-" + mostSeconds : "")
                    + (minRate > 0 ? ",MinRate=" + minRate : "");
        }
    }

    private enum Part {
        HANDSHAKE,
        HEADER,
        BODY
    }

    static Optional<RequestReadTimeout> read(String text) {
        Map<Part, Stage> stages = new EnumMap<>(Part.class);
        for (String word : text.strip().split("\\s+")) {
            Matcher form = FORM.matcher(word);
            Optional<Stage> stage = form.matches() ? Stage.read(form) : Optional.empty();
            if (stage.isEmpty() || stages.put(part(form), stage.get()) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new RequestReadTimeout(
                        stages.getOrDefault(Part.HANDSHAKE, Stage.OFF),
                        stages.getOrDefault(Part.HEADER, new Stage(20, 40, 500)),
                        stages.getOrDefault(Part.BODY, Stage.OFF)));
    }

    private static Part part(Matcher form) {
        return Part.valueOf(form.group(1).toUpperCase(Locale.ROOT));
    }

    /** {@inheritDoc} In the form of the directive: the header, and each other part with a limit. */
    @Override
    public String toString() {
        return (handshake.isOff() ? "" : "handshake=" + handshake + " ")
                + ("header=" + header)
                + (body.isOff() ? "" : " body=" + body);
    }
}
