package org.servletmpm.directive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reload reads files of directives, and tells nobody what is in others. */
@Timeout(20)
class ConfigurationFileTest {

    @TempDir private Path folder;

    private static void isNotRead(Path file, String reason) {
        assertThatThrownBy(() -> ConfigurationFile.read(file))
                .isInstanceOf(IOException.class)
                .satisfies(
                        failure ->
                                assertThat(ConfigurationFile.reason((IOException) failure))
                                        .isEqualTo(reason));
    }

    @Test
    void whatIsNoRegularFileIsNotRead() throws Exception {
        isNotRead(folder, "it is no regular file");
        Path zero = Path.of("/dev/zero");
        if (Files.exists(zero)) {
            isNotRead(zero, "it is no regular file");
            isNotRead(
                    Files.createSymbolicLink(folder.resolve("link"), zero),
                    "it is no regular file");
        }
        assertThatThrownBy(() -> ConfigurationFile.read(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    /** Nobody writes to it: whoever opens it waits for ever. */
    @Test
    void aPipeIsNotRead() throws Exception {
        Path pipe = folder.resolve("pipe");
        Path mkfifo = Path.of("/usr/bin/mkfifo");
        assumeTrue(Files.isExecutable(mkfifo), "no mkfifo");
        assertThat(new ProcessBuilder(mkfifo.toString(), pipe.toString()).start().waitFor())
                .isZero();
        isNotRead(pipe, "it is no regular file");
    }

    @Test
    void aFileIsReadUpToAMegabyte() throws Exception {
        String line = "StartServers 7\n";
        Path file = folder.resolve("mpm.conf");
        Files.writeString(file, line + "#".repeat(ConfigurationFile.MOST_BYTES - line.length()));
        assertThat(Directives.builder().read(file).build().startServers()).isEqualTo(7);
        Files.writeString(file, line + "#".repeat(ConfigurationFile.MOST_BYTES));
        isNotRead(file, "it has more than 1048576 bytes");
    }

    /** A file of the kernel's own tells no length, and may have no end. */
    @Test
    void noMoreIsReadThanAFileSaysItHas() throws Exception {
        Path status = Path.of("/proc/self/status");
        assumeTrue(Files.isRegularFile(status), "no /proc");
        assertThat(ConfigurationFile.read(status).text()).isEmpty();
    }

    private static List<String> refused(String... lines) throws ConfigurationException {
        Directives running = Checked.build(Model.EVENT, "");
        ConfigurationFile file = new ConfigurationFile("other.conf", String.join("\n", lines));
        ConfigurationException refused =
                catchThrowableOfType(ConfigurationException.class, () -> running.reread(file));
        assertThat(refused.getMessage().lines())
                .containsExactlyElementsOf(
                        refused.findings().stream().map(Finding::toString).toList());
        return refused.getMessage().lines().toList();
    }

    @Test
    void aReloadSaysWhereWhatIsWrongAndNothingElseThatIsThere() throws Exception {
        List<String> errors =
                refused(
                        "root:secret:0:0:secret",
                        "StartServers secret",
                        "<secret>",
                        "</secret>",
                        "<IfModule secret",
                        "</secret>",
                        "</secret>",
                        "MaxRequestWorkers \"secret",
                        "Listen 4711",
                        "Listen 4712",
                        "StartServers 1 secret");
        assertThat(errors)
                .allSatisfy(line -> assertThat(line).doesNotContain("secret", "4711", "4712"))
                .anySatisfy(line -> assertThat(line).startsWith("this line (other.conf:1): "))
                .contains("StartServers (other.conf:2): must be a whole number, 1 to 2147483647")
                .anySatisfy(
                        line -> assertThat(line).startsWith("MaxRequestWorkers (other.conf:8): "))
                .anySatisfy(line -> assertThat(line).startsWith("Listen (other.conf:10): "));
    }

    @Test
    void rubbishHasTwentyErrorsAtMost() throws Exception {
        String[] rubbish = "x\n".repeat(ConfigurationFile.MOST_BYTES / 2).split("\n");
        assertThat(refused(rubbish)).hasSize(HttpdSyntax.MOST_ERRORS);
        rubbish = "<IfModule event.c>\n".repeat(50_000).split("\n");
        assertThat(refused(rubbish)).hasSize(HttpdSyntax.MOST_ERRORS);
        assertThat(refused("x".repeat(ConfigurationFile.MOST_BYTES))).hasSize(1);
    }

    /** At the start it is the operator's own file, and all of it helps. */
    @Test
    void aStartSaysWhatIsWritten() {
        assertThat(Checked.errors(Checked.file(Model.EVENT, "StartServerz 7")))
                .singleElement()
                .asString()
                .contains("StartServerz=7 (mpm.conf:1)", "StartServers");
    }
}
