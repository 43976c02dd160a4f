package org.servletmpm.directive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names the classes and paths that need one thread for each connection (EventIncompatible).
 * Immutable.
 *
 * @param classes of filters and servlets, by their full names
 * @param patterns of paths as clients write them, the web application's own path included
 */
public record Incompatible(List<String> classes, List<UrlPattern> patterns) {

    /** Names nothing. */
    public static final Incompatible NONE = new Incompatible(List.of(), List.of());

    static final String ALLOWED =
            "full names of classes, and URL patterns such as /exact, /path/* and *.extension";

    private static final Pattern CLASS =
            Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*");

    public Incompatible {
        classes = List.copyOf(classes);
        patterns = List.copyOf(patterns);
    }

    static Optional<Incompatible> read(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        List<String> patterns = words.stream().filter(UrlPattern::isOne).toList();
        List<String> classes =
                words.stream().filter(word -> CLASS.matcher(word).matches()).toList();
        return patterns.size() + classes.size() == words.size()
                ? Optional.of(
                        new Incompatible(classes, patterns.stream().map(UrlPattern::new).toList()))
                : Optional.empty();
    }

    /**
     * @param path decoded, the web application's own path included
     * @return the first pattern that it matches, or null
     */
    public String pattern(String path) {
        for (UrlPattern pattern : patterns) {
            if (pattern.matches(path)) {
                return pattern.text();
            }
        }
        return null;
    }

    /** {@inheritDoc} In the form of the directive, classes first. */
    @Override
    public String toString() {
        return Stream.concat(classes.stream(), patterns.stream().map(UrlPattern::text))
                .collect(Collectors.joining(" "));
    }
}
