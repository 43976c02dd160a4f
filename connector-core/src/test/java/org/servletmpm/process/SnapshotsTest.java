package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.log.RateLimitedLogger;

/** A generation runs its own copy of what the command names. */
class SnapshotsTest {

    private static final System.Logger LOG = System.getLogger(SnapshotsTest.class.getName());

    @TempDir private Path home;

    private Path run;

    @BeforeEach
    void places() throws IOException {
        home = home.toRealPath();
        run = home.resolve("run");
    }

    private Snapshots snapshots(List<Path> named, String... command) throws IOException {
        ProgramFiles program = new ProgramFiles(List.of(command), home, named);
        return new Snapshots(program, run, new RateLimitedLogger(LOG, System::nanoTime));
    }

    private Path write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void writeJar(String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private Path copy(int number, String name) {
        Path files = run.resolve("snapshots").resolve(Integer.toString(number)).resolve("files");
        return ProgramFiles.in(files, home.resolve(name));
    }

    @Test
    void theJarIsCopiedWithWhatItsManifestNamesAndWhatIsBesideItIsLinked() throws IOException {
        writeJar("shop/app.jar", "lib/a.jar lib/missing.jar");
        write("shop/lib/a.jar", "a");
        write("shop/lib/not-named.jar", "b");
        write("shop/modules/m", "m");
        Program program =
                snapshots(List.of(), "/jdk/bin/java", "-Xmx64m", "-jar", "shop/app.jar", "-cp", "x")
                        .take();
        assertThat(program.command())
                .containsExactly(
                        "/jdk/bin/java",
                        "-Xmx64m",
                        "-jar",
                        copy(1, "shop/app.jar").toString(),
                        "-cp",
                        "x");
        assertThat(program.directory()).isEqualTo(home);
        write("shop/lib/a.jar", "overwritten");
        assertThat(copy(1, "shop/lib/a.jar")).hasContent("a");
        assertThat(copy(1, "shop/lib/not-named.jar")).doesNotExist();
        assertThat(copy(1, "shop/modules")).isSymbolicLink().isDirectory();
    }

    @Test
    void aClassPathIsCopiedWithItsDirectoriesWildcardsAndAgents() throws IOException {
        write("classes/A.class", "A");
        write("lib/a.jar", "a");
        write("lib/readme", "r");
        write("agent.jar", "x");
        writeJar("b.jar", "lib/a.jar");
        List<String> command =
                snapshots(
                                List.of(),
                                "env",
                                "java",
                                "-javaagent:agent.jar=on",
                                "--add-opens",
                                "java.base/java.lang=ALL-UNNAMED",
                                "-cp",
                                "classes:lib/*:b.jar:missing",
                                "Main",
                                "-jar",
                                "b.jar")
                        .take()
                        .command();
        assertThat(command)
                .contains("-javaagent:" + copy(1, "agent.jar") + "=on")
                .contains(
                        copy(1, "classes")
                                + ":"
                                + copy(1, "lib/*")
                                + ":"
                                + copy(1, "b.jar")
                                + ":"
                                + copy(1, "missing"))
                .endsWith("Main", "-jar", "b.jar");
        assertThat(copy(1, "classes/A.class")).hasContent("A");
        assertThat(copy(1, "lib/a.jar")).exists();
        assertThat(copy(1, "lib/readme")).doesNotExist();
        assertThat(copy(1, "agent.jar")).exists();
    }

    @Test
    void whatALinkNamesIsCopied() throws IOException {
        write("releases/5/app.jar", "five");
        Files.createSymbolicLink(home.resolve("current"), Path.of("releases", "5"));
        Snapshots snapshots = snapshots(List.of(), "java", "-cp", "current/app.jar", "Main");
        snapshots.take();
        Files.delete(home.resolve("current"));
        write("releases/6/app.jar", "six");
        Files.createSymbolicLink(home.resolve("current"), Path.of("releases", "6"));
        assertThat(snapshots.take().snapshot()).isEqualTo(2);
        assertThat(copy(1, "current/app.jar")).hasContent("five");
        assertThat(copy(2, "current/app.jar")).hasContent("six");
    }

    @Test
    void whatAnOperatorNamesIsCopiedAndNamedInCommandAndDirectory() throws IOException {
        write("base/conf/server.xml", "<Server/>");
        write("logs/old", "old");
        Files.createSymbolicLink(home.resolve("base/logs"), home.resolve("logs"));
        Program program =
                snapshots(
                                List.of(Path.of("base")),
                                "sh",
                                "catalina.sh",
                                "-Dcatalina.base=" + home + "/base",
                                home + "/base/bin/run",
                                home + "/baseless")
                        .take();
        assertThat(program.command())
                .containsExactly(
                        "sh",
                        "catalina.sh",
                        "-Dcatalina.base=" + copy(1, "base"),
                        copy(1, "base/bin/run").toString(),
                        home + "/baseless");
        assertThat(copy(1, "base/conf/server.xml")).exists();
        assertThat(copy(1, "base/logs")).isSymbolicLink();

        Path base = home.resolve("base");
        Snapshots there =
                new Snapshots(
                        new ProgramFiles(List.of("sh", "run"), base, List.of(Path.of(""))),
                        base.resolve("mpm-run"),
                        new RateLimitedLogger(LOG, System::nanoTime));
        Program inCopy = there.take();
        assertThat(inCopy.directory()).startsWith(base.resolve("mpm-run"));
        assertThat(inCopy.directory().resolve("conf/server.xml")).exists();
        assertThat(inCopy.directory().resolve("mpm-run")).doesNotExist();
    }

    @Test
    void nothingIsCopiedThatHasNotChanged() throws IOException {
        write("a.jar", "1");
        Snapshots snapshots = snapshots(List.of(), "java", "-cp", "a.jar", "Main");
        assertThat(snapshots.take().snapshot()).isEqualTo(1);
        assertThat(snapshots.take().snapshot()).isEqualTo(1);
        write("a.jar", "2");
        assertThat(snapshots.take().snapshot()).isEqualTo(2);
        // Another control finds what this one has left.
        Snapshots later = snapshots(List.of(), "java", "-cp", "a.jar", "Main");
        assertThat(later.take().snapshot()).isEqualTo(2);
        assertThat(later.before(2).command()).contains(copy(1, "a.jar").toString());
    }

    @Test
    void oldOnesAreDeletedUnlessAChildRunsThem() throws IOException {
        Snapshots snapshots = snapshots(List.of(), "java", "-cp", "a.jar", "Main");
        for (int number = 1; number <= 4; number++) {
            write("a.jar", "version " + number);
            snapshots.take();
        }
        snapshots.deleteUnused(Set.of(1, 4), 2);
        assertThat(copy(1, "a.jar")).exists();
        snapshots.deleteUnused(Set.of(4), 2);
        assertThat(copy(1, "a.jar")).doesNotExist();
        assertThat(copy(2, "a.jar")).doesNotExist();
        assertThat(copy(3, "a.jar")).exists();
        assertThat(snapshots.before(4).snapshot()).isEqualTo(3);
        assertThatThrownBy(() -> snapshots.before(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no snapshot before 3");
        // Rolled back from 4: nobody goes there again, and a better one comes.
        snapshots.discardAfter(3);
        snapshots.deleteUnused(Set.of(3), 2);
        assertThat(copy(4, "a.jar")).doesNotExist();
        write("a.jar", "version 5");
        assertThat(snapshots.take().snapshot()).isEqualTo(5);
        assertThat(snapshots.before(5).snapshot()).isEqualTo(3);
    }

    @Test
    void whatCannotBeCopiedIsNamedAndNothingIsLeft() throws IOException {
        Snapshots missing = snapshots(List.of(), "java", "-jar", "missing.jar");
        assertThatThrownBy(missing::take)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(home.resolve("missing.jar").toString());
        write("a.jar", "1");
        Snapshots snapshots = snapshots(List.of(), "java", "-cp", "a.jar", "Main");
        Files.createDirectories(run.resolve("snapshots"));
        Files.writeString(run.resolve("snapshots/1"), "in the way");
        assertThatThrownBy(snapshots::take)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no snapshot could be taken");
        Snapshots again = snapshots(List.of(), "java", "-cp", "a.jar", "Main");
        assertThat(again.take().snapshot()).isPositive();
    }

    @Test
    void aCommandThatNamesNoFileRunsAsItIs() throws IOException {
        Program program = snapshots(List.of(), "sh", "program").take();
        assertThat(program.snapshot()).isZero();
        assertThat(program.command()).containsExactly("sh", "program");
    }
}
