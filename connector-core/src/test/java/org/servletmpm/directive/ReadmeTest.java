package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.Document;
import org.servletmpm.adapters.WrittenFile;

/** The book's table of directives is the code's, and the directives in its examples are taken. */
class ReadmeTest {

    private static final String BEGIN = "<!-- directives -->";
    private static final String END = "<!-- /directives -->";

    /** Spring Boot's properties that are no directives. */
    private static final Set<String> NOT_DIRECTIVES =
            Set.of(
                    "mpm.model",
                    "mpm.conf",
                    "mpm.enabled",
                    "mpm.status-path",
                    "mpm.child-processes",
                    "mpm.run-directory");

    @Test
    void theTableOfDirectivesIsTheCodes() throws IOException {
        WrittenFile.of("docs", "directives.md").has(BEGIN, DirectivesTable.markdown(), END);
    }

    @Test
    void theExamplesInHttpdsSyntaxAreTaken() throws IOException {
        List<String> examples =
                Document.all().stream().flatMap(page -> page.blocks("httpd").stream()).toList();
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(
                        example ->
                                assertThatNoException()
                                        .as(example)
                                        .isThrownBy(
                                                () ->
                                                        Directives.builder()
                                                                .java(Runtime.Version.parse("25"))
                                                                .model(Model.EVENT)
                                                                .read(example, "example")
                                                                .build()));
    }

    @Test
    void thePropertiesInExamplesAreDirectives() throws IOException {
        List<String> examples =
                Document.all().stream()
                        .flatMap(page -> page.blocks("properties").stream())
                        .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Properties properties = new Properties();
            properties.load(new StringReader(example));
            assertThat(properties.stringPropertyNames())
                    .filteredOn(name -> name.startsWith("mpm."))
                    .filteredOn(name -> !NOT_DIRECTIVES.contains(name))
                    .allMatch(
                            name ->
                                    Directive.named(name.substring(4).replace("-", ""))
                                            .isPresent());
        }
    }
}
