package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.DemoProcess;

/**
 * A process that may open no more descriptors: the server says so once, waits, and goes on when it
 * can, without help.
 */
class DescriptorsTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** Connections that still fit. */
    private static final int ROOM = 4;

    private static final int CLIENTS = 12;

    @ParameterizedTest
    @CsvSource({"tomcat,prefork", "jetty,worker", "tomcat,event", "jetty,event"})
    void withoutDescriptorsNewConnectionsWaitUntilOneIsFree(String container, String model)
            throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "no prlimit (Debian: util-linux)");
        List<RawConnection> clients = new ArrayList<>();
        try (DemoProcess demo =
                DemoProcess.start(
                        Path.of("../samples/demo/target/demo.jar"),
                        List.of(),
                        List.of(
                                "--container",
                                container,
                                "--model",
                                model,
                                "--port",
                                "0",
                                "--set",
                                "StartServers=" + ("prefork".equals(model) ? 20 : 1),
                                "--set",
                                "MinSpareServers=1",
                                "--set",
                                "MinSpareThreads=1"))) {
            int port = demo.awaitReady();
            warmUp(demo, port);
            limit(demo, descriptors(demo) + ROOM);
            for (int n = 0; n < CLIENTS; n++) {
                clients.add(RawConnection.open(port, false).request("/hello"));
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> lines(demo, "accept failed") > 0);
            assertThatItRests(demo);
            assertThat(lines(demo, "accept failed")).as("said once").isOne();

            // Each client that is answered and goes makes room for another one.
            for (RawConnection client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(
                            () -> {
                                get(port);
                                return lines(demo, "accepting again") == 1;
                            });
            assertThat(lines(demo, "accept failed")).as("still said once").isOne();
            try (RawConnection connection = RawConnection.open(port, false)) {
                assertThat(connection.get("/server-status?auto").text())
                        .containsPattern("AcceptsFailed: [1-9]");
            }
        } finally {
            for (RawConnection client : clients) {
                client.close();
            }
        }
    }

    /** Classes are loaded, and workers have their selectors, while that is still possible. */
    private static void warmUp(DemoProcess demo, int port) throws IOException {
        List<RawConnection> together = new ArrayList<>();
        for (int n = 0; n < CLIENTS; n++) {
            RawConnection connection = RawConnection.open(port, false);
            together.add(connection);
            assertThat(connection.get("/hello").status()).isEqualTo(200);
        }
        int most = descriptors(demo);
        for (RawConnection connection : together) {
            connection.close();
        }
        await().until(() -> descriptors(demo) <= most - CLIENTS);
    }

    private static void get(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            assertThat(connection.get("/hello").status()).isEqualTo(200);
        }
    }

    /** Over a second, with the listener's poll and the JVM's own work. */
    private static void assertThatItRests(DemoProcess demo) {
        Duration before = cpu(demo);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(cpu(demo).minus(before))
                .as("processor time of a second")
                .isLessThan(Duration.ofMillis(500));
    }

    private static Duration cpu(DemoProcess demo) {
        return ProcessHandle.of(demo.pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    private static long lines(DemoProcess demo, String text) throws IOException {
        return demo.errors().lines().filter(line -> line.contains(text)).count();
    }

    private static int descriptors(DemoProcess demo) {
        return Path.of("/proc", String.valueOf(demo.pid()), "fd").toFile().list().length;
    }

    private static void limit(DemoProcess demo, int descriptors)
            throws IOException, InterruptedException {
        Process prlimit =
                new ProcessBuilder(
                                PRLIMIT.toString(),
                                "--pid",
                                String.valueOf(demo.pid()),
                                "--nofile=" + descriptors)
                        .inheritIO()
                        .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
