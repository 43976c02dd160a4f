package org.servletmpm.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has a jetty-base can write every directive, and finds it in the ini files. */
class JettyHomeTest {

    private static final Path KEPT = Path.of("src/main/jetty-home");
    private static final Path MADE = Path.of("target/jetty-home");

    @Test
    void theSharedTemplateHasEveryDirective() throws IOException {
        isMadeOf("modules/mpm.mod", "## -- directives", JettyHomeFiles.sharedTemplate(), "## --");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ssl"})
    void aConnectorsTemplateHasWhatTwoCannotShare(String connector) throws IOException {
        isMadeOf(
                "modules/mpm-" + connector + ".mod",
                "## -- directives",
                JettyHomeFiles.templateOf(connector),
                "## --");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ssl"})
    void aConnectorTakesEveryDirective(String connector) throws IOException {
        isMadeOf(
                "etc/mpm-" + connector + ".xml",
                "        <!-- directives -->",
                JettyHomeFiles.properties(connector),
                "        <!-- /directives -->");
    }

    /** Between a line that is {@code begin} and the next that is {@code end}. */
    private static void isMadeOf(String file, String begin, String content, String end)
            throws IOException {
        String kept = Files.readString(KEPT.resolve(file));
        int from = kept.indexOf(begin + "\n") + begin.length() + 1;
        int to = kept.indexOf(end + "\n", from);
        String wanted = kept.substring(0, from) + content + "\n" + kept.substring(to);
        Path made = MADE.resolve(file);
        Files.createDirectories(made.getParent());
        Files.writeString(made, wanted);
        assertThat(kept)
                .as(
                        "%s says what the directives say; if they have changed, in connector-jetty:"
                                + " cp -r %s/. %s",
                        file, MADE, KEPT)
                .isEqualTo(wanted);
    }
}
