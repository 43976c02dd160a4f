package org.servletmpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.Document;

/** README is a door, every page can be reached, and what the pages tell to type is there. */
class BookTest {

    private static final int README_MOST_BYTES = 9 * 1024;
    private static final String INDEX = "connector-core/docs/README.md";

    private static final Pattern PATH =
            Pattern.compile("(?<![\\w/.-])(?:it-tests|samples)/[\\w/.-]*\\w");
    private static final Pattern OPTION = Pattern.compile("(?<=\\s)--[a-z][a-z0-9-]*");
    private static final Pattern DEMO = Pattern.compile("demo\\.jar((?:[^\\n`]|\\\\\\n)*)");
    private static final Pattern ARTIFACT =
            Pattern.compile(
                    "<groupId>org\\.servletmpm</groupId>\\s*<artifactId>([^<]*)</artifactId>"
                            + "(?:[^<]*<version>([^<]*)</version>)?");

    @Test
    void theReadmeIsShort() {
        assertThat(Document.of("README.md").text().getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(README_MOST_BYTES);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        assertThat(Document.all())
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        page -> assertThat(page.links()).as("%s", page).allMatch(page::resolves));
    }

    @Test
    void theIndexHasEveryPage() throws IOException {
        Document index = Document.of(INDEX);
        List<Path> linked =
                index.links().stream()
                        .map(link -> link.replaceAll("#.*", ""))
                        .map(link -> index.file().resolveSibling(link).normalize())
                        .toList();
        assertThat(Document.all())
                .filteredOn(page -> page.toString().contains("/docs/"))
                .filteredOn(page -> !page.equals(index))
                .allSatisfy(page -> assertThat(linked).contains(page.file()));
    }

    /** What is in a folder {@code target} is made by the build of the module around it. */
    @Test
    void whatTheCommandsNameIsThere() throws IOException {
        for (Document page : Document.all()) {
            assertThat(PATH.matcher(page.text()).results().map(path -> path.group()).toList())
                    .as("%s", page)
                    .allMatch(
                            path ->
                                    Files.exists(
                                            Document.TOP.resolve(
                                                    path.replaceAll("/target(/.*)?$", ""))));
        }
    }

    @Test
    void theDemosOptionsAreTheDemos() throws IOException {
        String known = Document.of("samples/demo/README.md").text();
        for (Document page : Document.all()) {
            assertThat(
                            DEMO.matcher(page.text())
                                    .results()
                                    .flatMap(command -> OPTION.matcher(command.group(1)).results())
                                    .map(option -> option.group())
                                    .toList())
                    .as("%s", page)
                    .allSatisfy(option -> assertThat(known).contains("| `" + option));
        }
    }

    @Test
    void theArtifactsAreTheBuilds() throws IOException {
        String version = poms().get(0).replaceAll("(?s).*?<version>([^<]*)</version>.*", "$1");
        List<String> artifacts =
                poms().stream()
                        .map(pom -> pom.replaceAll("(?s)<parent>.*?</parent>", ""))
                        .map(pom -> pom.replaceAll("(?s).*?<artifactId>([^<]*)<.*", "$1"))
                        .toList();
        int found = 0;
        for (Document page : Document.all()) {
            for (String block : page.blocks("xml")) {
                for (MatchResult artifact : ARTIFACT.matcher(block).results().toList()) {
                    found++;
                    assertThat(artifacts).as("%s", page).contains(artifact.group(1));
                    assertThat(artifact.group(2)).as("%s", page).isIn(null, version);
                }
            }
        }
        assertThat(found).isPositive();
    }

    private static List<String> poms() throws IOException {
        List<String> poms = new ArrayList<>();
        poms.add(Files.readString(Document.TOP.resolve("pom.xml")));
        try (Stream<Path> files = Files.walk(Document.TOP, 3)) {
            files.filter(file -> file.getFileName().toString().equals("pom.xml"))
                    .filter(file -> !file.toString().contains("target"))
                    .map(BookTest::text)
                    .forEach(poms::add);
        }
        return poms;
    }

    /** The commands of the samples are run by the tests of the distributions. */
    @Test
    void theQuickStartsOfTheReadmeAreTheSamples() {
        List<String> blocks = Document.of("README.md").blocks("sh");
        for (String sample : List.of("tomcat-server-xml", "jetty-xml")) {
            List<String> commands =
                    Document.of("samples/" + sample + "/README.md").blocks("sh").stream()
                            .flatMap(String::lines)
                            .toList();
            assertThat(blocks)
                    .filteredOn(block -> block.contains("samples/" + sample))
                    .singleElement()
                    .satisfies(
                            block ->
                                    assertThat(commands)
                                            .containsSubsequence(block.lines().toList()));
        }
    }

    @Test
    void theExamplesInJavaAreCompiled() throws IOException {
        String samples;
        try (Stream<Path> files = Files.walk(Document.TOP.resolve("samples"))) {
            samples =
                    files.filter(path -> path.toString().endsWith(".java"))
                            .map(BookTest::text)
                            .map(BookTest::withoutIndent)
                            .collect(Collectors.joining("\n"));
        }
        List<String> examples =
                Document.all().stream()
                        .filter(page -> !page.toString().startsWith("samples"))
                        .flatMap(page -> page.blocks("java").stream())
                        .map(BookTest::withoutIndent)
                        .toList();
        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(samples).contains(example));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutIndent(String lines) {
        return lines.replaceAll("(?m)^\\s+", "");
    }
}
