package org.servletmpm.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may have a PidFile, and what of one that was left behind. */
class PidFileTest {

    @TempDir private Path directory;

    private final long pid = ProcessHandle.current().pid();

    private Path file() {
        return directory.resolve("server.pid");
    }

    @Test
    void itHasTheNumberUntilTheEnd() throws IOException {
        PidFile mine = new PidFile(file().toString());

        mine.write();
        assertThat(file()).hasContent(pid + "");
        mine.delete();
        assertThat(file()).doesNotExist();
    }

    @Test
    void whileOneServerHasItAnotherDoesNotGetItAndLeavesItThere() throws IOException {
        PidFile mine = new PidFile(file().toString());
        PidFile others = new PidFile(file().toString());
        mine.write();

        assertThatThrownBy(others::write)
                .isInstanceOf(IOException.class)
                .hasMessage("PidFile " + file() + ": belongs to process " + pid + ", which runs");
        others.delete();
        assertThat(file()).hasContent(pid + "");
        mine.delete();
    }

    /** One that does not lock it: an older release, or httpd. */
    @Test
    void aFileOfAnotherProcessThatRunsIsRefused() throws Exception {
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(file(), other.pid() + "\n");

            assertThatThrownBy(new PidFile(file().toString())::write)
                    .hasMessageContaining("belongs to process " + other.pid());

            // The number has come again since the file was written.
            Files.setLastModifiedTime(file(), FileTime.from(Instant.EPOCH));
            PidFile mine = new PidFile(file().toString());
            mine.write();
            assertThat(file()).hasContent(pid + "");
            mine.delete();
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void aFileOfAProcessThatHasEndedIsTakenOver() throws Exception {
        Process other = new ProcessBuilder("true").start();
        other.waitFor();
        Files.writeString(file(), other.pid() + "\nand more\n");

        PidFile mine = new PidFile(file().toString());
        mine.write();

        assertThat(file()).hasContent(pid + "");
        mine.delete();
    }

    @Test
    void itIsWrittenThroughNoLink() throws IOException {
        Path target = Files.writeString(directory.resolve("passwd"), "precious");
        Files.createSymbolicLink(file(), target);

        assertThatThrownBy(new PidFile(file().toString())::write)
                .hasMessageStartingWith("PidFile " + file() + ": cannot be written: ");
        assertThat(target).hasContent("precious");
    }
}
