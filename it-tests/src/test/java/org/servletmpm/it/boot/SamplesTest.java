package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples' jars, run as their READMEs say. */
class SamplesTest {

    private static final Pattern STARTED = Pattern.compile("(Tomcat|Jetty) started on port (\\d+)");

    private static Process run(String sample, String... arguments) throws IOException {
        Path jar = Path.of("..", "samples", sample, "target", sample + ".jar");
        assertThat(jar).as("`mvn verify` at the top builds it").isRegularFile();
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--server.port=0",
                        // The client keeps its connections.
                        "--server.shutdown=immediate");
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true).start();
    }

    static int awaitPort(BufferedReader output) throws IOException {
        return awaitPort(output, "");
    }

    /**
     * @param text what it must have said before
     */
    static int awaitPort(BufferedReader output, String text) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                assertThat(said).contains(text);
                return Integer.parseInt(started.group(2));
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("it ended:\n" + said);
    }

    static String get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "spring-boot-tomcat, --mpm.threads-per-child=5, event",
        "spring-boot-jetty, --mpm.model=prefork, prefork"
    })
    void aSampleServesByItsModel(String sample, String argument, String model) throws Exception {
        Process process = run(sample, argument);
        try (BufferedReader output = process.inputReader()) {
            int port = awaitPort(output);

            assertThat(get(port, "/")).startsWith("Hello from mpm-" + port + "-");
            assertThat(get(port, "/server-status?auto")).contains("ServerMPM: " + model);
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
