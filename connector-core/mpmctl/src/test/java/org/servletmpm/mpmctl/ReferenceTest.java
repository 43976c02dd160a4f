package org.servletmpm.mpmctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The reference in the book has the commands and options that there are, and no others. */
class ReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "mpmctl.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]*)` \\|");

    private static String row(CommandSpec command) {
        StringBuilder row = new StringBuilder(command.name());
        command.options().stream()
                .filter(option -> !List.of("--help", "--version").contains(option.longestName()))
                .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
                .forEach(option -> row.append(" [").append(usage(option)).append("]"));
        for (ArgSpec parameter : command.positionalParameters()) {
            boolean optional = parameter.arity().min() == 0;
            String label = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
            row.append(optional ? " [" + label + "]" : " " + label);
        }
        return row.toString();
    }

    private static String usage(OptionSpec option) {
        String name = option.longestName();
        if (option.negatable()) {
            return name.replace("--", "--[no-]");
        }
        return option.arity().max() == 0 ? name : name + " " + option.paramLabel();
    }

    @Test
    void thePageHasARowForEachCommandWithAllItsOptions() throws IOException {
        Map<String, CommandLine> commands = new CommandLine(new Mpmctl()).getSubcommands();
        Matcher rows = ROW.matcher(Files.readString(PAGE));

        assertThat(new TreeSet<>(rows.results().map(row -> row.group(1)).toList()))
                .containsExactlyInAnyOrderElementsOf(
                        commands.values().stream()
                                .map(CommandLine::getCommandSpec)
                                .map(ReferenceTest::row)
                                .toList());
    }

    @Test
    void thePageHasTheExitCodes() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(new Mpmctl().getClass().getAnnotation(CommandLine.Command.class).exitCodeList())
                .allSatisfy(
                        code ->
                                assertThat(page)
                                        .contains("| " + code.replaceFirst(":", " | ") + " |"));
    }
}
