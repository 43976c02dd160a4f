package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.WrittenFile;

/** The README's table says what the code says, and its examples are lines of samples. */
class ReadmeTest {

    private static final String BEGIN = "<!-- directives -->";
    private static final String END = "<!-- /directives -->";

    @Test
    void theTableOfDirectivesIsTheCodes() throws IOException {
        WrittenFile.of("..", "README.md").has(BEGIN, DirectivesTable.markdown(), END);
    }

    @Test
    void itsExamplesAreCompiled() throws IOException {
        List<String> examples =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "README.md")))
                        .results()
                        .map(example -> withoutIndent(example.group(1)))
                        .toList();
        List<String> samples;
        try (Stream<Path> files = Files.walk(Path.of("..", "samples"))) {
            samples =
                    files.filter(path -> path.toString().endsWith(".java"))
                            .map(ReadmeTest::text)
                            .toList();
        }

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(
                        example ->
                                assertThat(samples)
                                        .as(example)
                                        .anyMatch(sample -> sample.contains(example)));
    }

    private static String text(Path file) {
        try {
            return withoutIndent(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutIndent(String lines) {
        return lines.replaceAll("(?m)^\\s+", "");
    }
}
