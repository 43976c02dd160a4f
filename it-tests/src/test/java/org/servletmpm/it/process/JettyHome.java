package org.servletmpm.it.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.eclipse.jetty.server.Server;

/**
 * Jetty's distribution in the version of the class path. Maven fetches it, once for a machine; a
 * test that wants it is skipped where it cannot be had.
 */
final class JettyHome {

    private static final int PATIENCE_SECONDS = 120;
    private static final String VERSION = Server.getVersion();

    private JettyHome() {}

    /** Its directory, below this module's {@code target}. */
    static synchronized Path unpacked() throws IOException, InterruptedException {
        Path home = Path.of("target", "jetty-home-" + VERSION).toAbsolutePath();
        if (!Files.exists(home)) {
            Path archive = archive();
            if (!Files.exists(archive)) {
                fetch();
            }
            assumeTrue(
                    Files.exists(archive),
                    "org.eclipse.jetty:jetty-home:zip:" + VERSION + " cannot be had");
            Path unfinished = Files.createTempDirectory(home.getParent(), "jetty-home");
            unpack(archive, unfinished);
            Files.move(unfinished.resolve(home.getFileName()), home);
            Files.delete(unfinished);
        }
        return home;
    }

    private static Path repository() {
        String told = System.getProperty("localRepository");
        return told != null
                ? Path.of(told)
                : Path.of(System.getProperty("user.home"), ".m2", "repository");
    }

    private static Path archive() {
        return repository()
                .resolve(Path.of("org", "eclipse", "jetty", "jetty-home", VERSION))
                .resolve("jetty-home-" + VERSION + ".zip");
    }

    private static void fetch() throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "mvn",
                        "-q",
                        "-B",
                        "-Dmaven.repo.local=" + repository(),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get",
                        "-Dtransitive=false",
                        "-Dartifact=org.eclipse.jetty:jetty-home:" + VERSION + ":zip");
        Process maven = new ProcessBuilder(command).inheritIO().start();
        if (!maven.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            maven.destroy();
        }
    }

    private static void unpack(Path archive, Path into) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    copy(zip, target);
                }
            }
        }
    }

    private static void copy(InputStream content, Path target) throws IOException {
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
