package org.servletmpm.it.distribution;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A container as its makers distribute it, a zip in Maven Central. Maven fetches it, once for a
 * machine; a test that wants it is skipped where it cannot be had.
 */
public record Distribution(String group, String artifact, String version) {

    /** One Maven at a time of all test JVMs: they would fetch into the same repository. */
    static final Path MAVEN = Path.of("target", "maven").toAbsolutePath();

    private static final int PATIENCE_SECONDS = 120;

    /** In Maven's local repository. */
    Path archive() throws Exception {
        Path archive =
                repository()
                        .resolve(Path.of(group.replace('.', '/'), artifact, version))
                        .resolve(artifact + "-" + version + ".zip");
        if (!Files.exists(archive)) {
            MadeOnce.alone(MAVEN, () -> Files.exists(archive) || fetch());
        }
        assumeTrue(
                Files.exists(archive),
                group + ":" + artifact + ":zip:" + version + " cannot be had");
        return archive;
    }

    /** The one that the build uses. */
    static Path repository() {
        String told = System.getProperty("localRepository");
        return told != null
                ? Path.of(told)
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }

    private boolean fetch() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-Dmaven.repo.local=" + repository(),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get",
                        "-Dtransitive=false",
                        "-Dartifact=" + group + ":" + artifact + ":" + version + ":zip");
        Process maven = new ProcessBuilder(command).inheritIO().start();
        boolean ended = maven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            maven.destroy();
        }
        return ended;
    }

    public static void unpack(Path archive, Path into) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
