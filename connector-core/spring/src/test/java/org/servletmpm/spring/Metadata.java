package org.servletmpm.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Model;

/** What development tools are told about the properties, made of the directives. */
final class Metadata {

    private static final String DOCUMENT =
            """
            {
              "properties": [
            %s
              ],
              "hints": [
                {
                  "name": "mpm.model",
                  "values": [
            %s
                  ]
                },
                {
                  "name": "mpm.conf",
                  "providers": [
                    {
                      "name": "handle-as",
                      "parameters": {
                        "target": "org.springframework.core.io.Resource"
                      }
                    }
                  ]
                }
              ]
            }
            """;

    private Metadata() {}

    static String json() {
        List<String> properties = new ArrayList<>();
        properties.add(
                property(
                        PropertyName.MODEL,
                        "java.lang.String",
                        "Processing model of the web server: prefork, worker or event.",
                        Optional.of("event")));
        properties.add(
                property(
                        PropertyName.CONF,
                        "java.lang.String",
                        "File with directives in httpd's syntax; a property comes before the same"
                                + " directive in the file.",
                        Optional.empty()));
        properties.add(
                property(
                        PropertyName.ENABLED,
                        "java.lang.Boolean",
                        "Whether the web server has a processing model or its own connector;"
                                + " unset, whether there is any other property of mpm.",
                        Optional.empty()));
        properties.add(
                property(
                        PropertyName.STATUS_PATH,
                        "java.lang.String",
                        "Path of the page with the server status, such as /server-status; unset,"
                                + " there is none.",
                        Optional.empty()));
        properties.add(
                property(
                        PropertyName.CHILD_PROCESSES,
                        "java.lang.Boolean",
                        "Whether each child is a process of its own: the JVM that is started becomes"
                                + " their control, and starts itself once more for each of them.",
                        Optional.of("false")));
        properties.add(
                property(
                        PropertyName.RUN_DIRECTORY,
                        "java.lang.String",
                        "Directory of the control's sockets and files, for mpmctl.",
                        Optional.of("mpm-run")));
        for (Directive directive : Directive.values()) {
            properties.add(property(directive));
            directive.aliases().stream()
                    .map(alias -> deprecated(directive, alias))
                    .forEach(properties::add);
        }
        return DOCUMENT.formatted(
                String.join(",\n", properties),
                Stream.of(Model.values()).map(Metadata::hint).collect(Collectors.joining(",\n")));
    }

    private static String property(Directive directive) {
        String defaults =
                List.of(Model.values()).stream()
                        .filter(directive::concerns)
                        .map(
                                model ->
                                        model
                                                + directive
                                                        .defaultFor(model)
                                                        .map(d -> " " + d)
                                                        .orElse(""))
                        .collect(Collectors.joining(", "));
        return property(
                PropertyName.of(directive).get(0),
                type(directive),
                directive.description()
                        + (directive.isHttpds() ? " httpd's " : " The directive ")
                        + directive
                        + ", in "
                        + directive.unit()
                        + " ("
                        + defaults
                        + ").",
                sole(directive));
    }

    /** A default that is the same in every model. */
    private static Optional<String> sole(Directive directive) {
        List<Optional<String>> defaults =
                Stream.of(Model.values())
                        .filter(directive::concerns)
                        .map(directive::defaultFor)
                        .distinct()
                        .toList();
        return defaults.size() == 1
                ? defaults.get(0).map(d -> written(directive, d))
                : Optional.empty();
    }

    private static String written(Directive directive, String value) {
        return switch (directive.unit()) {
            case "seconds" -> value + "s";
            case "bytes" -> value + "B";
            case "KB" -> value + "KB";
            case "On or Off" -> String.valueOf("On".equals(value));
            default -> value;
        };
    }

    private static String type(Directive directive) {
        return switch (directive.unit()) {
            case "children", "threads", "connections", "requests" -> "java.lang.Integer";
            case "connections per idle worker" -> "java.lang.Double";
            case "seconds" -> "java.time.Duration";
            case "bytes", "KB" -> "org.springframework.util.unit.DataSize";
            case "On or Off" -> "java.lang.Boolean";
            case "classes and URL patterns" -> "java.util.List<java.lang.String>";
            default -> "java.lang.String";
        };
    }

    private static String property(
            String name, String type, String description, Optional<String> value) {
        return """
                    {
                      "name": "%s",
                      "type": "%s",
                      "description": "%s"%s
                    }"""
                .formatted(
                        name,
                        type,
                        description,
                        value.map(v -> ",\n  \"defaultValue\": \"" + v + "\"").orElse(""))
                .indent(4)
                .stripTrailing();
    }

    private static String deprecated(Directive directive, String alias) {
        String name = PropertyName.kebab(alias);
        return """
                    {
                      "name": "mpm.%s",
                      "type": "%s",
                      "deprecation": {
                        "replacement": "%s"
                      }
                    }"""
                .formatted(name, type(directive), PropertyName.of(directive).get(0))
                .indent(4)
                .stripTrailing();
    }

    private static String hint(Model model) {
        return """
                        {
                          "value": "%s"
                        }"""
                .formatted(model)
                .indent(8)
                .stripTrailing();
    }
}
