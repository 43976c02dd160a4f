package org.servletmpm.demo.web;

import java.util.Arrays;
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
                        "only " + String.join(", ", names));
            }
        }
        return new Query(parameters);
    }

    /** A whole number from {@code least} to {@code most}, or {@code absent} if it is not given. */
    long number(String name, long absent, long least, long most) throws BadParameterException {
        String[] values = parameters.get(name);
        if (values == null) {
            return absent;
        }
        String allowed = "a whole number from " + least + " to " + most;
        try {
            long value = Long.parseLong(first(values));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one answer for everything that is not allowed.
        }
        throw new BadParameterException(name, first(values), allowed);
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
