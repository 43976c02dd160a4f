package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.FreePort;

/** A user's session is the same in each child that is a process, and outlives them. */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class SessionsTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final int REQUESTS = 40;
    private static final Pattern TARGET = Pattern.compile("\"localhost:(\\d+)\"");

    private static final List<String> TWO_CHILDREN =
            List.of(
                    "--set",
                    "StartServers=2",
                    "--set",
                    "MinSpareThreads=1",
                    "--set",
                    "MaxSpareThreads=400");

    @TempDir private Path directory;

    @Test
    void onTomcatTheyAreInADirectory() throws Exception {
        Path store = directory.resolve("sessions");
        everyRequestIsCounted(start("SessionsOnTomcat", store.toString()));
    }

    private ControlProgram start(String sample, String argument) throws IOException {
        List<String> command = ControlProgram.sample(sample, argument);
        return ControlProgram.start(directory, TWO_CHILDREN, command);
    }

    @Test
    void onJettyTheyAreInADatabase() throws Exception {
        int port = FreePort.get();
        Process database = database(port);
        try {
            String url = "jdbc:h2:tcp://localhost:" + port + "/sessions";
            everyRequestIsCounted(start("SessionsOnJetty", url));
        } finally {
            database.destroyForcibly().waitFor();
        }
    }

    /** The sample shows also that one child alone does a task, and where each can be asked. */
    @Test
    void inSpringBootTheyAreInADatabase() throws Exception {
        int port = FreePort.get();
        Process database = database(port);
        List<String> properties =
                List.of(
                        "--mpm.min-spare-threads=1",
                        "--mpm.max-spare-threads=400",
                        "--spring.datasource.url=jdbc:h2:tcp://localhost:" + port + "/sessions");
        ControlProgram control =
                ControlProgram.boot(directory, "spring-boot-processes", properties);
        try {
            await().atMost(PATIENCE).until(() -> control.serving().size() == 2);
            assertThat(control.log()).doesNotContain("tidied by child 1");
            for (int management : managementPorts(control)) {
                try (RawConnection connection = RawConnection.open(management, false)) {
                    assertThat(connection.get("/actuator/health").text()).contains("UP");
                }
            }

            everyRequestIsCounted(control);
            assertThat(control.log()).contains("tidied by child 0");
        } finally {
            control.close();
            database.destroyForcibly().waitFor();
        }
    }

    private static List<Integer> managementPorts(ControlProgram control) throws IOException {
        try (RawConnection connection = RawConnection.open(control.statusPort(), false)) {
            String targets = connection.get("/children").text();
            List<Integer> ports =
                    TARGET.matcher(targets)
                            .results()
                            .map(target -> Integer.valueOf(target.group(1)))
                            .toList();
            assertThat(ports).as(targets).hasSize(2).doesNotHaveDuplicates();
            return ports;
        }
    }

    private Process database(int port) throws IOException {
        Path lib = Path.of("..", "samples", "processes", "target", "lib");
        try (Stream<Path> jars = Files.list(lib)) {
            Path h2 =
                    jars.filter(jar -> jar.getFileName().toString().startsWith("h2-"))
                            .findAny()
                            .orElseThrow();
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx64m",
                            "-cp",
                            h2.toString(),
                            "org.h2.tools.Server",
                            "-tcp",
                            "-tcpPort",
                            Integer.toString(port),
                            "-ifNotExists",
                            "-baseDir",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("database").toFile())
                    .start();
        }
    }

    /** Each on a connection of its own, so that another child may get it; one child is killed. */
    private void everyRequestIsCounted(ControlProgram started) throws Exception {
        try (ControlProgram control = started) {
            await().atMost(PATIENCE).until(() -> control.serving().size() == 2);
            Set<String> children = new TreeSet<>();
            String[] cookie = {};
            for (int n = 1; n <= REQUESTS; n++) {
                if (n == REQUESTS / 2) {
                    ProcessHandle victim = ProcessHandle.of(control.serving().get(0)).orElseThrow();
                    victim.destroyForcibly();
                    victim.onExit().join();
                }
                try (RawConnection connection = RawConnection.open(control.port(), false)) {
                    Response response = connection.request("/count", cookie).read();
                    if (response.header("Set-Cookie").isPresent()) {
                        String set = response.header("Set-Cookie").get();
                        cookie = new String[] {"Cookie: " + set.split(";")[0]};
                    }
                    assertThat(response.text()).as("request %d", n).startsWith(n + " by child ");
                    children.add(response.text().strip().replaceAll(".* ", ""));
                }
            }
            assertThat(children).as("children that have answered").hasSizeGreaterThan(1);
        }
    }
}
