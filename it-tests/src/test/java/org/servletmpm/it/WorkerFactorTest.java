package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.FiguresMXBean;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/**
 * AsyncRequestWorkerFactor: a child of four workers takes as many connections as httpd's would,
 * four and the factor times its idle workers. Once it has stopped, one idle worker counts less.
 */
class WorkerFactorTest {

    @TempDir private Path directory;

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aConnectionAboveTheLimitWaitsUntilThereIsRoom(Cell cell) throws Exception {
        try (Server server = oneChildOfFour(cell, "AsyncRequestWorkerFactor=1")) {
            FiguresMXBean figures = server.figures();
            List<RawConnection> taken = take(server, figures, 8);
            try (RawConnection late = server.connect();
                    RawConnection later = server.connect()) {
                Kernel.awaitBacklog(cell, server.port(), 2);
                for (RawConnection each : taken) {
                    assertThat(each.get("/hello").closes()).as("%s: served", cell).isFalse();
                }
                assertThat(taken.get(0).get("/server-status?notable").text())
                        .as("%s", cell)
                        .contains("8 connections, accepting no");

                taken.remove(0).close();
                await().until(() -> figures.getConnsTotal() == 7);
                assertThat(taken.get(0).get("/server-status?auto").text())
                        .as("%s: one that left makes no room, as in httpd", cell)
                        .contains("ConnsTotal: 7");
                assertThat(Kernel.backlog(server.port())).as("%s", cell).isEqualTo(2);

                taken.remove(0).close();
                assertThat(late.get("/hello").status()).as("%s", cell).isEqualTo(200);
                // It may have begun while a worker was not idle: then it is one too many again.
                taken.remove(0).close();
                assertThat(later.get("/hello").status()).as("%s", cell).isEqualTo(200);
                await(cell + ": what was closed is gone").until(() -> figures.getConnsTotal() == 7);
                assertThat(figures.getConnsEvicted()).as("%s", cell).isZero();
            } finally {
                closeAll(taken);
            }
        }
    }

    /** A child with all workers busy takes nobody, however few connections it has. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void noConnectionIsAcceptedWhileNoWorkerIsIdle(Cell cell) throws Exception {
        try (Server server = oneChildOfFour(cell, "AsyncRequestWorkerFactor=100")) {
            FiguresMXBean figures = server.figures();
            List<RawConnection> busy = take(server, figures, 4);
            for (RawConnection each : busy) {
                each.hold();
            }
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> figures.getIdleWorkers() == 0);
            try (RawConnection late = server.connect()) {
                late.request("/hello");
                Kernel.awaitBacklog(cell, server.port(), 1);
                for (RawConnection each : busy) {
                    assertThat(each.release().status()).as("%s", cell).isEqualTo(200);
                }
                assertThat(late.read().status()).as("%s", cell).isEqualTo(200);
            } finally {
                closeAll(busy);
            }
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRestartChangesTheFactor(Cell cell) throws Exception {
        try (Server server = oneChildOfFour(cell, "MinSpareThreads=1")) {
            FiguresMXBean figures = server.figures();
            Path file = directory.resolve("half.conf");
            Files.writeString(file, "AsyncRequestWorkerFactor 0.5\n");
            server.control("restart " + file);
            await().until(() -> figures.getStopping() == 0 && figures.getGeneration() == 1);
            assertThat(figures.getDirectives()).containsEntry("AsyncRequestWorkerFactor", "0.5");
            List<RawConnection> taken = take(server, figures, 6);
            try (RawConnection late = server.connect()) {
                Kernel.awaitBacklog(cell, server.port(), 1);
                assertThat(figures.getConnsTotal()).as("%s", cell).isEqualTo(6);
                closeAll(taken);
                assertThat(late.get("/hello").status()).as("%s", cell).isEqualTo(200);
            } finally {
                closeAll(taken);
            }
        }
    }

    private static Server oneChildOfFour(Cell cell, String directive) {
        return Server.withDirectives(
                cell, "StartServers=1", "ThreadsPerChild=4", "MaxRequestWorkers=4", directive);
    }

    /** So many connections, each accepted while all workers are idle. */
    private static List<RawConnection> take(Server server, FiguresMXBean figures, int number)
            throws IOException {
        List<RawConnection> taken = new ArrayList<>();
        for (int n = 1; n <= number; n++) {
            awaitAllIdle(figures);
            taken.add(server.connect());
            int sofar = n;
            await(server.cell() + ": accepted")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> figures.getConnsTotal() == sofar);
        }
        awaitAllIdle(figures);
        return taken;
    }

    /** A worker shows that it is idle a moment before it can be had. */
    private static void awaitAllIdle(FiguresMXBean figures) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .during(Duration.ofMillis(20))
                .until(() -> figures.getIdleWorkers() == 4);
    }

    private static void closeAll(List<RawConnection> connections) throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
