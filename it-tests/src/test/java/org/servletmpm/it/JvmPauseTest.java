package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.process.DemoProcess;

/**
 * A server that stands still for longer than its timeouts (a long garbage collection, a virtual
 * machine that is moved) answers all that came meanwhile: a deadline never beats readiness.
 */
@EnabledOnOs(OS.LINUX)
class JvmPauseTest {

    private static final int TIMEOUT_SECONDS = 3;
    private static final int KEPT = 30;

    /** Of each other kind. */
    private static final int FEW = 3;

    private static final String GET = RawConnection.head("GET", "/hello");

    /** All at once: what they do is stand still. */
    @Test
    void requestsThatArrivedDuringThePauseAreAnswered() throws Exception {
        List<Standstill> servers = new ArrayList<>();
        try {
            for (String container : List.of("tomcat", "jetty")) {
                for (String model : List.of("prefork", "worker", "event")) {
                    servers.add(new Standstill(container, model));
                }
            }
            for (Standstill server : servers) {
                server.begin();
            }
            // Time is what this is about.
            Thread.sleep(TIMEOUT_SECONDS * 1000 + 700);
            for (Standstill server : servers) {
                server.signal("CONT");
            }
            SoftAssertions all = new SoftAssertions();
            for (Standstill server : servers) {
                server.assertAnswered(all);
            }
            all.assertAll();
        } finally {
            for (Standstill server : servers) {
                server.close();
            }
        }
    }

    /** A client whose request is complete once the rest is sent. */
    private record Waiting(String as, RawConnection connection, String rest) {}

    private static final class Standstill {
        private final String name;
        private final DemoProcess demo;
        private final List<Waiting> waiting = new ArrayList<>();

        Standstill(String container, String model) throws IOException {
            name = container + "/" + model;
            Path module = Path.of(System.getProperty("basedir", ""));
            List<String> arguments = new ArrayList<>();
            arguments.addAll(List.of("--container", container, "--model", model, "--port", "0"));
            for (String directive :
                    List.of(
                            "KeepAliveTimeout=" + TIMEOUT_SECONDS,
                            "Timeout=" + TIMEOUT_SECONDS,
                            "RequestReadTimeout=header=3 body=3",
                            "MaxRequestWorkers=60",
                            "prefork".equals(model) ? "StartServers=60" : "StartServers=3")) {
                arguments.addAll(List.of("--set", directive));
            }
            if ("tomcat".equals(container)) {
                String timeout = "asyncTimeout=" + TIMEOUT_SECONDS * 1000;
                arguments.addAll(List.of("--connector", timeout));
            }
            demo =
                    DemoProcess.start(
                            module.resolve("../samples/demo/target/demo.jar")
                                    .toAbsolutePath()
                                    .normalize(),
                            List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                            arguments);
        }

        void begin() throws Exception {
            int port = demo.awaitReady();
            for (String path : List.of("/hello", "/nonblocking")) {
                // What a first request costs is no part of the timeouts.
                try (RawConnection first = RawConnection.open(port, false)) {
                    first.post(path, new byte[1]);
                }
            }
            String body = RawConnection.head("POST", "/upload", "Content-Length: 10") + "abcde";
            String listened =
                    RawConnection.head("POST", "/nonblocking", "Content-Length: 10") + "abcde";
            for (int i = 0; i < FEW; i++) {
                add(port, "half a header", GET.substring(0, 20), GET.substring(20));
                add(port, "half a body", body, "fghij");
                add(port, "half a body, with a listener", listened, "fghij");
                add(port, "nothing sent", "", GET);
            }
            for (int i = 0; i < KEPT; i++) {
                add(port, "kept alive", "", GET).get("/hello");
            }
            signal("STOP");
            await(name + " stands still").until(() -> Files.readString(stat()).contains(") T "));
            for (int i = 0; i < FEW; i++) {
                add(port, "connected meanwhile", "", GET);
            }
            for (Waiting each : waiting) {
                each.connection.send(each.rest);
            }
        }

        private Path stat() {
            return Path.of("/proc", Long.toString(demo.pid()), "stat");
        }

        private RawConnection add(int port, String as, String first, String rest)
                throws IOException {
            RawConnection connection = RawConnection.open(port, false).send(first);
            waiting.add(new Waiting(as, connection, rest));
            return connection;
        }

        void signal(String name) throws Exception {
            Process kill = new ProcessBuilder("kill", "-" + name, "" + demo.pid()).start();
            assertThat(kill.waitFor()).isZero();
        }

        void assertAnswered(SoftAssertions all) {
            for (Waiting each : waiting) {
                int status;
                try {
                    status = each.connection.read().status();
                } catch (IOException e) {
                    status = -1;
                }
                all.assertThat(status).as("%s: %s", name, each.as).isEqualTo(200);
            }
        }

        void close() throws IOException {
            for (Waiting each : waiting) {
                each.connection.close();
            }
            demo.close();
        }
    }
}
