package org.servletmpm.tomcat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.directive.ConnectorConfiguration;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Spelling;

/**
 * Keeps the attributes that somebody wrote and that do nothing here, and refuses those that the
 * connector cannot start with. Belongs to the thread that configures the connector.
 */
final class WrittenAttributes {

    /** Lists what a connector's attributes can be: Tomcat's own and the directives. */
    private static final Set<String> KNOWN =
            Stream.concat(
                            StockAttributes.all().stream().map(StockAttribute::name),
                            Stream.of(Directive.values()).map(Directive::camelCase))
                    .collect(Collectors.toUnmodifiableSet());

    private final ConnectorConfiguration configuration;

    /** The reason, by attribute. */
    private final Map<String, String> withoutEffect = new TreeMap<>();

    /**
     * @param configuration told of what is refused
     */
    WrittenAttributes(ConnectorConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Takes note of an attribute that Tomcat sets by its name. */
    void note(String name, String value) {
        StockAttribute attribute = StockAttributes.named(name).orElse(null);
        if (attribute == null) {
            return;
        }
        switch (attribute.verdict()) {
            case NO_EFFECT -> withoutEffect(attribute.name());
            case REFUSED -> {
                if (Boolean.parseBoolean(value)) {
                    refuse(attribute.name(), value, "false");
                } else {
                    allow(attribute.name());
                }
            }
            case WORKS, DIRECTIVE -> {
                // Tomcat's setter is enough.
            }
        }
    }

    void withoutEffect(String name) {
        withoutEffect.put(name, reason(name));
    }

    /** Takes note of an attribute that nobody knows: of one that is probably a typing error. */
    void unknown(String name) {
        Spelling.similar(name, KNOWN)
                .ifPresent(
                        known -> withoutEffect.put(name, "unknown, did you mean " + known + "?"));
    }

    /** Keeps the connector from starting. */
    void refuse(String name, String value, String allowed) {
        configuration.refuse(name, value, allowed, reason(name));
    }

    /** Takes back {@link #refuse}. */
    void allow(String name) {
        configuration.allow(name);
    }

    /** Forgets an attribute that a framework set and nobody wrote. */
    void forget(String name) {
        configuration.forget(name);
        withoutEffect.remove(name);
    }

    /**
     * @return one text for all attributes that do nothing; empty if there are none
     */
    Optional<String> warning() {
        return withoutEffect.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        withoutEffect.entrySet().stream()
                                .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                .collect(
                                        Collectors.joining(
                                                "; ", "attributes without effect: ", "")));
    }

    private static String reason(String name) {
        return StockAttributes.named(name).orElseThrow().remark();
    }
}
