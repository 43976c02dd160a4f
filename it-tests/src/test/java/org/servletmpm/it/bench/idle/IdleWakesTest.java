package org.servletmpm.it.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.DemoProcess;

/** With no traffic no thread of the engine's wakes more often than once a second, or spins. */
class IdleWakesTest {

    private static final Path DEMO = Path.of("..", "samples", "demo", "target", "demo.jar");
    private static final Duration WINDOW = Duration.ofSeconds(3);

    /** A thread may be in the middle of something when the window begins, and when it ends. */
    private static final int SLACK = 3;

    /**
     * Of a core, of all threads of the engine's together: 25 times what they take. One that spins
     * takes more even where it shares two cores with thirty others.
     */
    private static final double MOST_CPU = 0.05;

    private static final int CONNECTIONS = 50;

    /**
     * All models at once: what they have to do is nothing. Connections wait with their keep-alive.
     */
    @Timeout(90)
    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void noThreadWakesMoreThanOnceASecond(String container) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/schedstat")), "/proc: only on Linux");
        List<Idle> servers = new ArrayList<>();
        try {
            servers.add(Idle.start(container, "prefork", "StartServers=60", "MaxSpareServers=60"));
            servers.add(Idle.start(container, "worker", "StartServers=3"));
            servers.add(Idle.start(container, "event", "StartServers=3"));
            for (Idle server : servers) {
                server.connect();
            }
            // What was just started, or has just served, may still have something to put away.
            await().atMost(Duration.ofSeconds(30))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(WINDOW)
                    .untilAsserted(
                            () -> {
                                for (Idle server : servers) {
                                    server.assertQuiet();
                                }
                            });
        } finally {
            for (Idle server : servers) {
                server.close();
            }
        }
    }

    /** A server without traffic. */
    private static final class Idle implements AutoCloseable {
        private final String model;
        private final DemoProcess server;
        private final List<RawConnection> connections = new ArrayList<>();
        private Tasks last;

        private Idle(String model, DemoProcess server) throws IOException {
            this.model = model;
            this.server = server;
            this.last = Tasks.of(server.pid());
        }

        static Idle start(String container, String model, String... directives) throws IOException {
            List<String> arguments = new ArrayList<>();
            arguments.addAll(List.of("--container", container, "--model", model, "--port", "0"));
            arguments.addAll(List.of("--set", "KeepAliveTimeout=600"));
            for (String directive : directives) {
                arguments.addAll(List.of("--set", directive));
            }
            List<String> jvm = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");
            return new Idle(model, DemoProcess.start(DEMO, jvm, arguments));
        }

        void connect() throws IOException {
            int port = server.awaitReady();
            for (int n = 0; n < CONNECTIONS; n++) {
                RawConnection connection = RawConnection.open(port, false);
                connections.add(connection);
                assertThat(connection.get("/hello").status()).as(model).isEqualTo(200);
            }
        }

        /** Since it was last asked. */
        void assertQuiet() throws IOException {
            Tasks now = Tasks.of(server.pid());
            Tasks since = now.since(last);
            last = now;
            assertThat(since.ours())
                    .as("%s: threads of ours", model)
                    .hasSizeGreaterThan(CONNECTIONS);
            assertThat(since.ours())
                    .as("%s: wakes in %.1f s", model, since.seconds())
                    .allSatisfy(
                            task ->
                                    assertThat(task.wakes())
                                            .as(task.name())
                                            .isLessThanOrEqualTo((long) since.seconds() + SLACK));
            // A thread that never sleeps is never woken.
            assertThat(since.ours().stream().mapToLong(Tasks.Task::nanos).sum() / 1e9)
                    .as("%s: seconds of a core in %.1f s", model, since.seconds())
                    .isLessThan(MOST_CPU * since.seconds());
        }

        @Override
        public void close() throws IOException {
            for (RawConnection connection : connections) {
                connection.close();
            }
            server.close();
        }
    }
}
