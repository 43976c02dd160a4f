package org.servletmpm.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The query parameters of one request, checked against what its page knows. */
final class Query {
    private final Map<String, String[]> parameters;

    private Query(Map<String, String[]> parameters) {
        this.parameters = parameters;
    }

    /**
     * @param known the names that the page reads; any other one is refused, so that a misspelt
     *     parameter does not silently leave its default in place
     */
    static Query of(Map<String, String[]> parameters, String... known)
            throws BadParameterException {
        List<String> names = Arrays.asList(known);
        for (Map.Entry<String, String[]> given : parameters.entrySet()) {
            if (!names.contains(given.getKey())) {
                throw new BadParameterException(
                        given.getKey(),
                        first(given.getValue()),
                        names.isEmpty() ? "none here" : "only " + String.join(", ", names));
            }
        }
        return new Query(parameters);
    }

    /**
     * The parameters of the URL alone: a container that is asked for all of them reads the body of
     * a form.
     *
     * @param request whose body the page reads itself, or not at all
     */
    static Query ofUrl(HttpServletRequest request, String... known) throws BadParameterException {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        for (String each : query.split("&")) {
            if (!each.isEmpty()) {
                String[] words = each.split("=", 2);
                parameters.putIfAbsent(
                        decoded(words[0]),
                        new String[] {words.length > 1 ? decoded(words[1]) : ""});
            }
        }
        return of(parameters, known);
    }

    private static String decoded(String text) throws BadParameterException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw new BadParameterException("in the URL", text, "two hexadecimal digits after a %");
        }
    }

    /** A whole number from {@code least} to {@code most}, or {@code absent} if it is not given. */
    long number(String name, long absent, long least, long most) throws BadParameterException {
        String[] values = parameters.get(name);
        if (values == null) {
            return absent;
        }
        return number(name, first(values), least, most);
    }

    /** A whole number that is not in the query, but is checked as one in the query. */
    static long number(String name, String text, long least, long most)
            throws BadParameterException {
        String allowed = "a whole number from " + least + " to " + most;
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one answer for everything that is not allowed.
        }
        throw new BadParameterException(name, text, allowed);
    }

    /** One of the names of an enum's constants, or {@code absent} if it is not given. */
    <E extends Enum<E>> E choice(String name, E absent) throws BadParameterException {
        return parameters.containsKey(name) ? choice(name, absent.getDeclaringClass()) : absent;
    }

    /** One of the names of an enum's constants, which has to be given. */
    <E extends Enum<E>> E choice(String name, Class<E> type) throws BadParameterException {
        String value = first(parameters.getOrDefault(name, new String[0]));
        for (E constant : type.getEnumConstants()) {
            if (constant.toString().equals(value)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(type.getEnumConstants()).map(E::toString).toList();
        throw new BadParameterException(name, value, "one of " + String.join(", ", names));
    }

    private static String first(String[] values) {
        return values.length == 0 ? "" : values[0];
    }
}
