package org.servletmpm.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.inherit.ClassArchive;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.process.ChildArchive.Role;

/** Which child makes an archive of its classes, and which one starts from it. */
class SharedArchivesTest {

    private static final System.Logger LOG = System.getLogger(SharedArchivesTest.class.getName());
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir private Path snapshot;

    private SharedArchives archives;

    @BeforeEach
    void aControl() throws Exception {
        archives =
                new SharedArchives(
                        Optional.of(ClassArchive.CDS),
                        RunAs.of(directives("On")),
                        new RateLimitedLogger(LOG, System::nanoTime));
    }

    private static Directives directives(String shared) throws ConfigurationException {
        return Directives.builder().set("SharedArchive", shared, Origin.of("test")).build();
    }

    private Generation generation(String shared, String... command) throws ConfigurationException {
        Program program =
                new Program(
                        1,
                        List.of(command),
                        snapshot,
                        Map.of(),
                        Optional.of(snapshot.resolve("archive")));
        return new Generation(0, program, directives(shared), new Trial(0, 1));
    }

    private Role role(boolean spare, String... command) throws ConfigurationException {
        return archives.of(generation("On", command), spare).role();
    }

    @Test
    void oneThatNobodyWaitsForMakesItAndLaterOnesUseIt() throws Exception {
        String[] command = {"nice", JAVA, "-jar", "app.jar"};
        assertThat(role(false, command)).isEqualTo(Role.NONE);
        assertThat(role(true, command)).isEqualTo(Role.MAKES);
        assertThat(role(true, command)).as("while the other one makes it").isEqualTo(Role.NONE);
        Path file = Files.createFile(snapshot.resolve("archive/classes.jsa"));
        ChildArchive used = archives.of(generation("On", command), false);
        assertThat(used.in(generation("On", command).program()).command())
                .containsExactly(
                        "nice",
                        JAVA,
                        "-XX:SharedArchiveFile=" + file,
                        "-Xlog:cds*=off",
                        "-jar",
                        "app.jar");
        assertThat(archives.of(generation("Off", command), false).role()).isEqualTo(Role.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-Xshare:off", "-XX:SharedArchiveFile=own.jsa", "-javaagent:trace.jar=all"})
    void anOperatorWhoDecidesIsLeftAlone(String option) throws Exception {
        assertThat(role(true, JAVA, option, "-jar", "app.jar")).isEqualTo(Role.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "/nowhere/bin/java"})
    void anotherProgramOrJdkHasNone(String program) throws Exception {
        assertThat(role(true, program, "-jar", "app.jar")).isEqualTo(Role.NONE);
    }
}
