package org.servletmpm.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.ServerIdentity;
import org.servletmpm.scoreboard.WorkerScore;
import org.servletmpm.scoreboard.WorkerStatus;

/** What {@code --scoreboard FILE} shows of a scoreboard, and what it says of other files. */
class ScoreboardPrintTest {
    private static final long START = 1_000_000;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir private Path directory;

    private int run(String... args) {
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new Demo(InputStream.nullInputStream(), output, errors, new CountDownLatch(1))
                .run(args);
    }

    private static void serve(Scoreboard scoreboard) {
        scoreboard.server("Apache Tomcat/11.0.24", 8080, 4711);
        scoreboard.shown(3, 3, true);
        ChildScore leaving = scoreboard.claim(0, 4711, 0);
        leaving.worker(0).status(WorkerStatus.READY);
        leaving.worker(1).status(WorkerStatus.READING);
        leaving.stopping(true);
        ChildScore child = scoreboard.claim(2, 4711, 1);
        child.accepting(true);
        child.connection(12);
        child.async(AsyncState.WAIT_IO, 1);
        child.async(AsyncState.WRITING, 2);
        child.async(AsyncState.KEEPALIVE, 3);
        child.async(AsyncState.CLOSING, 4);
        child.worker(0).status(WorkerStatus.READY);
        WorkerScore busy = child.worker(1);
        busy.connectionTaken(7);
        busy.requestStarted(START + 1_000);
        busy.requestFinished(START + 1_250, 2_560, 250_000_000);
        busy.requestStarted(START + 60_000);
        busy.describe("192.0.2.7", "HTTP/1.1", "host", "GET", "/a\u001b[2J\r\n\u0085\u00fc");
        busy.status(WorkerStatus.WRITING);
    }

    @Test
    void everythingIsInATable() throws IOException {
        try (Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 4, 4, START)) {
            serve(scoreboard);
            ServerIdentity server = scoreboard.server();
            assertThat(
                            new ScoreboardPrint(server, true, scoreboard.snapshot(), START + 63_999)
                                    .lines())
                    .containsExactly(
                            "Apache Tomcat/11.0.24, event, port 8080, pid 4711 (running), generation 0,"
                                    + " up 1m3s: 1 accesses, 2 KB, 250 ms; workers: 1 busy,"
                                    + " 0 graceful, 1 idle",
                            "",
                            "child   pid  stop  accept  conns  wait-io  writing  keep-alive  closing"
                                    + "  busy  graceful  idle  workers",
                            "  0.0  4711   yes      no      0        0        0           0        0"
                                    + "     0         1     0  IG.",
                            "  2.1  4711    no     yes     12        1        2           3        4"
                                    + "     1         0     1  _W.",
                            "",
                            "worker  state  SS  req ms  accesses   KB  client     request",
                            "   2-1      W   3     250     1/1/1  2.5  192.0.2.7  GET /a?[2J???\u00fc"
                                    + " HTTP/1.1");
        }
    }

    @Test
    void boundModelsHaveNoAsynchronousColumns() throws IOException {
        try (Scoreboard scoreboard = Scoreboard.create(Model.PREFORK, 2, 1, START)) {
            scoreboard.claim(0, 1, 0);
            ServerIdentity server = scoreboard.server();
            assertThat(new ScoreboardPrint(server, false, scoreboard.snapshot(), START).lines())
                    .hasSize(4)
                    .anySatisfy(line -> assertThat(line).contains(" (gone), ", " up 0s:"))
                    .anySatisfy(line -> assertThat(line).endsWith("busy  graceful  idle  workers"))
                    .noneSatisfy(line -> assertThat(line).contains("keep-alive"));
        }
    }

    @Test
    void theCommandReadsTheFileOfALivingEngine() throws IOException {
        Path file = directory.resolve("board");
        long pid = ProcessHandle.current().pid();
        try (Scoreboard scoreboard = Scoreboard.map(file, Model.WORKER, 4, 4, START)) {
            scoreboard.server("jetty/12.1.12", 8080, pid);
            assertThat(run("--scoreboard", file.toString())).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("jetty/12.1.12, worker, port 8080, pid " + pid + " (running), ")
                    .endsWith("\n\nno children\n");
            assertThat(err.size()).isZero();
        }
    }

    @Test
    void aFileThatIsNoneIsOneLineAndExitCode2() throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "Listen 80\n");
        assertThat(run("--scoreboard=" + file)).isEqualTo(2);
        assertThat(run("--scoreboard=" + directory.resolve("nothing"))).isEqualTo(2);
        assertThat(run("--scoreboard=" + directory)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).endsWith(file + " is no scoreboard"))
                .anySatisfy(line -> assertThat(line).contains("there is no such file"))
                .allSatisfy(line -> assertThat(line).startsWith("ERROR --scoreboard " + directory));
        assertThat(out.size()).isZero();
    }

    @Test
    void aDamagedFileIsExitCode2() throws IOException {
        Path file = directory.resolve("board");
        byte[] bytes;
        try (Scoreboard scoreboard = Scoreboard.map(file, Model.PREFORK, 1, 1, START)) {
            scoreboard.claim(0, 1, 0);
            bytes = Files.readAllBytes(file);
        }
        int model = 8;
        bytes[model] = 99;
        Files.write(file, bytes);
        assertThat(run("--scoreboard=" + file)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(file + " is damaged: model ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--port=0, --port", "--check, --check", "--set=StartServers=1, --set"})
    void servingOptionsDoNotGoWithIt(String argument, String name) {
        assertThat(run(argument, "--scoreboard=x")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("ERROR command line: --scoreboard goes alone, without " + name + " (");
    }
}
