package org.servletmpm.directive;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which models have a directive, and its default in each; an empty text is no default. */
record Scope(Map<Model, String> defaults) {

    static Scope in(String prefork, String worker, String event) {
        return new Scope(
                new EnumMap<>(
                        Map.of(
                                Model.PREFORK, prefork,
                                Model.WORKER, worker,
                                Model.EVENT, event)));
    }

    static Scope all(String everywhere) {
        return in(everywhere, everywhere, everywhere);
    }

    static Scope prefork(String value) {
        return new Scope(Map.of(Model.PREFORK, value));
    }

    static Scope threaded(String value) {
        return new Scope(Map.of(Model.WORKER, value, Model.EVENT, value));
    }

    static Scope event(String value) {
        return new Scope(Map.of(Model.EVENT, value));
    }

    boolean has(Model model) {
        return defaults.containsKey(model);
    }

    Optional<String> in(Model model) {
        return Optional.ofNullable(defaults.get(model)).filter(text -> !text.isEmpty());
    }
}
