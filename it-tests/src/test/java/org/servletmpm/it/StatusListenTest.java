package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.demo.DemoServer;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;
import org.servletmpm.it.process.FreePort;

/** The status at StatusListen, for those who ask when nobody else would be answered. */
class StatusListenTest {

    /** Has its worker until the rest comes. */
    private static final String HALF_UPLOAD =
            RawConnection.head("POST", "/upload", "Content-Length: 4") + "ab";

    private static Server twoWorkers(Cell cell) {
        return Server.withDirectives(
                cell,
                "StatusListen=0",
                cell.is(Cell.Model.PREFORK) ? "StartServers=2" : "StartServers=1",
                "ThreadsPerChild=2",
                "MaxRequestWorkers=2");
    }

    private static int port(Server server) throws Exception {
        String[] place = server.figures().getStatusAddress().split(":");
        assertThat(place[0]).as("%s: this machine only", server.cell()).isEqualTo("127.0.0.1");
        return Integer.parseInt(place[1]);
    }

    private static Response ask(int port, String path, String... headers) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get(path, headers);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void probesAreAnsweredWhileEveryWorkerSleeps(Cell cell) throws Exception {
        try (Server server = twoWorkers(cell)) {
            int port = port(server);
            List<RawConnection> clients = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                clients.add(server.connect().send(HALF_UPLOAD));
            }
            await(cell + ": the status says that both work")
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Status.parse(ask(port, "/server-status?auto").text()).busy() == 2);
            assertThat(clients).as("%s: nobody is served", cell).noneMatch(c -> hasInput(c));
            assertThat(ask(port, "/ready").text()).as("%s", cell).isEqualTo("ready\n");
            assertThat(ask(port, "/live").status()).as("%s", cell).isEqualTo(200);
            assertThat(ask(port, "/").text()).as("%s", cell).contains("<h1>", "POST /upload");
            assertThat(ask(port, "/?json").text())
                    .as("%s", cell)
                    .contains("\"name\": \"http-" + server.port() + "\"", "POST /upload ")
                    .containsPattern("\"StatusListen\": \\{\\s*\"value\": \"127.0.0.1:0\"")
                    .containsPattern("\"127.0.0.1:0\",\\s*\"origin\": \"--set\"");
            assertThat(ask(port, "/", "Accept: application/openmetrics-text").text())
                    .as("%s", cell)
                    .contains("mpm_busy_workers{connector=\"http-" + server.port() + "\",")
                    .endsWith("# EOF\n");
            // Which two have a worker is not known.
            for (RawConnection client : clients) {
                client.send("cd");
            }
            for (RawConnection client : clients) {
                assertThat(client.read().status()).as("%s", cell).isEqualTo(200);
                client.close();
            }
        }
    }

    private static boolean hasInput(RawConnection connection) {
        try {
            return connection.hasInput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void notReadyWhilePausedOrDraining(Cell cell) throws Exception {
        try (Server server = twoWorkers(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            int port = port(server);
            assertThat(ask(port, "/ready").status()).as("%s", cell).isEqualTo(200);
            server.control("pause");
            Response paused = ask(port, "/ready");
            assertThat(paused.status()).as("%s", cell).isEqualTo(503);
            assertThat(paused.text()).as("%s", cell).isEqualTo("not ready: paused\n");
            server.control("resume");
            assertThat(ask(port, "/ready").status()).as("%s", cell).isEqualTo(200);

            try (RawConnection running = server.connect().request("/sleep?ms=700")) {
                await(cell + ": it runs")
                        .pollInterval(Duration.ofMillis(20))
                        .until(
                                () ->
                                        Status.parse(ask(port, "/?auto").text())
                                                .scoreboard()
                                                .contains("W"));
                CompletableFuture<Boolean> stopped =
                        clientThreads.start(
                                () -> {
                                    server.stop();
                                    return true;
                                });
                await(cell + ": the drain has begun")
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> ask(port, "/ready").status() == 503);
                assertThat(ask(port, "/ready").text())
                        .as("%s", cell)
                        .isEqualTo("not ready: draining\n");
                assertThat(ask(port, "/live").status()).as("%s", cell).isEqualTo(200);
                assertThat(running.read().status()).as("%s: still served", cell).isEqualTo(200);
                assertThat(stopped.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS)).isTrue();
            }
            assertThatThrownBy(() -> ask(port, "/live"))
                    .as("%s: gone with its engine", cell)
                    .isInstanceOf(ConnectException.class);
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aTakenPortFailsTheWholeStart(Cell cell) throws Exception {
        int own = FreePort.get();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String container = cell.container().name().toLowerCase();
            assertThatThrownBy(
                            () ->
                                    DemoServer.start(
                                            "--container",
                                            container,
                                            "--model",
                                            cell.model().name().toLowerCase(),
                                            "--port",
                                            "" + own,
                                            "--set",
                                            "StatusListen=" + taken.getLocalPort()))
                    .as("%s", cell)
                    .hasMessageStartingWith(
                            "ERROR StatusListen 127.0.0.1:"
                                    + taken.getLocalPort()
                                    + ": Address already in use");
            assertThat(Kernel.listening(own)).as("%s: nobody serves", cell).isFalse();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("%s", cell)
                    .noneMatch(thread -> thread.getName().startsWith("mpm-" + own + "-"));
        }
    }
}
