package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.ControlProgram;
import org.servletmpm.it.process.DemoProcess;

/** Children as processes: what clients see while they start, die and end. */
@Timeout(ControlProgram.TIMEOUT_SECONDS) // each child is a JVM
class ChildProcessesTest {

    private static final Duration PATIENCE = ControlProgram.PATIENCE;
    private static final Pattern SLOT = Pattern.compile("\"slot\":\\s*(\\d+)");
    private static final int CONNECTIONS = 12;

    @TempDir private static Path directory;

    /** Few children: each is a JVM. */
    private static Path few;

    @BeforeAll
    static void fewChildren() throws IOException {
        few = directory.resolve("few.conf");
        Files.writeString(
                few,
                """
                <IfModule mpm_prefork_module>
                    MinSpareServers 1
                    MaxSpareServers 2
                </IfModule>
                <IfModule !mpm_prefork_module>
                    MinSpareThreads 10
                    MaxSpareThreads 400
                </IfModule>
                """);
    }

    private static DemoProcess start(String container, String model) throws IOException {
        return DemoProcess.start(
                Path.of("..", "samples", "demo", "target", "demo.jar"),
                List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(
                        "--children",
                        "process",
                        "--container",
                        container,
                        "--model",
                        model,
                        "--port",
                        "0",
                        "--set",
                        "StartServers=2",
                        "--set",
                        "SharedArchive=Off",
                        "--conf",
                        few.toString()));
    }

    private static List<ProcessHandle> children(DemoProcess control) {
        return ProcessHandle.of(control.pid()).orElseThrow().children().toList();
    }

    /** The slot of the child that answers. */
    private static int slot(RawConnection connection) throws IOException {
        Matcher slot = SLOT.matcher(connection.get("/thread").text());
        assertThat(slot.find()).isTrue();
        return Integer.parseInt(slot.group(1));
    }

    private static Map<Integer, List<RawConnection>> open(int port, int connections)
            throws IOException {
        Map<Integer, List<RawConnection>> bySlot = new TreeMap<>();
        for (int i = 0; i < connections; i++) {
            RawConnection connection = RawConnection.open(port, false);
            bySlot.computeIfAbsent(slot(connection), slot -> new ArrayList<>()).add(connection);
        }
        return bySlot;
    }

    /** A child that is killed takes its own connections with it; another one takes its place. */
    @ParameterizedTest
    @CsvSource({"tomcat,event", "jetty,worker", "tomcat,prefork"})
    void aChildThatDiesCostsOnlyItsOwnConnections(String container, String model) throws Exception {
        try (DemoProcess control = start(container, model)) {
            int port = control.awaitReady();
            Map<Integer, List<RawConnection>> connections = new TreeMap<>();
            // One child alone has no room for all that are opened while the other one starts.
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
                    .until(
                            () -> {
                                if (!model.equals("prefork")) {
                                    closeAll(connections);
                                }
                                open(port, model.equals("prefork") ? 1 : CONNECTIONS)
                                        .forEach(
                                                (slot, opened) ->
                                                        connections
                                                                .computeIfAbsent(
                                                                        slot,
                                                                        s -> new ArrayList<>())
                                                                .addAll(opened));
                                return connections.size() > 1;
                            });
            List<ProcessHandle> before = children(control);
            ProcessHandle victim = before.get(0);
            victim.destroyForcibly();
            await().atMost(PATIENCE).until(() -> !victim.isAlive());

            int gone = 0;
            for (List<RawConnection> of : connections.values()) {
                if (of.stream().noneMatch(ChildProcessesTest::isServed)) {
                    gone++;
                } else {
                    assertThat(of).allMatch(ChildProcessesTest::isServed);
                }
            }
            assertThat(gone).as("children whose connections are gone").isEqualTo(1);
            // In prefork it waits for a child that has no connection yet: the next one, maybe.
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
                    .untilAsserted(
                            () -> {
                                try (RawConnection fresh = RawConnection.open(port, false)) {
                                    assertThat(slot(fresh)).isNotNegative();
                                }
                            });
            await().atMost(PATIENCE).until(() -> children(control).size() >= before.size());
            assertThat(control.errors()).contains("is gone: exit code 137 (SIGKILL");
        }
    }

    private static void closeAll(Map<Integer, List<RawConnection>> connections) throws IOException {
        for (List<RawConnection> of : connections.values()) {
            for (RawConnection each : of) {
                each.close();
            }
        }
        connections.clear();
    }

    private static boolean isServed(RawConnection connection) {
        try {
            return connection.get("/thread").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What runs is finished, and then no process is left. */
    @ParameterizedTest
    @CsvSource("jetty,event")
    void aStopFinishesWhatRuns(String container, String model) throws Exception {
        try (DemoProcess control = start(container, model)) {
            int port = control.awaitReady();
            List<ProcessHandle> children;
            try (RawConnection connection = RawConnection.open(port, false)) {
                slot(connection);
                children = children(control);
                connection.request("/sleep?ms=1500");
                control.terminate();
                assertThat(connection.read().status()).isEqualTo(200);
            }
            assertThat(control.awaitExit()).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    /** A control that is killed leaves nobody behind: children finish what they have and go. */
    @ParameterizedTest
    @CsvSource("jetty,prefork")
    void noChildOutlivesItsControl(String container, String model) throws Exception {
        try (DemoProcess control = start(container, model)) {
            int port = control.awaitReady();
            List<ProcessHandle> children;
            try (RawConnection connection = RawConnection.open(port, false)) {
                slot(connection);
                children = children(control);
                connection.request("/sleep?ms=1500");
                ProcessHandle.of(control.pid()).orElseThrow().destroyForcibly();
                assertThat(connection.read().status()).isEqualTo(200);
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
        }
    }
}
