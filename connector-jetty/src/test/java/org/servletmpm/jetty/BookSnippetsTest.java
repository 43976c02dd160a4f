package org.servletmpm.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.Document;

/** What the book writes into Jetty XML is there to be written. */
class BookSnippetsTest {

    private static final Pattern SET = Pattern.compile("<Set name=\"(\\w+)\">");
    private static final Pattern CLASS = Pattern.compile("class=\"(org\\.servletmpm[\\w.]+)\"");

    @Test
    void thePropertiesOfAConnectorHaveSetters() throws IOException {
        List<String> setters =
                Arrays.stream(MpmServerConnector.class.getMethods()).map(Method::getName).toList();
        assertThat(all(SET))
                .isNotEmpty()
                .allSatisfy(
                        name ->
                                assertThat(setters)
                                        .contains(
                                                "set"
                                                        + name.substring(0, 1)
                                                                .toUpperCase(Locale.ROOT)
                                                        + name.substring(1)));
    }

    @Test
    void theClassesAreThere() throws IOException {
        assertThat(all(CLASS))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Class.forName(name)).isPublic());
    }

    private static List<String> all(Pattern pattern) throws IOException {
        return Document.of("connector-jetty/docs/embedded.md").blocks("xml").stream()
                .flatMap(block -> pattern.matcher(block).results())
                .map(found -> found.group(1))
                .toList();
    }
}
