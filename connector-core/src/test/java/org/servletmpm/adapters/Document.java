package org.servletmpm.adapters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a page of the book: README.md, what is in the modules' {@code docs}, and the READMEs of the
 * samples. Immutable.
 *
 * @param file absolute
 * @param text in Markdown
 */
public record Document(Path file, String text) {

    /** The top of the repository, seen from a module's folder. */
    public static final Path TOP = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([\\w-]*)\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    /** Reads a file below the top. */
    public static Document of(String path) {
        return read(TOP.resolve(path));
    }

    /** Finds every page there is. */
    public static List<Document> all() throws IOException {
        try (Stream<Path> folders = Files.list(TOP);
                Stream<Path> samples = Files.list(TOP.resolve("samples"))) {
            List<Path> docs =
                    folders.map(folder -> folder.resolve("docs"))
                            .filter(Files::isDirectory)
                            .toList();
            Stream<Path> pages = docs.stream().flatMap(Document::pages);
            Stream<Path> readmes =
                    samples.map(sample -> sample.resolve("README.md")).filter(Files::exists);
            return Stream.of(Stream.of(TOP.resolve("README.md")), pages, readmes)
                    .flatMap(part -> part)
                    .sorted()
                    .map(Document::read)
                    .toList();
        }
    }

    private static Stream<Path> pages(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document read(Path file) {
        try {
            return new Document(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param language as it follows the three backticks
     * @return the content of each such block
     */
    public List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /**
     * @return where the links and pictures of this page lead, those to other sites left out
     */
    public List<String> links() {
        return LINK.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.matches("https?:.*"))
                .toList();
    }

    /**
     * @return whether a link of this page leads to a file, and to a heading in it if it names one
     */
    public boolean resolves(String link) {
        String path = link.replaceAll("#.*", "");
        Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        return Files.exists(target)
                && (!link.contains("#")
                        || read(target).anchors().contains(link.substring(link.indexOf('#') + 1)));
    }

    /** Makes the anchors of the headings, as GitHub does. */
    private Set<String> anchors() {
        return HEADING.matcher(BLOCK.matcher(text).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** {@inheritDoc} The file, from the top. */
    @Override
    public String toString() {
        return TOP.relativize(file).toString();
    }
}
