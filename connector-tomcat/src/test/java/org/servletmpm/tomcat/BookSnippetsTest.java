package org.servletmpm.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.Document;
import org.servletmpm.directive.Directive;

/** What the book writes into a server.xml is there to be written. */
class BookSnippetsTest {

    private static final Pattern CONNECTOR = Pattern.compile("<Connector ([^>]*?)/?>");
    private static final Pattern NAME = Pattern.compile("(\\w[\\w.]*)=\"");
    private static final Pattern CLASS = Pattern.compile("\"(org\\.servletmpm\\.tomcat\\.\\w+)\"");

    /** Tomcat reads the protocol itself. */
    private static final Set<String> OTHERS = Set.of("protocol", "mpm");

    @Test
    void theAttributesOfAConnectorAreKnown() throws IOException {
        List<String> names =
                blocks().stream()
                        .flatMap(block -> CONNECTOR.matcher(block).results())
                        .flatMap(connector -> NAME.matcher(connector.group(1)).results())
                        .map(name -> name.group(1))
                        .toList();
        assertThat(names).isNotEmpty().allMatch(BookSnippetsTest::isKnown);
    }

    private static boolean isKnown(String name) {
        Optional<String> directive = Directive.named(name).map(Directive::camelCase);
        return OTHERS.contains(name)
                || directive.filter(name::equals).isPresent()
                || StockAttributes.all().stream().anyMatch(each -> each.name().equals(name));
    }

    @Test
    void theClassesAreThere() throws IOException {
        List<String> classes =
                blocks().stream()
                        .flatMap(block -> CLASS.matcher(block).results())
                        .map(found -> found.group(1))
                        .distinct()
                        .toList();
        assertThat(classes)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Class.forName(name)).isPublic());
    }

    private static List<String> blocks() throws IOException {
        return Document.all().stream().flatMap(page -> page.blocks("xml").stream()).toList();
    }
}
