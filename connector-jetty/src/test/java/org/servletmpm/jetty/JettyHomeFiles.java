package org.servletmpm.jetty;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Model;

/**
 * What the files of jetty-home say of the directives, made of what the directives say themselves.
 * Most hold for the connectors of mpm-http and mpm-ssl alike, as {@code mpm.startServers}; those
 * that two connectors cannot share are {@code mpm.http.listen} and {@code mpm.ssl.listen}.
 */
final class JettyHomeFiles {

    private JettyHomeFiles() {}

    /** For mpm.mod. */
    static String sharedTemplate() {
        return template(directive -> !directive.isExclusive(), "");
    }

    /**
     * For mpm-http.mod and mpm-ssl.mod.
     *
     * @param connector http or ssl
     */
    static String templateOf(String connector) {
        return template(Directive::isExclusive, connector);
    }

    /** For mpm-http.xml and mpm-ssl.xml. */
    static String properties(String connector) {
        return Arrays.stream(Directive.values())
                .map(
                        directive ->
                                "        <Set name=\"%s\" property=\"%s\"/>"
                                        .formatted(
                                                directive.camelCase(),
                                                JettyHomeProperties.name(directive, connector)))
                .collect(joining("\n"));
    }

    private static String template(Predicate<Directive> which, String connector) {
        return Arrays.stream(Directive.values())
                .filter(which)
                .map(
                        directive ->
                                "## %s (%s)\n# %s=%s"
                                        .formatted(
                                                directive.description(),
                                                remark(directive),
                                                JettyHomeProperties.name(directive, connector),
                                                usual(directive).orElse("")))
                .collect(joining("\n\n"));
    }

    /** The unit, and defaults where models differ. */
    private static String remark(Directive directive) {
        List<Model> models = Stream.of(Model.values()).filter(directive::concerns).toList();
        List<String> defaults =
                models.stream().map(model -> directive.defaultFor(model).orElse("unset")).toList();
        boolean same = models.size() == Model.values().length && Set.copyOf(defaults).size() == 1;
        return same
                ? directive.unit()
                : models.stream()
                        .map(model -> model + " " + directive.defaultFor(model).orElse("unset"))
                        .collect(joining(", ", directive.unit() + "; ", ""));
    }

    /** event's default, or the only one. */
    private static Optional<String> usual(Directive directive) {
        return directive
                .defaultFor(Model.EVENT)
                .or(() -> directive.defaultFor(Model.PREFORK))
                .filter(value -> !value.isEmpty());
    }
}
