package org.servletmpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.Document;

/** The page has every message that an operator may see, by its words that do not differ. */
class TroubleshootingTest {

    /** A message may be longer than what the page shows of it. */
    private static final int WORDS = 8;

    private static final List<String> SOURCES =
            List.of(
                    "connector-core/src/main/java",
                    "connector-core/spring/src/main/java",
                    "connector-tomcat/src/main/java",
                    "connector-tomcat/spring/src/main/java",
                    "connector-jetty/src/main/java",
                    "connector-jetty/spring/src/main/java");

    /** What logs a warning or an error, makes a finding, or throws for an operator to read. */
    private static final Pattern TELLS =
            Pattern.compile(
                    "(?:\\b(?:log|LOG|logger|failures|FINDINGS)\\.(?:log|warn|failure|failed)\\("
                            + "|\\b(?:refuse|refused|finding|correct|atMost|atLeast|warn)\\("
                            + "|new (?:Finding|Action\\.Report|BindException|ServletException"
                            + "|IllegalArgumentException)\\()[^;]*;");

    private static final Pattern QUIET = Pattern.compile("Level\\.(?:DEBUG|INFO)|LOG\\.info");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Their exceptions are for programmers, or their texts are descriptions. */
    private static final Pattern OTHERS =
            Pattern.compile("scoreboard/|inherit/Message\\.java$|directive/Directive\\.java$");

    @Test
    void everyMessageIsInThePage() throws IOException {
        String page = Document.of("connector-core/docs/troubleshooting.md").text();
        List<String> messages = messages();
        assertThat(messages)
                .hasSizeGreaterThan(60)
                .allSatisfy(message -> assertThat(page).contains(message));
    }

    private static List<String> messages() throws IOException {
        try (Stream<Path> files = SOURCES.stream().flatMap(TroubleshootingTest::files)) {
            return files.map(TroubleshootingTest::joined)
                    .flatMap(source -> TELLS.matcher(source).results())
                    .map(call -> call.group())
                    .filter(call -> !QUIET.matcher(call).find())
                    .flatMap(call -> LITERAL.matcher(call).results())
                    .map(literal -> shown(literal.group(1)))
                    .filter(text -> text.contains(" "))
                    .distinct()
                    .toList();
        }
    }

    /** A literal without what is put in, and without the signs at its ends. */
    private static String shown(String literal) {
        String text =
                literal.replace("\\\"", "\"")
                        .replace("''", "'")
                        .replaceAll("^(\\{0\\}|[\\s:,;()\"])+|(\\{1\\}|[\\s:,;()\"])+$", "");
        return Arrays.stream(text.split(" ")).limit(WORDS).collect(Collectors.joining(" "));
    }

    private static Stream<Path> files(String source) {
        try (Stream<Path> files = Files.walk(Document.TOP.resolve(source))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !OTHERS.matcher(file.toString()).find())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source without comments, and with each text in one literal. */
    private static String joined(Path file) {
        try {
            return Files.readString(file)
                    .replaceAll("(?m)^\\s*(?:\\*|//|/\\*).*$", "")
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
