package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.process.DemoProcess;
import org.servletmpm.it.process.Jdk;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/**
 * WorkerThreads virtual: limits, scoreboard and ends are those of platform threads. The demo runs
 * in a JVM of Java 24 or later, this one's or another of this machine. That all other scenarios
 * hold, too, is seen by running them there with {@code -DworkerThreads=virtual}.
 */
class VirtualThreadsTest {

    private static final Path DEMO = Path.of("..", "samples", "demo", "target", "demo.jar");
    private static final int WORKERS = 8;
    private static final int CLIENTS = 20;

    /** Connections of which a child is recycled. */
    private static final int PER_CHILD = 25;

    @TempDir private Path directory;
    private Path scoreboard;

    @BeforeEach
    void useAScoreboardFile() {
        scoreboard = directory.resolve("scoreboard");
    }

    @ParameterizedTest
    @CsvSource({"tomcat,worker", "tomcat,event", "jetty,worker", "jetty,event"})
    void virtualWorkersDoWhatPlatformWorkersDo(String container, String model) throws Exception {
        Optional<Jdk> jdk = Jdk.since(24);
        assumeTrue(jdk.isPresent(), "WorkerThreads virtual: no Java 24 or later on this machine");
        try (DemoProcess demo = start(jdk.get(), container, model);
                ClientThreads clientThreads = new ClientThreads()) {
            int port = demo.awaitReady();
            assertNamedLikePlatformWorkers(port);
            assertBoundedShownAndLogged(demo, clientThreads, port);
            assertRecycledWithNothingLeftBehind(port);
            assertFinishesWhatRunsAndEnds(demo, clientThreads, port);
        }
    }

    /** The JDK has all virtual threads in a group of that name. */
    private static void assertNamedLikePlatformWorkers(int port) throws IOException {
        Response thread = get(port, "/thread");
        assertThat(thread.json("threadGroup")).isEqualTo("VirtualThreads");
        assertThat(thread.json("threadName"))
                .isEqualTo(
                        "mpm-%d-%s.%s-worker-%s"
                                .formatted(
                                        port,
                                        thread.json("slot"),
                                        thread.json("generation"),
                                        thread.json("worker")));
    }

    /** Never more at once than MaxRequestWorkers; each hangs long enough to be a slow request. */
    private void assertBoundedShownAndLogged(
            DemoProcess demo, ClientThreads clientThreads, int port) throws Exception {
        List<CompletableFuture<Response>> clients =
                IntStream.range(0, CLIENTS)
                        .mapToObj(n -> clientThreads.start(() -> get(port, "/sleep?ms=1200")))
                        .toList();
        await("MaxRequestWorkers at work")
                .pollInterval(Duration.ofMillis(10))
                .until(() -> snapshot().busyWorkers() == WORKERS);
        while (!clients.stream().allMatch(CompletableFuture::isDone)) {
            Snapshot now = snapshot();
            assertThat(now.busyWorkers()).isLessThanOrEqualTo(WORKERS);
            assertThat(now.scoreboardLetters()).hasSize(WORKERS).matches("[SWR_KCGI.]+");
        }
        assertThat(ClientThreads.join(clients)).extracting(Response::status).containsOnly(200);
        assertThat(demo.errors())
                .containsPattern("slow request on port " + port + ", mpm-\\S+-worker-\\d+, \\d+ ms")
                .contains("GET /sleep?ms=1200 HTTP/1.1", "VirtualThread.sleepNanos")
                .contains("SleepServlet", "org.servletmpm.worker.Worker.run");
    }

    /** A thread that a request has left interrupted serves the next one as if nothing had been. */
    private void assertRecycledWithNothingLeftBehind(int port) throws IOException {
        for (int n = 0; n < 2 * PER_CHILD; n++) {
            assertThat(get(port, "/interrupt").text()).contains("was not before");
        }
        assertThat(Integer.parseInt(get(port, "/thread").json("generation"))).isPositive();
        await("all workers are idle again, in children that are not leaving")
                .until(
                        () -> {
                            Snapshot now = snapshot();
                            return now.busyWorkers() == 0
                                    && now.stopping() == 0
                                    && now.connsTotal() == 0;
                        });
    }

    private void assertFinishesWhatRunsAndEnds(
            DemoProcess demo, ClientThreads clientThreads, int port) throws Exception {
        CompletableFuture<Response> slow = clientThreads.start(() -> get(port, "/sleep?ms=1000"));
        await().until(() -> snapshot().busyWorkers() == 1);
        demo.terminate();
        assertThat(slow.get(10, TimeUnit.SECONDS).status()).as(demo.errors()).isEqualTo(200);
        assertThat(demo.awaitExit()).as(demo.errors()).isZero();
        assertThat(demo.errors()).doesNotContain("left behind");
    }

    /** With every other error, so that one look at the log is enough. */
    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void anOlderJavaIsRefusedWithTheVersionNeeded() throws Exception {
        List<String> arguments = List.of("--set", "WorkerThreads=virtual", "--set", "Timeout=x");
        try (DemoProcess demo = DemoProcess.start(DEMO, List.of(), arguments)) {
            assertThat(demo.awaitExit()).as(demo.errors()).isEqualTo(2);
            assertThat(demo.firstLine()).as("READY must not be said").isNull();
            assertThat(demo.errors())
                    .contains(
                            "WorkerThreads=virtual (--set): must be platform on Java "
                                    + Runtime.version()
                                    + "; virtual needs Java 21 or later")
                    .contains("Timeout=x (--set): must be");
        }
    }

    private DemoProcess start(Jdk jdk, String container, String model) throws IOException {
        return DemoProcess.start(
                jdk,
                DEMO,
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(
                        "--container=" + container,
                        "--model=" + model,
                        "--port=0",
                        "--set=WorkerThreads=virtual",
                        "--set=StartServers=2",
                        "--set=ThreadsPerChild=" + WORKERS / 2,
                        "--set=MaxRequestWorkers=" + WORKERS,
                        "--set=MinSpareThreads=1",
                        "--set=MaxSpareThreads=" + WORKERS,
                        "--set=MaxConnectionsPerChild=" + PER_CHILD,
                        "--set=SlowRequestTime=100ms",
                        "--set=ScoreBoardFile=" + scoreboard));
    }

    private Snapshot snapshot() throws IOException {
        try (Scoreboard file = Scoreboard.open(scoreboard)) {
            return file.snapshot();
        }
    }

    private static Response get(int port, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get(path, "Connection: close");
        }
    }
}
