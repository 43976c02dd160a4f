package org.servletmpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents for whoever changes the code name what is there. */
class ArchitectureDocumentTest {

    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]\\w*)`");
    private static final Pattern ROOM = Pattern.compile("`([a-z]+)`");
    private static final Pattern WORD = Pattern.compile("(?m)^\\| (?!word )([a-z][^|]*) \\|");

    private static String read(String document) throws IOException {
        return Files.readString(Path.of("docs", document));
    }

    private static List<String> all(Pattern pattern, CharSequence text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static Set<String> classes() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String module : List.of(".", "../connector-tomcat", "../connector-jetty")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
                files.map(path -> path.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .forEach(name -> names.add(name.replace(".java", "")));
            }
        }
        return names;
    }

    @Test
    void everyClassThatTheArchitectureNamesIsThere() throws IOException {
        assertThat(all(CLASS, read("architecture.md")))
                .hasSizeGreaterThan(30)
                .isSubsetOf(
                        Stream.concat(classes().stream(), Stream.of("ArchitectureTest")).toList());
    }

    @Test
    void everyRoomIsInTheTable() throws IOException {
        String table =
                read("architecture.md")
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .takeWhile(line -> !line.contains("mpm-8080"))
                        .map(line -> line.substring(0, line.indexOf('|', 1)))
                        .collect(Collectors.joining("\n"));
        assertThat(all(ROOM, table))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ArchitectureTest.Room.values())
                                .map(room -> room.name().toLowerCase())
                                .toList());
    }

    @Test
    void theDrawingOfTheStatesIsTheOneInTheCode() throws IOException {
        String code =
                Files.readString(
                        Path.of("src/main/java/org/servletmpm/connection/ConnectionState.java"));
        MatchResult drawing =
                Pattern.compile("(?s)<pre>\n(.*?)\n \\* </pre>")
                        .matcher(code)
                        .results()
                        .findFirst()
                        .orElseThrow();
        assertThat(read("architecture.md").lines())
                .containsSubsequence(
                        drawing.group(1)
                                .lines()
                                .map(line -> line.replaceFirst(" \\* ?", ""))
                                .toList());
    }

    @Test
    void theGlossaryIsInAlphabeticalOrder() throws IOException {
        assertThat(all(WORD, read("glossary.md"))).hasSizeGreaterThan(40).isSorted();
    }
}
