package org.servletmpm.inherit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a child and its control say to each other: a line, {@code VERB key=value ...}, values
 * encoded as in a URL. Immutable.
 *
 * @param verb of {@link Verb}, or of another release
 */
public record Message(String verb, Map<String, String> values) {

    /** A line that is longer than this is no message, in characters. */
    public static final int LONGEST = 64 * 1024;

    public Message {
        values = Map.copyOf(values);
    }

    /** A message without values. */
    public static Message of(Verb verb) {
        return new Message(verb.name(), Map.of());
    }

    /**
     * @return this and one value more
     */
    public Message with(String key, Object value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(key, value.toString());
        return new Message(verb, more);
    }

    /**
     * @return whether it is of this kind
     */
    public boolean is(Verb kind) {
        return verb.equals(kind.name());
    }

    /**
     * @return the value, empty text if there is none
     */
    public String text(String key) {
        return values.getOrDefault(key, "");
    }

    /**
     * @return the value as a number; empty if it is none
     */
    public Optional<Long> number(String key) {
        try {
            return Optional.of(Long.valueOf(text(key)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * @param line without its end
     * @throws IllegalArgumentException when it is no message
     */
    public static Message parse(String line) {
        String[] words = line.split(" ");
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int sign = words[i].indexOf('=');
            if (sign <= 0) {
                throw new IllegalArgumentException("no key=value: " + words[i]);
            }
            String value = words[i].substring(sign + 1);
            values.put(
                    words[i].substring(0, sign), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return new Message(words[0], values);
    }

    /**
     * @return the line, without its end
     */
    public String line() {
        StringBuilder line = new StringBuilder(verb);
        values.forEach(
                (key, value) ->
                        line.append(' ')
                                .append(key)
                                .append('=')
                                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return line.toString();
    }
}
