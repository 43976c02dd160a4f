package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;
import org.servletmpm.it.process.DemoProcess;

/**
 * The demo as people and scripts run it: its first line, its exit statuses, its answer to SIGTERM.
 */
class DemoProcessTest {

    private static final String GOOD = "StartServers 2\nThreadsPerChild 10\nThreadLimit 70\n";

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"tomcat,prefork", "tomcat,event", "jetty,worker"})
    void theFirstLineSaysWhatServes(String container, String model) throws Exception {
        try (DemoProcess demo =
                start(
                        "--container",
                        container,
                        "--model",
                        model,
                        "--port",
                        "0",
                        "--set",
                        "ListenBacklog=99")) {
            String ready = demo.firstLine();
            assertThat(ready)
                    .as(demo.errors())
                    .matches(
                            "READY pid="
                                    + demo.pid()
                                    + " container="
                                    + container
                                    + " model="
                                    + model
                                    + " url=http://127\\.0\\.0\\.1:\\d+/? .*")
                    .contains(" ListenBacklog=99")
                    .containsPattern(" StartServers=\\d+")
                    .containsPattern(" MaxRequestWorkers=\\d+");
        }
    }

    @Test
    void badDirectivesAreReportedAndEndWithTwo() throws Exception {
        Path file = directory.resolve("mpm.conf");
        Files.writeString(file, "StartServers 2\nMaxRequestWorkerz 9\n");
        try (DemoProcess demo = start("--conf", file.toString(), "--set", "ListenBacklog=0")) {
            assertThat(demo.awaitExit()).as(demo.errors()).isEqualTo(2);
            assertThat(demo.firstLine()).as("READY must not be said").isNull();
            assertThat(demo.errors().lines())
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .contains("mpm.conf:2", "MaxRequestWorkerz")
                                            .contains("MaxRequestWorkers"))
                    .anySatisfy(line -> assertThat(line).contains("ListenBacklog", "0"));
        }
    }

    @Test
    void aCorrectionIsAWarningAndTheServerStarts() throws Exception {
        try (DemoProcess demo =
                start(
                        "--model",
                        "worker",
                        "--port",
                        "0",
                        "--set",
                        "ThreadsPerChild=10",
                        "--set",
                        "MaxRequestWorkers=25")) {
            assertThat(demo.firstLine()).as(demo.errors()).contains(" MaxRequestWorkers=20");
            assertThat(demo.errors().lines())
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .containsIgnoringCase("warn")
                                            .contains("MaxRequestWorkers", "25", "20"));
        }
    }

    @Test
    void checkSaysWhatWouldTakeEffectAndStartsNothing() throws Exception {
        try (DemoProcess demo = start("--check", "--set", "MaxRequestWorkers=125")) {
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            assertThat(demo.rest()).contains("MaxRequestWorkers", "125").doesNotContain("READY");
        }
    }

    @Test
    void checkFindsBadDirectives() throws Exception {
        try (DemoProcess demo = start("--check", "--set", "SendBufferSize=100")) {
            assertThat(demo.awaitExit()).as(demo.errors()).isEqualTo(2);
            assertThat(demo.errors()).contains("SendBufferSize", "100", "512");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void aPortInUseEndsWithThree(String container) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                DemoProcess demo =
                        start(
                                "--container",
                                container,
                                "--port",
                                String.valueOf(taken.getLocalPort()))) {
            assertThat(demo.awaitExit()).as(demo.errors()).isEqualTo(3);
            assertThat(demo.errors()).contains(String.valueOf(taken.getLocalPort()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tomcat,prefork",
        "tomcat,worker",
        "tomcat,event",
        "jetty,prefork",
        "jetty,worker",
        "jetty,event"
    })
    @DisabledOnOs(OS.WINDOWS)
    void sigtermLetsARunningRequestEnd(String container, String model) throws Exception {
        try (DemoProcess demo = serving(container, model);
                ClientThreads clientThreads = new ClientThreads()) {
            RawConnection connection = RawConnection.open(demo.awaitReady(), false);
            assertThat(connection.get("/hello").status()).isEqualTo(200);
            CompletableFuture<Response> slow =
                    clientThreads.start(() -> connection.get("/sleep?ms=1000"));
            awaitRunningRequest(demo, connection.port());
            demo.terminate();
            assertThat(slow.get(10, TimeUnit.SECONDS).status())
                    .as("%s %s: %s", container, model, demo.errors())
                    .isEqualTo(200);
            connection.close();
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecondSigtermIsImmediate() throws Exception {
        try (DemoProcess demo = serving("tomcat", "event")) {
            RawConnection slow =
                    RawConnection.open(demo.awaitReady(), false).request("/sleep?ms=30000");
            awaitRunningRequest(demo, slow.port());
            demo.terminate();
            awaitNobodyListening(slow.port());
            demo.terminate();
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
            assertThat(slow.readIfAny()).as("the slow request was cut off").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"tomcat,event", "jetty,worker"})
    @DisabledOnOs(OS.WINDOWS)
    void commandsDriveTheConnector(String container, String model) throws Exception {
        Path good = Files.writeString(directory.resolve("good.conf"), GOOD);
        Path bad = Files.writeString(directory.resolve("bad.conf"), "StartServers x\nFoo 1\n");
        try (DemoProcess demo =
                start("--container", container, "--model", model, "--port=0", "--control")) {
            int port = demo.awaitReady();
            assertThat(demo.answerTo("pause")).isEqualTo("OK pause");
            try (RawConnection waiting = RawConnection.open(port, false).request("/hello")) {
                assertThat(demo.answerTo("resume")).isEqualTo("OK resume");
                assertThat(waiting.read().status()).isEqualTo(200);
            }
            assertThat(demo.answerTo("stop")).isEqualTo("OK stop");
            awaitNobodyListening(port);
            assertThat(demo.answerTo("resume")).startsWith("ERROR resume: not while");
            assertThat(demo.answerTo("start")).isEqualTo("OK start");
            assertThat(generation(port)).isEqualTo("0");

            assertThat(demo.answerTo("restart " + bad))
                    .startsWith("ERROR restart " + bad + ": StartServers (" + bad + ":1): ")
                    .contains(" | this line (" + bad + ":2): ")
                    .endsWith("; nothing has changed");
            assertThat(generation(port)).isEqualTo("0");
            assertThat(demo.answerTo("restart " + good))
                    .startsWith("OK restart generation=1 StartServers=2 ")
                    .contains(" ThreadsPerChild=10 ThreadLimit=64 ");
            assertThat(demo.errors()).contains("WARN ThreadLimit=70 (" + good + ":3): must be ");
            awaitGeneration(port, "1");
            assertThat(demo.answerTo("graceful")).isEqualTo("OK graceful generation=2");
            assertThat(demo.answerTo("foo")).startsWith("ERROR foo: allowed are pause, resume, ");

            demo.endInput();
            // The end of stdin ends nothing.
            awaitGeneration(port, "2");
            demo.terminate();
            assertThat(demo.rest()).as("one line for each command").isEmpty();
            assertThat(demo.awaitExit()).as(demo.errors()).isZero();
        }
    }

    /** A child that has been told to leave may be just accepting. */
    private static void awaitGeneration(int port, String expected) {
        await("generation " + expected).until(() -> generation(port), expected::equals);
    }

    private static String generation(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/thread", "Connection: close").json("generation");
        }
    }

    @Test
    void theScoreboardFileIsReadFromOutsideAndTakenByNobodyElse() throws Exception {
        String file = directory.resolve("scoreboard").toString();
        String[] arguments = {"--port", "0", "--set", "ScoreBoardFile=" + file};
        try (DemoProcess demo = start(arguments);
                RawConnection client = RawConnection.open(demo.awaitReady(), false)) {
            client.get("/hello?seen=from-outside");
            try (DemoProcess reader = start("--scoreboard", file)) {
                assertThat(reader.rest())
                        .as(reader.errors())
                        .contains(
                                "event",
                                "pid " + demo.pid(),
                                "GET /hello?seen=from-outside HTTP/1.1");
                assertThat(reader.awaitExit()).as(reader.errors()).isZero();
            }
            try (DemoProcess second = start(arguments)) {
                assertThat(second.firstLine()).as("READY must not be said").isNull();
                assertThat(second.awaitExit()).as(second.errors()).isPositive();
                assertThat(second.errors())
                        .contains("ScoreBoardFile " + file, "process " + demo.pid() + " has it");
            }
            assertThat(client.get("/hello").status()).as(demo.errors()).isEqualTo(200);
        }
    }

    /** A JVM that starts fast; nothing here runs long enough to be worth optimising. */
    private static DemoProcess start(String... arguments) throws IOException {
        Path module = Path.of(System.getProperty("basedir", ""));
        return DemoProcess.start(
                module.resolve("../samples/demo/target/demo.jar").toAbsolutePath().normalize(),
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(arguments));
    }

    private static DemoProcess serving(String container, String model) throws Exception {
        return start("--container", container, "--model", model, "--port", "0");
    }

    /** The first signal has been taken: two at once would be one. */
    private static void awaitNobodyListening(int port) {
        await("the listening socket is closed")
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            try {
                                RawConnection.open(port, false).close();
                                return false;
                            } catch (ConnectException refused) {
                                return true;
                            }
                        });
    }

    /** Waits until a worker beside the one that answers this is sending a reply. */
    private static void awaitRunningRequest(DemoProcess demo, int port) throws Exception {
        await("a running request: " + demo.errors())
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            try (RawConnection asking = RawConnection.open(port, false)) {
                                Response answer =
                                        asking.get("/server-status?auto", "Connection: close");
                                String letters = Status.parse(answer.text()).scoreboard();
                                return letters.chars().filter(letter -> letter == 'W').count() == 2;
                            }
                        });
    }
}
