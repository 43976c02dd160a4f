package org.servletmpm.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Spelling;

/** Names the properties: {@code mpm.threads-per-child} for ThreadsPerChild. */
final class PropertyName {

    static final String PREFIX = "mpm.";
    static final String MODEL = PREFIX + "model";
    static final String CONF = PREFIX + "conf";
    static final String ENABLED = PREFIX + "enabled";
    static final String STATUS_PATH = PREFIX + "status-path";
    static final String CHILD_PROCESSES = PREFIX + "child-processes";
    static final String RUN_DIRECTORY = PREFIX + "run-directory";

    private static final Set<String> ALL =
            Stream.concat(
                            Stream.of(
                                    MODEL,
                                    CONF,
                                    ENABLED,
                                    STATUS_PATH,
                                    CHILD_PROCESSES,
                                    RUN_DIRECTORY),
                            Arrays.stream(Directive.values())
                                    .flatMap(directive -> of(directive).stream()))
                    .collect(Collectors.toCollection(TreeSet::new));

    private PropertyName() {}

    /**
     * @return the names of a directive, today's first
     */
    static List<String> of(Directive directive) {
        return Stream.concat(Stream.of(directive.directiveName()), directive.aliases().stream())
                .map(name -> PREFIX + kebab(name))
                .toList();
    }

    /** Tells whether there is such a property, in any of the spellings that Boot takes for one. */
    static boolean isKnown(String name) {
        return ALL.stream().anyMatch(known -> uniform(known).equals(uniform(name)));
    }

    static String nearest(String name) {
        return Spelling.nearest(name, ALL);
    }

    /**
     * @return the directive's name in a property's, as {@link Directive#named} knows it
     */
    static String directive(String name) {
        return name.substring(PREFIX.length()).replace("-", "");
    }

    static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
