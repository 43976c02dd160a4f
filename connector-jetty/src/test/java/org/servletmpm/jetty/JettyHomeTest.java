package org.servletmpm.jetty;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.WrittenFile;

/** Whoever has a jetty-base can write every directive, and finds it in the ini files. */
class JettyHomeTest {

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

    private static void isMadeOf(String file, String begin, String content, String end)
            throws IOException {
        WrittenFile.of("src/main/jetty-home", file).has(begin, content, end);
    }

    @Test
    void theConnectorHasASetterForEachDirective() throws IOException {
        WrittenFile.of("src/main/java/org/servletmpm/jetty/DirectiveProperties.java")
                .has("    // ---- directives", Setters.java(), "    // ---- /directives");
    }
}
