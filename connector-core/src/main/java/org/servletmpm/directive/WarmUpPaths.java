package org.servletmpm.directive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Names the paths that a new child is asked for before it serves. Immutable; any thread.
 *
 * @param paths each with its query, as a client sends it
 */
public record WarmUpPaths(List<String> paths) {

    /** Names nothing. */
    public static final WarmUpPaths NONE = new WarmUpPaths(List.of());

    static final String ALLOWED = "paths that begin with /, such as /shop/search?q=a";

    public WarmUpPaths {
        paths = List.copyOf(paths);
    }

    static Optional<WarmUpPaths> read(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+"));
        return words.stream().allMatch(word -> word.matches("/[!-~]*"))
                ? Optional.of(new WarmUpPaths(words))
                : Optional.empty();
    }

    /** {@inheritDoc} In the form of the directive. */
    @Override
    public String toString() {
        return String.join(" ", paths);
    }
}
