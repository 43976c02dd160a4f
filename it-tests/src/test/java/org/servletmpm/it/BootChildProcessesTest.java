package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.MpmctlCommand;

/** {@code mpm.child-processes=true}: a Spring Boot application becomes the control of itself. */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class BootChildProcessesTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;

    @TempDir private Path directory;

    private int port;

    private String answer() {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/").text();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void anApplicationIsItsOwnControl() throws Exception {
        List<String> one =
                List.of(
                        "--mpm.child-processes=true",
                        "--mpm.start-servers=1",
                        "--mpm.min-spare-threads=1",
                        "--mpm.max-spare-threads=100");
        try (ControlProgram control = ControlProgram.boot(directory, "spring-boot-jetty", one)) {
            port = control.port();
            await().atMost(PATIENCE).until(() -> answer().contains("mpm-" + port + "-0.0-worker"));
            List<ProcessHandle> children = control.process().toHandle().children().toList();
            assertThat(children).hasSize(1);

            children.get(0).destroyForcibly();
            await().atMost(PATIENCE).until(() -> answer().contains("mpm-" + port + "-0.1-worker"));

            String run = directory.resolve("run").toString();
            assertThat(MpmctlCommand.run("status", "--run", run).text()).contains("serving");
            control.process().destroy();
            assertThat(control.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(control.process().exitValue()).as(control.log()).isZero();
            assertThat(control.process().toHandle().children()).isEmpty();
        }
    }
}
