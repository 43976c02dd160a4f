package org.servletmpm.directive;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says where a directive takes effect.
 *
 * @param defaults of the models that have it; an empty text is no default
 * @param effect what it does in one JVM
 * @param exclusive whether two connectors of one JVM cannot have the same value
 */
record Scope(Map<Model, String> defaults, Effect effect, boolean exclusive) {

    /** The effect of a directive in one JVM. */
    enum Effect {
        HERE,
        UNNEEDED,
        PROCESS_MODE,
        REFUSED
    }

    private static Scope of(Map<Model, String> defaults) {
        return new Scope(new EnumMap<>(defaults), Effect.HERE, false);
    }

    static Scope in(String prefork, String worker, String event) {
        return of(Map.of(Model.PREFORK, prefork, Model.WORKER, worker, Model.EVENT, event));
    }

    static Scope all(String everywhere) {
        return in(everywhere, everywhere, everywhere);
    }

    static Scope prefork(String value) {
        return of(Map.of(Model.PREFORK, value));
    }

    static Scope threaded(String value) {
        return of(Map.of(Model.WORKER, value, Model.EVENT, value));
    }

    static Scope event(String value) {
        return of(Map.of(Model.EVENT, value));
    }

    /** In all models, without a default, and for one connector of a JVM: a port, or a file. */
    static Scope ofOneConnector() {
        return new Scope(all("").defaults, Effect.HERE, true);
    }

    /** Its value is checked, and nothing depends on it. */
    static Scope unneeded() {
        return new Scope(all("").defaults, Effect.UNNEEDED, false);
    }

    static Scope processMode() {
        return processMode("");
    }

    static Scope processMode(String value) {
        return new Scope(all(value).defaults, Effect.PROCESS_MODE, false);
    }

    static Scope refused() {
        return new Scope(all("").defaults, Effect.REFUSED, false);
    }

    boolean has(Model model) {
        return defaults.containsKey(model);
    }

    Optional<String> in(Model model) {
        return Optional.ofNullable(defaults.get(model)).filter(text -> !text.isEmpty());
    }
}
