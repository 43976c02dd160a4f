package org.servletmpm.mpmctl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Lets a command line be written as apachectl's, and with options before the verb. */
final class Arguments {

    private static final String VERB = "-k";

    /** Options that have a value and may stand before the verb. */
    private static final Set<String> VALUED = Set.of("--run", "--pid", "--connector");

    private static final String JSON = "--json";

    private Arguments() {}

    /**
     * @return the same with the verb at the beginning: {@code status --pid 7} for {@code --pid 7
     *     status}, {@code stop} for {@code -k stop}
     */
    static String[] verbFirst(String... arguments) {
        List<String> before = new ArrayList<>();
        int at = 0;
        while (at < arguments.length) {
            if (arguments[at].equals(VERB)) {
                at++;
                break;
            }
            boolean valued = VALUED.contains(arguments[at]);
            int end = Math.min(at + (valued ? 2 : 1), arguments.length);
            if (!valued && !arguments[at].equals(JSON) && !isAssigned(arguments[at])) {
                break;
            }
            before.addAll(Arrays.asList(arguments).subList(at, end));
            at = end;
        }
        List<String> rest = Arrays.asList(arguments).subList(at, arguments.length);
        List<String> ordered = new ArrayList<>(rest);
        ordered.addAll(Math.min(1, ordered.size()), before);
        return ordered.toArray(String[]::new);
    }

    private static boolean isAssigned(String argument) {
        return VALUED.stream().anyMatch(option -> argument.startsWith(option + "="));
    }
}
