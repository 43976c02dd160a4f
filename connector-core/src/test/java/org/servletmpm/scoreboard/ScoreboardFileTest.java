package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.directive.Model;

@Timeout(60)
class ScoreboardFileTest {
    @TempDir private Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("score board");
    }

    private Scoreboard map() throws IOException {
        return Scoreboard.map(file, Model.WORKER, 2, 3, OtherProcess.now());
    }

    @Test
    void anotherProcessReadsIt() throws Exception {
        try (Scoreboard scoreboard = Scoreboard.map(file, Model.WORKER, 2, 3, 1_234)) {
            scoreboard.shown(2, 2, true);
            scoreboard.server("Apache Tomcat/11.0.24", 8080, 4711);
            ChildScore child = scoreboard.claim(1, 4711, 0);
            child.worker(0).status(WorkerStatus.WRITING);
            child.worker(0).describe("192.0.2.7", "HTTP/1.1", "host", "GET", "/path");
            child.worker(0).requestFinished(1, 100, 1);
            child.worker(1).status(WorkerStatus.READY);
            try (OtherProcess reader = OtherProcess.reading(file)) {
                assertThat(reader.lines())
                        .containsExactly(
                                new ServerIdentity("Apache Tomcat/11.0.24", 8080, 4711).toString(),
                                "worker 1234",
                                "..W_",
                                new RequestText(
                                                "192.0.2.7",
                                                "HTTP/1.1",
                                                "host",
                                                "GET /path HTTP/1.1")
                                        .toString(),
                                "1 100");
            }
        }
        assertThat(file).doesNotExist();
    }

    private void overwrite(int with) throws IOException {
        byte[] bytes = new byte[(int) Files.size(file)];
        Arrays.fill(bytes, (byte) with);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Which children there are is known without it; their figures come back. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 0x7f, 0xff})
    void whatAnotherProcessWritesOverItChangesNothingButFigures(int with) throws IOException {
        long pid = ProcessHandle.current().pid();
        try (Scoreboard kept = map()) {
            kept.shown(2, 2, true);
            kept.generation(6);
            ChildScore claimed = kept.claim(1, pid, 7);
            Scoreboard attached = Scoreboard.attach(file, Model.WORKER, 2, 3);
            ChildScore child = attached.joins(1, claimed.claim(), 7);
            child.accepting(true);
            child.connection(2);
            child.worker(0).status(WorkerStatus.READY);
            child.worker(1).status(WorkerStatus.WRITING);
            Snapshot before = kept.states();

            overwrite(with);
            ChildSnapshot seen = kept.states().children().get(1);
            assertThat(seen.pid()).isEqualTo(pid);
            assertThat(seen.generation()).isEqualTo(7);
            assertThat(seen.stopping()).isFalse();
            assertThat(kept.snapshot().children().get(0).present()).isFalse();
            assertThat(kept.snapshot().generation()).isEqualTo(6);
            assertThat(kept.lastGeneration(0)).isEqualTo(-1);
            assertThat(child.connections()).isEqualTo(2);
            assertThat(attached.states().children()).as("read by a child").hasSize(2);
            child.connection(1);
            child.connection(-1);

            kept.repeat();
            child.repeat();
            assertThat(kept.states()).isEqualTo(before);
            assertThat(Scoreboard.open(file).states()).isEqualTo(before);

            overwrite(with);
            claimed.release();
            assertThat(kept.snapshot().processes()).isZero();
            assertThat(kept.claim(1, pid, 8).claim()).isEqualTo(claimed.claim() + 2);
            assertThat(kept.claim(0, pid, 6).claim()).isEqualTo(1);
        }
    }

    @Test
    void aReaderSeesWhatHappensAfterItHasOpened() throws IOException {
        try (Scoreboard scoreboard = map();
                Scoreboard seen = Scoreboard.open(file)) {
            assertThat(seen.snapshot().scoreboardLetters()).isEqualTo("......");
            scoreboard.claim(0, 1, 0).worker(2).status(WorkerStatus.READING);
            scoreboard.generation(3);
            assertThat(seen.snapshot()).isEqualTo(scoreboard.snapshot());
            assertThat(seen.snapshot().scoreboardLetters()).isEqualTo("..R...");
        }
    }

    @Test
    void aReaderCannotWrite() throws IOException {
        try (Scoreboard scoreboard = map();
                Scoreboard seen = Scoreboard.open(file)) {
            Snapshot before = scoreboard.snapshot();
            assertThatThrownBy(() -> seen.claim(0, 1, 0)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> seen.generation(1)).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> seen.server("", 1, 1)).isInstanceOf(RuntimeException.class);
            assertThat(scoreboard.snapshot()).isEqualTo(before);
        }
    }

    @Test
    void aSecondConnectorOfTheProcessIsRefused() throws Exception {
        try (Scoreboard first = map()) {
            first.claim(0, 1, 0).worker(0).status(WorkerStatus.READY);
            assertThatIOException()
                    .isThrownBy(this::map)
                    .withMessageContaining("ScoreBoardFile " + file)
                    .withMessageContaining("another connector of this process")
                    .withMessageContaining("(" + ProcessHandle.current().pid() + ")")
                    .withMessageContaining("a file of its own");
            assertThat(Scoreboard.open(file).snapshot()).isEqualTo(first.snapshot());

            // Now the system has forgotten the lock: this process has closed the file twice.
            refusedToAnotherProcess();
            assertThat(first.snapshot().scoreboardLetters()).isEqualTo("_.....");
        }
    }

    @Test
    void anotherProcessIsRefused() throws Exception {
        try (Scoreboard scoreboard = map()) {
            scoreboard.server("container", 1, ProcessHandle.current().pid());
            refusedToAnotherProcess();
        }
    }

    private void refusedToAnotherProcess() throws Exception {
        try (OtherProcess other = OtherProcess.holding(file)) {
            assertThat(other.line())
                    .isEqualTo(
                            "ScoreBoardFile "
                                    + file
                                    + ": process "
                                    + ProcessHandle.current().pid()
                                    + " has it; stop that process, or name another file");
        }
    }

    @Test
    void whatADeadProcessLeftIsTakenOver() throws Exception {
        try (OtherProcess other = OtherProcess.holding(file)) {
            assertThat(other.line()).isEqualTo("held");
            assertThatIOException()
                    .isThrownBy(this::map)
                    .withMessageContaining("process " + other.pid() + " has it");
            other.kill();
            assertThat(file).exists();
            try (Scoreboard scoreboard = map()) {
                assertThat(Scoreboard.open(file).snapshot()).isEqualTo(scoreboard.snapshot());
                assertThat(scoreboard.snapshot().scoreboardLetters()).isEqualTo("......");
                assertThat(scoreboard.lastGeneration(0)).isEqualTo(-1);
            }
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void afterTheCloseTheNameIsFree() throws IOException {
        Scoreboard first = map();
        first.close();
        try (Scoreboard second = map()) {
            first.close();
            first.claim(0, 1, 0);
            assertThat(second.snapshot().processes()).isZero();
            assertThat(file).exists();
        }
    }

    @Test
    void aFileThatIsNoScoreboardIsNeitherTakenNorRead() throws IOException {
        Files.writeString(file, "precious");
        assertThatIOException()
                .isThrownBy(this::map)
                .withMessageContaining("ScoreBoardFile " + file + ": is no scoreboard");
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.open(file))
                .withMessage(file + " is no scoreboard");
        assertThat(file).hasContent("precious");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void othersDoNotSeeWhatClientsAskFor() throws IOException {
        try (Scoreboard scoreboard = map()) {
            assertThat(scoreboard.snapshot().processes()).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .startsWith("rw-")
                    .endsWith("---");
        }
    }

    @Test
    void anEmptyFileIsTaken() throws IOException {
        Files.createFile(file);
        try (Scoreboard scoreboard = map()) {
            assertThat(Scoreboard.open(file).snapshot()).isEqualTo(scoreboard.snapshot());
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        Path nowhere = directory.resolve("nowhere/board");
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.map(nowhere, Model.EVENT, 1, 1, 0))
                .withMessageContaining("ScoreBoardFile " + nowhere + ": cannot be used");
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.open(nowhere))
                .withMessageContaining(nowhere + ": there is no such file");
    }

    @Test
    void aDirectoryIsNoFile() {
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.map(directory, Model.EVENT, 1, 1, 0))
                .withMessageContaining("ScoreBoardFile " + directory + ": cannot be used");
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.open(directory))
                .withMessageContaining(directory + ": cannot be read");
    }

    @Test
    void sizesAreCheckedBeforeTheFileIsTouched() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scoreboard.map(file, Model.EVENT, 0, 1, 0));
        assertThat(file).doesNotExist();
    }

    @Test
    void readersRefuseWhatTheyWouldMisread() throws IOException {
        byte[] good;
        try (Scoreboard scoreboard = map()) {
            good = Files.readAllBytes(file);
            assertThat(scoreboard.snapshot().processes()).isZero();
        }
        refused(changed(good, Layout.HEADER_VERSION, 2), "has layout version 2, ");
        refused(changed(good, Layout.HEADER_VERSION, 0), "is being set up");
        refused(changed(good, Layout.HEADER_MODEL, 3), "is damaged: model 3");
        refused(changed(good, Layout.HEADER_CHILDREN_SLOTS, -1), "is damaged: child slots: -1");
        refused(changed(good, Layout.HEADER_CHILDREN_SLOTS, 3), "is cut off");
        refused(new byte[0], "is no scoreboard");
    }

    private static byte[] changed(byte[] good, int at, int value) {
        byte[] bytes = good.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt(at, value);
        return bytes;
    }

    private void refused(byte[] contents, String message) throws IOException {
        Files.write(file, contents);
        assertThatIOException()
                .isThrownBy(() -> Scoreboard.open(file))
                .withMessageStartingWith(file + " " + message);
    }
}
