package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.DemoProcess;
import org.servletmpm.it.process.FreePort;
import org.servletmpm.it.process.MpmctlCommand;
import org.servletmpm.it.process.MpmctlCommand.Answer;

/** What an operator does with {@code mpmctl}, and reads from it. */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child and each command is a JVM
class MpmctlTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final Path DEMO = Path.of("..", "samples", "demo", "target", "demo.jar");
    private static final List<String> SMALL =
            List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir private Path directory;

    private ControlProgram control;

    private Path run() {
        return directory.resolve("run");
    }

    private Answer mpmctl(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--run", run().toString()));
        all.addAll(List.of(arguments));
        return MpmctlCommand.run(all.toArray(String[]::new));
    }

    private String done(String... arguments) throws Exception {
        Answer answer = mpmctl(arguments);
        assertThat(answer.exit()).as(answer.text()).isZero();
        return answer.text();
    }

    private static boolean isServing(int port) {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/hello").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String get(int port, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get(path).text();
        }
    }

    private ControlProgram start() throws IOException {
        List<String> options = new ArrayList<>();
        for (String set :
                List.of(
                        "StartServers=2",
                        "MinSpareThreads=10",
                        "MaxSpareThreads=400",
                        "MinLife=0",
                        "SharedArchive=On")) {
            options.addAll(List.of("--set", set));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(List.of("-jar", DEMO.toAbsolutePath().toString()));
        return ControlProgram.start(directory, options, command);
    }

    /** One control, because each of its children is a JVM. */
    @Test
    void anOperatorSteersChildrenThatAreProcesses() throws Exception {
        try (ControlProgram program = start()) {
            control = program;
            int port = control.port();
            await().atMost(PATIENCE).until(() -> isServing(port));
            await().atMost(PATIENCE).until(() -> control.serving().size() == 2);
            assertThat(done("status")).contains("event, generation 0", "0 wait in the kernel");

            theStatusHasEachProcess();
            slotsThatAreNotThereAreNamed();
            oneChildIsReplacedOrKilled();
            theNumberIsKept();
            aPauseLeavesConnectionsToTheKernel(port);
            aRestartEndsAllBeforeItStartsOthers(port);
            anotherControlDoesNotGetTheDirectory(port);
            assertThat(done("logs", "-n", "3").lines()).hasSize(3);

            assertThat(done("-k", "graceful-stop")).contains("has ended");
            assertThat(control.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(control.process().exitValue()).as(control.log()).isZero();
            Answer late = mpmctl("status");
            assertThat(late.exit()).isEqualTo(4);
            assertThat(late.text()).contains("no control answers at " + run());
        }
    }

    private void theStatusHasEachProcess() throws Exception {
        List<Long> pids = control.serving();
        String json = done("status", "--json");
        assertThat(json).contains("\"listenQueue\": 0", "\"state\": \"serving\"");
        assertThat(json)
                .containsPattern("\"residentBytes\": [1-9]\\d{7}")
                .containsPattern("\"heapBytes\": [1-9]\\d{6}");
        for (String form : List.of("?auto", "?json", "?openmetrics", "")) {
            String page = get(control.statusPort(), "/server-status" + form);
            if (!form.equals("?openmetrics")) {
                assertThat(page).as(form).contains(pids.get(0).toString());
            }
            assertThat(page).as(form).containsIgnoringCase("serving");
        }
        assertThat(get(control.statusPort(), "/server-status?openmetrics"))
                .containsPattern("mpm_child_resident_bytes\\{.*slot=\"1\".*\\} [1-9]\\d{7}");
        assertThat(get(control.statusPort(), "/server-status?auto"))
                .containsPattern("ChildProcess0: .* archive=none ")
                .containsPattern("ChildProcess1: .* archive=made ");
        assertThat(done("stacks", "1"))
                .startsWith("child 1.0 (pid " + pids.get(1) + ")")
                .contains("-1.0-listener", "\"main\"")
                .doesNotContain("child 0.0");
        assertThat(done("stacks")).contains("child 0.0 (pid", "child 1.0 (pid");
    }

    private void slotsThatAreNotThereAreNamed() throws Exception {
        Answer none = mpmctl("recycle", "7", "--json");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.text())
                .contains("\"done\": false", "there is no child in slot 7, but in 0, 1");
        Answer unknown = mpmctl("recylce", "0");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.text()).contains("Did you mean").contains("mpmctl recycle");
    }

    private void oneChildIsReplacedOrKilled() throws Exception {
        List<Long> before = control.serving();
        assertThat(done("recycle", "0")).contains("child 0.0").contains("has been replaced");
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            List<Long> now = control.serving();
                            return now.size() == 2
                                    && !now.contains(before.get(0))
                                    && now.contains(before.get(1));
                        });
        assertThat(done("status", "--json")).contains("\"archive\": \"used\"");
        Path archive = spoilTheArchive();
        long victim = before.get(1);
        assertThat(done("kill", "1")).contains("pid " + victim);
        assertThat(ProcessHandle.of(victim).map(ProcessHandle::isAlive).orElse(false)).isFalse();
        await().atMost(PATIENCE).until(() -> control.serving().size() == 2);
        assertThat(archive).doesNotExist();
        assertThat(control.log()).contains("has started without " + archive + ": it is deleted");
    }

    /** No JVM takes it any more. */
    private Path spoilTheArchive() throws IOException {
        try (Stream<Path> files = Files.list(run().resolve("snapshots/1/archive"))) {
            Path archive = files.toList().get(0);
            Files.delete(archive);
            return Files.writeString(archive, "not an archive");
        }
    }

    private void theNumberIsKept() throws Exception {
        assertThat(mpmctl("scale", "0").text()).contains("must be auto, or 1 to");
        done("scale", "1");
        await().atMost(PATIENCE).until(() -> control.serving().size() == 1);
        done("scale", "auto");
    }

    private void aPauseLeavesConnectionsToTheKernel(int port) throws Exception {
        done("pause");
        try (RawConnection waiting = RawConnection.open(port, false)) {
            waiting.request("/hello");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    get(control.statusPort(), "/server-status?text")
                                            .contains("connections 0, 1 wait in the kernel"));
            done("resume");
            assertThat(waiting.read().status()).isEqualTo(200);
        }
    }

    private void aRestartEndsAllBeforeItStartsOthers(int port) throws Exception {
        List<Long> before = control.serving();
        assertThat(done("restart")).contains("the new generation serves");
        assertThat(before).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
        assertThat(isServing(port)).isTrue();
    }

    private void anotherControlDoesNotGetTheDirectory(int port) throws Exception {
        Answer second =
                mpmctl("start", "--set", "Listen=127.0.0.1:" + FreePort.get(), "--", "true");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.text()).contains("belongs to process").contains("which runs");
        Answer taken =
                MpmctlCommand.run(
                        "start",
                        "--run",
                        directory.resolve("other").toString(),
                        "--set",
                        "Listen=127.0.0.1:" + port,
                        "--",
                        "true");
        assertThat(taken.exit()).isEqualTo(3);
        assertThat(taken.text()).contains("Listen 127.0.0.1:" + port + ": Address already in use");
    }

    /** The same words, by JMX, for children that are threads. */
    @Test
    void anOperatorSteersAServerInOneJvmByItsProcess() throws Exception {
        try (DemoProcess demo =
                DemoProcess.start(DEMO, SMALL, List.of("--port", "0", "--model", "event"))) {
            int port = demo.awaitReady();
            String pid = Long.toString(demo.pid());
            assertThat(MpmctlCommand.run("--pid", pid, "status").text())
                    .contains("http-" + port + ": event, generation 0", "accepting");

            assertThat(MpmctlCommand.run("--pid", pid, "graceful").exit()).isZero();
            assertThat(MpmctlCommand.run("--pid", pid, "top", "-n", "1").text())
                    .contains("generation 1");

            assertThat(MpmctlCommand.run("--pid", pid, "pause").exit()).isZero();
            try (RawConnection waiting = RawConnection.open(port, false)) {
                waiting.request("/hello");
                assertThat(MpmctlCommand.run("--pid", pid, "resume").exit()).isZero();
                assertThat(waiting.read().status()).isEqualTo(200);
            }

            Path conf =
                    Files.writeString(directory.resolve("mpm.conf"), "KeepAliveTimeout often\n");
            Answer refused = MpmctlCommand.run("--pid", pid, "reload", conf.toString());
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.text()).contains("KeepAliveTimeout (" + conf);
            assertThat(demo.errors())
                    .contains("the reload of " + conf + " is refused, nothing has changed")
                    .contains("KeepAliveTimeout (" + conf);

            Files.writeString(conf, "KeepAliveTimeout 7\n");
            assertThat(MpmctlCommand.run("--pid", pid, "reload", conf.toString()).exit()).isZero();
            try (RawConnection connection = RawConnection.open(port, false)) {
                assertThat(connection.get("/hello", "Connection: keep-alive").header("Keep-Alive"))
                        .contains("timeout=7");
            }

            assertThat(MpmctlCommand.run("--pid", pid, "stacks").text()).contains("-listener\"");
            Answer kill = MpmctlCommand.run("--pid", pid, "kill", "0");
            assertThat(kill.exit()).isEqualTo(1);
            assertThat(kill.text()).contains("is for children that are processes");

            assertThat(MpmctlCommand.run("--pid", pid, "graceful-stop").text())
                    .contains("process " + pid + " has ended");
            Answer gone = MpmctlCommand.run("--pid", pid, "status");
            assertThat(gone.exit()).isEqualTo(4);
            assertThat(gone.text()).contains("process " + pid + " is no JVM");
        }
    }
}
