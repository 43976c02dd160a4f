package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The BOM gives every connector in the version that it was built with. It has no parent that would
 * see to that.
 */
class BomTest {

    private static final Pattern MODULE =
            Pattern.compile("<module>(connector-(?!core/bom)[\\w/]+)</module>");
    private static final Pattern ARTIFACT =
            Pattern.compile("<artifactId>(servlet-mpm-[\\w-]+)</artifactId>");
    private static final Pattern OWN = Pattern.compile("</parent>\\s*<artifactId>(.*?)<");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

    @Test
    void itHasTheProjectsVersionAndEveryConnector() throws Exception {
        String project = Files.readString(Path.of("../pom.xml"));
        String bom = Files.readString(Path.of("../connector-core/bom/pom.xml"));
        List<String> built = new ArrayList<>(List.of("servlet-mpm-bom"));
        for (String module : all(MODULE, project)) {
            built.addAll(all(OWN, Files.readString(Path.of("..", module, "pom.xml"))));
        }
        assertThat(all(VERSION, bom).get(0)).isEqualTo(all(VERSION, project).get(0));
        assertThat(all(ARTIFACT, bom)).containsExactlyElementsOf(built);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
