package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** A configuration in the words of a test: one file, named mpm.conf. */
final class Checked {

    private Checked() {}

    static Directives.Builder file(Model model, String... lines) {
        return Directives.builder().model(model).read(String.join("\n", lines), "mpm.conf");
    }

    static Directives build(Model model, String... lines) throws ConfigurationException {
        return file(model, lines).build();
    }

    static Directives.Builder with(Directives.Builder builder, String attribute, Object value) {
        return builder.container(
                attribute, String.valueOf(value), Origin.named("attribute", attribute));
    }

    static List<String> lines(Directives directives) {
        return directives.findings().stream().map(Finding::toString).toList();
    }

    static List<String> errors(Directives.Builder builder) {
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, builder::build);
        if (refused == null) {
            return List.of();
        }
        return refused.findings().stream().map(Finding::toString).toList();
    }
}
