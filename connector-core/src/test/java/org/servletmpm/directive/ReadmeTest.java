package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table says what the code says. */
class ReadmeTest {

    private static final String BEGIN = "<!-- directives -->";
    private static final String END = "<!-- /directives -->";

    @Test
    void theTableOfDirectivesIsTheCodes() throws IOException {
        Path readme = Path.of("..", "README.md");
        String text = Files.exists(readme) ? Files.readString(readme) : "";
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        assumeTrue(begin >= 0 && end > begin, "the README has no table yet");

        assertThat(text.substring(begin + BEGIN.length(), end).strip())
                .as("paste this between the markers:%n%s", DirectivesTable.markdown())
                .isEqualTo(DirectivesTable.markdown());
    }
}
