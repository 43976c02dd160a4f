package org.servletmpm.directive;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the table of docs/directives.md of what {@link Directive} says. */
final class DirectivesTable {

    private DirectivesTable() {}

    /** Markdown without a line break at its end. */
    static String markdown() {
        String head =
                "| directive | prefork | worker | event | unit | meaning |\n"
                        + "|---|---|---|---|---|---|\n";
        return Stream.of(Directive.values())
                .map(DirectivesTable::row)
                .collect(Collectors.joining("\n", head, ""));
    }

    private static String row(Directive directive) {
        String aliases =
                directive.aliases().stream()
                        .map(alias -> " (was `" + alias + "`)")
                        .collect(Collectors.joining());
        String defaults =
                Stream.of(Model.values())
                        .map(model -> shown(directive, model))
                        .collect(Collectors.joining(" | "));
        return "| `%s`%s | %s | %s | %s |"
                .formatted(directive, aliases, defaults, directive.unit(), directive.description());
    }

    private static String shown(Directive directive, Model model) {
        return directive.concerns(model) ? directive.defaultFor(model).orElse("unset") : "-";
    }
}
