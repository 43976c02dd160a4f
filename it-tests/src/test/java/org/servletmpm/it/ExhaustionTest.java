package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;
import org.servletmpm.it.process.DemoProcess;
import org.servletmpm.it.process.FullHeapServer;

/**
 * A server in a JVM of its own that has no memory left, can make no thread, and may open no
 * descriptor, one after the other: while that lasts {@code /ready} says so where it can, and
 * afterwards the server serves as before, without help.
 */
class ExhaustionTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** A client that was accepted when there was no memory for it may wait all its time. */
    private static final Duration RECOVERY = Duration.ofMillis(2 * RawConnection.PATIENCE + 5_000);

    private static final int FULL_MILLIS = 2000;
    private static final int CLIENTS = 4;

    private static final Path JAR = Path.of("..", "samples", "demo", "target", "demo.jar");

    private static final int WORKERS = 8;

    @Timeout(120)
    @Test
    void theServerServesAsBeforeWhenResourcesAreBack() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "no prlimit (Debian: util-linux)");
        List<String> wrapper = unprivileged();
        try (ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Void>> cells = new ArrayList<>();
            for (String container : List.of("tomcat", "jetty")) {
                for (String model : List.of("prefork", "worker", "event")) {
                    cells.add(clientThreads.start(() -> survives(wrapper, container, model)));
                }
            }
            for (CompletableFuture<Void> cell : cells) {
                cell.get(100, TimeUnit.SECONDS);
            }
        }
    }

    /**
     * The system lets root make threads without a limit, so root starts the server as somebody who
     * is nobody else.
     */
    private static List<String> unprivileged() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        String id = "54321";
        List<String> wrapper =
                List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
        List<String> tried = new ArrayList<>(wrapper);
        tried.addAll(List.of("test", "-r", JAR.toString()));
        int readable = new ProcessBuilder(tried).inheritIO().start().waitFor();
        assumeTrue(readable == 0, "nobody but root can read " + JAR);
        return wrapper;
    }

    private static Void survives(List<String> wrapper, String container, String model)
            throws Exception {
        boolean prefork = model.equals("prefork");
        try (Sick server =
                Sick.start(
                        wrapper,
                        container,
                        model,
                        "StartServers=" + (prefork ? WORKERS : 2),
                        "ServerLimit=" + 2 * WORKERS,
                        "ThreadsPerChild=" + (prefork ? 1 : WORKERS / 2),
                        "MaxRequestWorkers=" + WORKERS,
                        "MinSpareThreads=" + WORKERS,
                        "MaxSpareThreads=" + 2 * WORKERS,
                        "MinSpareServers=" + WORKERS,
                        "MaxSpareServers=" + 2 * WORKERS,
                        "MaxConnectionsPerChild=" + (prefork ? 20 : 100))) {
            server.serves("before");
            server.fillHeap();
            server.serves("after its heap was full");
            server.restarts();

            server.limit("--nproc=1:");
            server.wearOut();
            server.limit("--nproc=4096:");
            server.serves("after it could make no threads");

            // All below are in use.
            server.limit("--nofile=10:");
            server.turnsNobodyAwayWho(() -> server.limit("--nofile=4096:"));
            server.serves("after it could open nothing");
            server.restarts();
            return null;
        }
    }

    /**
     * @param wrapper makes a command one of whoever runs the server
     */
    private record Sick(
            List<String> wrapper, String name, DemoProcess process, int port, int statusPort)
            implements AutoCloseable {

        private static final Pattern STATUS = Pattern.compile("status at http.*:(\\d+)/server-st");

        static Sick start(
                List<String> wrapper, String container, String model, String... directives)
                throws Exception {
            List<String> command = new ArrayList<>();
            command.addAll(List.of("-Xmx48m", "-XX:TieredStopAtLevel=1"));
            // The JVM itself warns, and its standard output is read line by line.
            command.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
            String classes = Path.of("target", "classes").toString();
            command.addAll(List.of("-cp", JAR + File.pathSeparator + classes));
            command.add(FullHeapServer.class.getName());
            command.addAll(List.of("--container", container, "--model", model, "--port", "0"));
            command.addAll(List.of("--set", "StatusListen=0"));
            for (String directive : directives) {
                command.addAll(List.of("--set", directive));
            }
            DemoProcess process =
                    DemoProcess.start(wrapper, Path.of(System.getProperty("java.home")), command);
            int port = process.awaitReady();
            Matcher status = STATUS.matcher(process.errors());
            assertThat(status.find()).as(process.errors()).isTrue();
            String name = container + " " + model;
            return new Sick(wrapper, name, process, port, Integer.parseInt(status.group(1)));
        }

        /** New clients and kept ones, all workers, and who asks for the status. */
        void serves(String when) throws IOException {
            as(
                    when,
                    () -> {
                        assertThat(probe("/ready")).contains(" 200 ");
                        assertThat(probe("/live")).contains(" 200 ");
                        List<RawConnection> clients = new ArrayList<>();
                        try {
                            for (int n = 0; n < WORKERS; n++) {
                                clients.add(RawConnection.open(port, false));
                            }
                            for (int round = 0; round < 2; round++) {
                                for (RawConnection client : clients) {
                                    client.request("/sleep?ms=20");
                                }
                                for (RawConnection client : clients) {
                                    assertThat(client.read().status()).isEqualTo(200);
                                }
                            }
                        } finally {
                            // Whatever failed: in prefork and worker they would keep the workers.
                            for (RawConnection client : clients) {
                                client.close();
                            }
                        }
                    });
            as(
                    when + ": all workers are idle, and nobody is counted who has gone",
                    () -> {
                        String status = probe("/?auto");
                        Status now = Status.parse(status.substring(status.indexOf("\r\n\r\n") + 4));
                        assertThat(now.busy()).isZero();
                        assertThat(now.counts().connections()).isZero();
                        assertThat(now.idle()).isGreaterThanOrEqualTo(WORKERS);
                    });
        }

        private void as(String when, ThrowingRunnable assertion) throws IOException {
            try {
                await(name + " " + when)
                        .atMost(RECOVERY)
                        .ignoreExceptions()
                        .pollInterval(Duration.ofMillis(100))
                        .untilAsserted(assertion);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(e.getMessage() + "\n" + process.errors(), e);
            }
        }

        /** While clients come and go. */
        void fillHeap() throws Exception {
            try (ClientThreads clientThreads = new ClientThreads()) {
                CompletableFuture<String> filled =
                        clientThreads.start(() -> process.answerTo("fill " + FULL_MILLIS));
                List<CompletableFuture<Boolean>> clients = new ArrayList<>();
                for (int n = 0; n < CLIENTS; n++) {
                    clients.add(
                            clientThreads.start(
                                    () -> {
                                        while (!filled.isDone()) {
                                            visit();
                                        }
                                        return true;
                                    }));
                }
                assertThat(filled.get(60, TimeUnit.SECONDS)).as(name).startsWith("OK fill");
                ClientThreads.join(clients);
            }
        }

        /**
         * @return whether there was an answer, whatever it was
         */
        private boolean visit() {
            try {
                return !ask(port, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .isEmpty();
            } catch (IOException e) {
                return false;
            }
        }

        private String probe(String path) throws IOException {
            return ask(
                    statusPort,
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }

        /** Waits a second for each of the answer's bytes. */
        private static String ask(int port, String request) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(1000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] answer = socket.getInputStream().readAllBytes();
                return new String(answer, StandardCharsets.ISO_8859_1);
            }
        }

        /** Children leave, and none can be started: the balancer is told. */
        void wearOut() throws IOException {
            await(name + ": not ready without a child")
                    .atMost(RECOVERY)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> !visit() && probe("/ready").contains("not ready: stalled"));
            as("is not given up so soon", () -> assertThat(probe("/live")).contains(" 200 "));
        }

        /** Those who come while nobody can be accepted wait, and are served. */
        void turnsNobodyAwayWho(Callable<Void> end) throws Exception {
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                clients.add(RawConnection.open(port, false).request("/hello"));
            }
            await(name + ": nobody is accepted").atMost(RECOVERY).until(() -> !visit());
            end.call();
            for (RawConnection client : clients) {
                Response answer = client.read();
                assertThat(answer.status()).as(name).isEqualTo(200);
                client.close();
            }
        }

        void restarts() throws Exception {
            assertThat(process.answerTo("graceful")).as(name).startsWith("OK graceful generation=");
        }

        Void limit(String limit) throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(wrapper);
            command.addAll(
                    List.of(PRLIMIT.toString(), "--pid", String.valueOf(process.pid()), limit));
            Process prlimit = new ProcessBuilder(command).inheritIO().start();
            assertThat(prlimit.waitFor()).as(limit).isZero();
            return null;
        }

        @Override
        public void close() throws IOException {
            process.close();
        }
    }
}
