package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.bench.unsafe.UnsafeLoad;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.FreePort;

/**
 * Code that is not safe for threads: wrong in one JVM, right with children that are processes in
 * prefork. {@code it-tests/processes prefork} asks 100,000 times.
 */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class UnsafeCodeTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 2000;

    @TempDir private Path directory;

    @Test
    void inPreforkWithProcessesEveryAnswerIsRight() throws Exception {
        List<String> options =
                List.of(
                        "--model",
                        "prefork",
                        "--set",
                        "StartServers=2",
                        "--set",
                        "MinSpareServers=1",
                        "--set",
                        "MaxSpareServers=2",
                        "--set",
                        "MaxRequestWorkers=2");
        List<String> command = ControlProgram.sample("UnsafeCode", "8080");
        try (ControlProgram control = ControlProgram.start(directory, options, command)) {
            await().atMost(PATIENCE).until(() -> control.serving().size() == 2);

            assertThat(new UnsafeLoad(control.port(), CLIENTS).wrong(REQUESTS)).isZero();
        }
    }

    /** So that the case above proves something. */
    @Test
    void inOneJvmSomeAreWrong() throws Exception {
        int port = FreePort.get();
        Process stock =
                new ProcessBuilder(
                                ControlProgram.sample(
                                        "UnsafeCode", Integer.toString(port), "HTTP/1.1"))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("stock").toFile())
                        .start();
        try {
            await().atMost(PATIENCE).until(() -> isOpen(port));

            assertThat(new UnsafeLoad(port, CLIENTS).wrong(REQUESTS)).isPositive();
        } finally {
            stock.destroyForcibly().waitFor();
        }
    }

    private static boolean isOpen(int port) {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.port() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
