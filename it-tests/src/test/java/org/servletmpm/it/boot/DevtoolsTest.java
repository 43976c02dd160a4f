package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.distribution.Distribution;

/**
 * A developer's application with Boot's devtools: a change of its classes starts it again in the
 * same JVM, and nothing of the server before is left.
 */
class DevtoolsTest {

    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
    private static final Path DEVTOOLS = Path.of("target", "devtools");

    /** The sample as a development tool runs it: its classes in a directory, libraries as jars. */
    private static Process run(String sample, Path unpacked) throws IOException {
        Distribution.unpack(Path.of("..", "samples", sample, "target", sample + ".jar"), unpacked);
        Path inside = unpacked.resolve("BOOT-INF");
        String classPath =
                String.join(
                        File.pathSeparator,
                        inside.resolve("classes").toString(),
                        inside.resolve("lib") + "/*",
                        DEVTOOLS.toAbsolutePath() + "/*");
        String main = sample.replace("spring-boot-", "org.servletmpm.samples.") + ".Application";
        return new ProcessBuilder(
                        JDK.resolve("java").toString(),
                        "-cp",
                        classPath,
                        main,
                        "--server.port=0",
                        "--spring.devtools.livereload.enabled=false",
                        "--spring.devtools.restart.poll-interval=100ms",
                        "--spring.devtools.restart.quiet-period=50ms")
                .redirectErrorStream(true)
                .start();
    }

    private static String threads(Process process) throws Exception {
        Process jcmd =
                new ProcessBuilder(
                                JDK.resolve("jcmd").toString(),
                                String.valueOf(process.pid()),
                                "Thread.print")
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader answer = jcmd.inputReader(StandardCharsets.UTF_8)) {
            return String.join("\n", answer.lines().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"spring-boot-tomcat", "spring-boot-jetty"})
    void aRestartLeavesNothingOfTheServerBefore(String sample, @TempDir Path unpacked)
            throws Exception {
        Process process = run(sample, unpacked);
        try (BufferedReader output = process.inputReader()) {
            // A restart does not wait for clients that keep connections.
            int before = SamplesTest.awaitPort(output, "GracefulKeepAlive=0 (devtools)");
            assertThat(SamplesTest.get(before, "/")).startsWith("Hello from mpm-" + before);

            Files.createFile(unpacked.resolve("BOOT-INF/classes/Compiled.class"));
            int after = SamplesTest.awaitPort(output);

            assertThat(SamplesTest.get(after, "/")).startsWith("Hello from mpm-" + after);
            assertThat(SamplesTest.get(after, "/server-status"))
                    .contains("http-" + after)
                    .doesNotContain("http-" + before);
            assertThat(threads(process))
                    .contains("\"mpm-" + after)
                    .doesNotContain("\"mpm-" + before);
            assertThatThrownBy(() -> new Socket("127.0.0.1", before).close())
                    .isInstanceOf(ConnectException.class);
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
