package org.servletmpm.directive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names paths of requests. Immutable; any thread.
 *
 * @param patterns of paths as clients write them, the web application's own path included
 */
public record Paths(List<UrlPattern> patterns) {

    /** Names nothing. */
    public static final Paths NONE = new Paths(List.of());

    static final String ALLOWED = "URL patterns such as /exact, /path/* and *.extension";

    public Paths {
        patterns = List.copyOf(patterns);
    }

    static Optional<Paths> read(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        return words.stream().allMatch(UrlPattern::isOne)
                ? Optional.of(new Paths(words.stream().map(UrlPattern::new).toList()))
                : Optional.empty();
    }

    /**
     * Looks at a path as it was sent: one that an application would see in another form, because of
     * escapes, parameters or dots, is none of these.
     *
     * @param target path and perhaps query as a client has sent them
     * @return whether its path is one of these
     */
    public boolean include(String target) {
        if (patterns.isEmpty() || target == null) {
            return false;
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        if (path.indexOf('%') >= 0 || path.indexOf(';') >= 0 || path.contains("/.")) {
            return false;
        }
        for (UrlPattern pattern : patterns) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** {@inheritDoc} In the form of the directive. */
    @Override
    public String toString() {
        return patterns.stream().map(UrlPattern::text).collect(Collectors.joining(" "));
    }
}
