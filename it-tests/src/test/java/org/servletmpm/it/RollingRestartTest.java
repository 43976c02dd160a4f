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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.ControlledChildren;
import org.servletmpm.it.process.ControlledChildren.Child;
import org.servletmpm.it.process.FreePort;

/**
 * {@code mpmctl} steers children that are processes: a deploy loses nothing, a bad one less, and
 * what happens to the files that were deployed happens to no child.
 */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class RollingRestartTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final int CLIENTS = 8;

    @TempDir private Path run;

    /** What is deployed: a script and the demo's jar. */
    private Path deployed;

    private Path program;
    private Path errors;
    private int port;

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> mpmctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar"));
        command.add(Path.of("..", "connector-core", "mpmctl", "target", "mpmctl.jar").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** What is deployed: each child runs it, as it is then. */
    private void deploy(String script) throws IOException {
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    }

    private String demo(String container, String model) {
        return "exec %s -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar %s --container %s --model %s"
                .formatted(java(), "$(dirname $0)/demo.jar", container, model);
    }

    /** As an application whose page does not work. */
    private String demoWithout(String page, String container, String model) {
        return """
                sed 's#^WarmUp.*#WarmUp %s#' "$MPM_DIRECTIVES" >"$0.conf"
                export MPM_DIRECTIVES="$0.conf"
                """
                        .formatted(page)
                + demo(container, model);
    }

    private List<Child> children() throws IOException {
        return ControlledChildren.of(run.resolve("run"));
    }

    private void awaitTwoServing(int snapshot) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(children())
                                        .hasSize(2)
                                        .allMatch(child -> child.state().equals("serving"))
                                        .allMatch(child -> child.snapshot() == snapshot));
    }

    private Process start(String model) throws IOException {
        port = FreePort.get();
        List<String> command =
                mpmctl(
                        "start",
                        "--run",
                        run.resolve("run").toString(),
                        "--model",
                        model,
                        "--set",
                        "Listen=127.0.0.1:" + port,
                        "--set",
                        "StartServers=2",
                        "--set",
                        "MinSpareThreads=10",
                        "--set",
                        "MaxSpareThreads=400",
                        "--set",
                        "MinLife=1",
                        "--set",
                        "SharedArchive=Off",
                        "--set",
                        "WarmUp=/hello /thread",
                        "--snapshot",
                        deployed.toString(),
                        "--",
                        "sh",
                        program.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
    }

    private record Answer(int exit, String text) {}

    private Answer tell(String command) throws Exception {
        Process process =
                new ProcessBuilder(mpmctl(command, "--run", run.resolve("run").toString()))
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes());
        return new Answer(process.waitFor(), text);
    }

    private boolean isServing() {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/hello").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks again and again on a kept connection, and opens a new one only when told to. */
    private void ask(AtomicBoolean over, AtomicInteger answered, List<String> failures) {
        RawConnection connection = null;
        try {
            while (!over.get()) {
                if (connection == null) {
                    connection = RawConnection.open(port, false);
                }
                var response = connection.get("/hello");
                answered.incrementAndGet();
                if (response.headers().getOrDefault("connection", "").equalsIgnoreCase("close")) {
                    connection.close();
                    connection = null;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            synchronized (failures) {
                failures.add(e.toString());
            }
        }
    }

    /** {@code it-tests/processes deploys} does more, and in other cells. */
    @ParameterizedTest
    @CsvSource("jetty,worker")
    void aDeployLosesNoRequestAndCanBeTakenBack(String container, String model) throws Exception {
        deployed = Files.createDirectory(run.resolve("deployed"));
        program = deployed.resolve("program");
        errors = run.resolve("errors");
        Path jar = deployed.resolve("demo.jar");
        Files.copy(Path.of("..", "samples", "demo", "target", "demo.jar"), jar);
        deploy(demo(container, model));
        Process control = start(model);
        try {
            await().atMost(PATIENCE).until(this::isServing);
            awaitTwoServing(1);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            List<String> failures = new ArrayList<>();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> ask(over, answered, failures));
                client.start();
                clients.add(client);
            }

            deploy("echo cannot find the database >&2; exit 7");
            Answer bad = tell("graceful");
            assertThat(bad.text()).contains("exit code 7", "cannot find the database");
            assertThat(bad.exit()).isEqualTo(1);
            deploy(demoWithout("/no-page", container, model));
            Answer cold = tell("graceful");
            assertThat(cold.text()).contains("WarmUp /no-page: answered 404");
            assertThat(cold.exit()).isEqualTo(1);
            awaitTwoServing(1);

            deploy(demo(container, model) + " # good");
            Answer good = tell("graceful");
            assertThat(good.exit()).as(good.text()).isZero();
            int now = children().stream().mapToInt(Child::snapshot).max().orElseThrow();
            awaitTwoServing(now);

            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
            assertThat(answered.get()).isGreaterThan(CLIENTS);

            Files.writeString(jar, "half of an upload");
            deploy("exit 8");
            Child victim = children().get(0);
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            await().atMost(PATIENCE).until(() -> !children().contains(victim));
            awaitTwoServing(now);
            assertThat(isServing()).isTrue();

            Answer back = tell("rollback");
            assertThat(back.exit()).as(back.text()).isZero();
            awaitTwoServing(1);
            Answer further = tell("rollback");
            assertThat(further.text()).contains("there is no snapshot before 1");
            assertThat(further.exit()).isEqualTo(1);
            assertThat(tell("graceful-stop").exit()).isZero();
            assertThat(control.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(control.exitValue()).as(Files.readString(errors)).isZero();
        } finally {
            control.destroy();
            control.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
