package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.UnixConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.MpmctlCommand;
import org.servletmpm.it.process.MpmctlCommand.Answer;

/** Children that are processes share a Unix domain socket, whose path is the control's. */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class UnixSocketChildrenTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;

    @TempDir private Path directory;

    private boolean isServing(Path path) {
        try (UnixConnection connection = UnixConnection.open(path)) {
            return connection.get("/hello").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void thePathIsThereFromTheControlsStartToItsEnd() throws Exception {
        Path path = directory.resolve("http");
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).as("left by a killed server").exists();
        List<String> options = List.of("--set", "Listen=unix:" + path, "--set", "StartServers=1");
        Path demo = Path.of("..", "samples", "demo", "target", "demo.jar").toAbsolutePath();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(java, "-XX:TieredStopAtLevel=1", "-jar", demo.toString());
        try (ControlProgram control = ControlProgram.start(directory, options, command)) {
            await().atMost(PATIENCE).until(() -> isServing(path));
            long first = control.serving().get(0);

            // An orderly end: Tomcat deletes the paths of its own sockets then.
            ProcessHandle.of(first).orElseThrow().destroy();
            await().atMost(PATIENCE)
                    .until(() -> ProcessHandle.of(first).isEmpty() && isServing(path));

            Answer stop = MpmctlCommand.run("stop", "--run", directory.resolve("run").toString());
            assertThat(stop.text()).contains("has ended");
            assertThat(stop.exit()).isZero();
            assertThat(control.process().waitFor()).as(control.log()).isZero();
            assertThat(path).doesNotExist();
            assertThat(control.log()).contains(path + ": taken over", path + ": served");
        }
    }
}
