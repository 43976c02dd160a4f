package org.servletmpm.jetty;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.stream.Stream;
import org.servletmpm.directive.Directive;

/** The bean properties of {@link DirectiveProperties}, made of what the directives say. */
final class Setters {

    private Setters() {}

    /**
     * One that takes text for each directive, and one for those whose value is a Java primitive.
     */
    static String java() {
        return Arrays.stream(Directive.values())
                .flatMap(directive -> Stream.concat(text(directive), primitive(directive)))
                .collect(joining("\n\n", "\n", "\n"));
    }

    private static Stream<String> text(Directive directive) {
        return Stream.concat(
                Stream.of(
                        setter(
                                directive + " in httpd's words (" + directive.unit() + ")",
                                directive.directiveName(),
                                "String",
                                "value")),
                directive.aliases().stream()
                        .map(
                                alias ->
                                        setter(
                                                directive + " by a name that is deprecated",
                                                alias,
                                                "String",
                                                "value")));
    }

    private static Stream<String> primitive(Directive directive) {
        String type =
                switch (directive.type().getSimpleName()) {
                    case "Integer" -> "int";
                    case "Long" -> directive.unit().equals("seconds") ? "int" : "long";
                    case "Double" -> "double";
                    case "Boolean" -> "boolean";
                    default -> "";
                };
        if (type.isEmpty()) {
            return Stream.empty();
        }
        String text = type.equals("boolean") ? "value ? \"On\" : \"Off\"" : "String.valueOf(value)";
        return Stream.of(
                setter(
                        directive + " (" + directive.unit() + ")",
                        directive.directiveName(),
                        type,
                        text));
    }

    private static String setter(String what, String name, String type, String text) {
        return """
                    /** Sets %s. */
                    default void set%s(%s value) {
                        setDirective("%s", %s);
                    }"""
                .formatted(what, name, type, name, text)
                .indent(4)
                .stripTrailing();
    }
}
