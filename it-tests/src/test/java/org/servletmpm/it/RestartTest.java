package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** A restart brings new children and new directives, and no client is the worse for it. */
class RestartTest {

    @TempDir private Path directory;

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void anotherFileIsAnotherGeneration(Cell cell) throws Exception {
        boolean prefork = cell.is(Cell.Model.PREFORK);
        try (Server server = small(cell)) {
            Path file =
                    file(
                            prefork
                                    ? "StartServers 4\nMaxRequestWorkers 12\nServerLimit 99\n"
                                    : "StartServers 3\nThreadsPerChild 4\nMaxRequestWorkers 12\n"
                                            + "ServerLimit 99\nThreadLimit 99\n");
            String answer = server.control("restart " + file);
            assertThat(answer.split(" "))
                    .as("%s: the first limits stay, the rest is the file's", cell)
                    .contains("generation=1", "MaxRequestWorkers=12", "ServerLimit=20")
                    .contains(prefork ? "StartServers=4" : "ThreadsPerChild=4")
                    .contains(prefork ? "MinSpareServers=5" : "ThreadLimit=8");
            awaitGenerationOne(server);
            int workers = prefork ? 5 : 12;
            await(cell + ": the old children are gone, the new ones have started")
                    .untilAsserted(
                            () -> {
                                Status status = server.status();
                                assertThat(status.number("ParentServerMPMGeneration")).isEqualTo(1);
                                assertThat(status.busy() + status.idle()).isEqualTo(workers);
                                assertThat(status.scoreboard()).doesNotContain("G", "S");
                            });
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aFileWithAnErrorChangesNothing(Cell cell) throws Exception {
        try (Server server = small(cell)) {
            Path file = file("MaxRequestWorkers 12\nStartServers x\nStartServer 3\n");
            assertThat(server.answerTo("restart " + file))
                    .as("%s", cell)
                    .startsWith("ERROR restart " + file + ": StartServers (" + file + ":2): ")
                    .contains(" | this line (" + file + ":3): ")
                    .endsWith("; nothing has changed");
            assertThat(server.get("/thread").json("generation")).as("%s", cell).isEqualTo("0");
            assertThat(server.status().number("ParentServerMPMGeneration")).isZero();
            assertThat(server.control("graceful")).as("%s", cell).isEqualTo("generation=1");
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRunningRequestIsFinished(Cell cell) throws Exception {
        try (Server server = small(cell);
                RawConnection running = server.connect()) {
            assertThat(running.get("/hello").status()).as("%s", cell).isEqualTo(200);
            running.hold();
            await(cell + ": it runs").until(() -> server.status().busy() == 2);
            server.control("graceful");
            awaitGenerationOne(server);
            Response answer = running.release();
            assertThat(answer.status()).as("%s", cell).isEqualTo(200);
            assertThat(answer.closes())
                    .as("%s: a bound connection ends with its child", cell)
                    .isEqualTo(!cell.is(Cell.Model.EVENT));
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void anIdleEventConnectionIsServedByTheNewGeneration(Cell cell) throws Exception {
        try (Server server = small(cell);
                RawConnection idle = server.connect()) {
            String before = idle.get("/thread").json("connection");
            for (int restart = 1; restart <= 3; restart++) {
                server.control("graceful");
                int begun = restart;
                await(cell + ": generation " + begun)
                        .pollDelay(Duration.ZERO)
                        .until(
                                () -> {
                                    Response answer = idle.get("/thread");
                                    assertThat(answer.closes()).as("%s", cell).isFalse();
                                    assertThat(answer.json("connection")).isEqualTo(before);
                                    return Integer.parseInt(answer.json("generation")) >= begun;
                                });
            }
            await(cell + ": handed over each time, also by children that are gone")
                    .until(() -> server.statusOn(idle).number("ConnsHandedOver") >= 3);
        }
    }

    /**
     * Whoever asks in time is answered, and told that it was the last time; the others are let go,
     * here after a second.
     */
    @EveryCell(
            models = {Cell.Model.PREFORK, Cell.Model.WORKER},
            over = Cell.Transport.PLAIN,
            holdsForStock = false)
    void anIdleBoundConnectionEndsCleanly(Cell cell) throws Exception {
        try (Server server = small(cell);
                RawConnection silent = server.connect();
                RawConnection asking = server.connect()) {
            assertThat(silent.get("/hello").closes()).as("%s", cell).isFalse();
            assertThat(asking.get("/hello").closes()).as("%s", cell).isFalse();
            server.control("graceful");
            asking.request("/hello");
            if (asking.isAnswered()) {
                assertThat(asking.read().closes()).as("%s", cell).isTrue();
            }
            assertThat(silent.awaitEnd()).as("%s", cell).isEqualTo(RawConnection.Ending.CLOSED);
        }
    }

    private static Server small(Cell cell) {
        return cell.is(Cell.Model.PREFORK)
                ? Server.withDirectives(
                        cell,
                        "StartServers=3",
                        "ServerLimit=20",
                        "MaxRequestWorkers=20",
                        "GracefulKeepAlive=1")
                : Server.withDirectives(
                        cell,
                        "StartServers=2",
                        "ThreadsPerChild=5",
                        "ThreadLimit=8",
                        "ServerLimit=20",
                        "MaxRequestWorkers=20",
                        "GracefulKeepAlive=1");
    }

    /** A child that has been told to leave may be just accepting. */
    private static void awaitGenerationOne(Server server) {
        await(server.cell() + ": the new generation")
                .pollDelay(Duration.ZERO)
                .until(() -> server.get("/thread").json("generation"), "1"::equals);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("new.conf"), text);
    }
}
