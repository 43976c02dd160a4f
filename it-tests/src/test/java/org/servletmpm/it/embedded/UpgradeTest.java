package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;

/** A connection that leaves HTTP for a protocol of the application's. */
class UpgradeTest {

    private static final int LARGE = 2_000_000;

    @TempDir private Path base;

    private static final class Upgrading extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            if (request.getHeader("Upgrade") == null) {
                response.getWriter().write("HTTP");
                return;
            }
            response.setHeader("Upgrade", "echo");
            response.setHeader("Connection", "Upgrade");
            if (request.getRequestURI().endsWith("/listening")) {
                request.upgrade(EchoingUpgrade.class);
            } else {
                request.upgrade(BlockingUpgrade.class);
            }
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void everyByteIsEchoed(Cell cell) throws Exception {
        byte[] large = new byte[LARGE];
        for (int i = 0; i < LARGE; i++) {
            large[i] = (byte) (i % 251);
        }
        try (Deployment deployment = deploy(cell);
                ClientThreads clientThreads = new ClientThreads()) {
            for (String path : List.of("/app/listening", "/app/blocking")) {
                try (RawConnection client = upgraded(deployment, path)) {
                    for (int i = 0; i < 100; i++) {
                        byte[] word = ("word " + i).getBytes();
                        assertThat(client.send(word).readBytes(word.length))
                                .as("%s %s", cell, path)
                                .isEqualTo(word);
                    }
                    CompletableFuture<byte[]> echo =
                            clientThreads.start(() -> client.readBytes(LARGE));
                    client.send(large);
                    assertThat(echo.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS))
                            .as("%s %s", cell, path)
                            .isEqualTo(large);
                    client.halfClose();
                    client.awaitEnd();
                }
            }
        }
    }

    /** More than there are workers, in event: while they are silent others are served. */
    @EveryCell(over = Cell.Transport.PLAIN, containers = Cell.Container.TOMCAT)
    void silentConnectionsHoldAWorkerOnlyInBoundModels(Cell cell) throws Exception {
        List<RawConnection> silent = new ArrayList<>();
        try (Deployment deployment = deploy(cell)) {
            for (int i = 0; i < (cell.is(Cell.Model.EVENT) ? 20 : 3); i++) {
                silent.add(upgraded(deployment, "/app/listening"));
            }
            await(cell + ": others are served")
                    .atMost(Duration.ofSeconds(5))
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> assertThat(http(deployment.port())).isEqualTo("HTTP"));
            for (RawConnection client : silent) {
                assertThat(client.send("awake").readBytes(5)).asString().isEqualTo("awake");
            }
        } finally {
            for (RawConnection client : silent) {
                client.close();
            }
        }
    }

    private static String http(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/app/", "Connection: close").text();
        }
    }

    private static RawConnection upgraded(Deployment deployment, String path) throws IOException {
        RawConnection client = RawConnection.open(deployment.port(), false);
        assertThat(client.get(path, "Connection: Upgrade", "Upgrade: echo").status())
                .isEqualTo(101);
        return client;
    }

    private Deployment deploy(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        Deployment deployment =
                Deployment.start(
                        cell,
                        base,
                        "StartServers=" + (prefork ? 4 : 1),
                        "ThreadsPerChild=4",
                        "MaxRequestWorkers=4");
        deployment.deploy(new Upgrading());
        return deployment;
    }
}
