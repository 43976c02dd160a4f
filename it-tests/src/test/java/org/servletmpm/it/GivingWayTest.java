package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** With maxConnections reached, who is idle gives way to who comes; who has work does not. */
class GivingWayTest {

    private static final int LIMIT = 20;

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void theLongestIdleConnectionGoesForEachThatComes(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> kept = keepAlive(server, 0);
            try {
                RawConnection longestIdle = kept.get(1);
                assertThat(kept.get(0).get("/hello").closes()).as("%s: used again", cell).isFalse();
                awaitASecond();
                kept.remove(longestIdle);
                try (RawConnection late = server.connect()) {
                    assertThat(late.get("/hello").closes()).as("%s: let in", cell).isFalse();
                    assertThat(longestIdle.awaitEnd())
                            .as("%s", cell)
                            .isEqualTo(RawConnection.Ending.CLOSED);
                    for (RawConnection each : kept) {
                        assertThat(each.get("/hello").closes()).as("%s: stays", cell).isFalse();
                    }
                    assertThat(server.statusOn(late).number("ConnsGivenWay"))
                            .as("%s", cell)
                            .isEqualTo(1);
                    assertThat(server.statusOn(late).number("ConnsTotal"))
                            .as("%s", cell)
                            .isEqualTo(LIMIT);
                } finally {
                    longestIdle.close();
                }
            } finally {
                closeAll(kept);
            }
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void manyThatComeAtOnceAreAllLetIn(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> kept = keepAlive(server, 0);
            List<RawConnection> late = new ArrayList<>();
            try {
                awaitASecond();
                for (int n = 0; n < LIMIT / 2; n++) {
                    late.add(server.connect().request("/hello"));
                }
                for (RawConnection each : late) {
                    assertThat(each.read().status()).as("%s", cell).isEqualTo(200);
                }
                assertThat(server.statusOn(late.get(0)).number("ConnsGivenWay"))
                        .as("%s", cell)
                        .isEqualTo(LIMIT / 2);
                for (RawConnection each : kept.subList(LIMIT / 2, LIMIT)) {
                    assertThat(each.get("/hello").status()).as("%s: stays", cell).isEqualTo(200);
                }
            } finally {
                closeAll(kept);
                closeAll(late);
            }
        }
    }

    /** However long ago a request began: it waits for its handler, not for its client. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void nobodyWhoHasWorkGivesWay(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> busy = keepAlive(server, 1200);
            try (RawConnection late = server.connect()) {
                late.request("/hello");
                for (RawConnection each : busy) {
                    assertThat(late.hasInput()).as("%s: the late one waits", cell).isFalse();
                    assertThat(each.read().status()).as("%s: is finished", cell).isEqualTo(200);
                }
                Kernel.awaitBacklog(cell, server.port(), 1);
                busy.get(7).close();
                assertThat(late.read().status()).as("%s", cell).isEqualTo(200);
                assertThat(server.statusOn(late).number("ConnsGivenWay"))
                        .as("%s: idle for less than a second", cell)
                        .isZero();
            } finally {
                closeAll(busy);
            }
        }
    }

    private static Server limited(Cell cell) {
        return Server.start(
                cell,
                List.of(
                        "--set",
                        "StartServers=2",
                        "--set",
                        "ThreadsPerChild=4",
                        "--set",
                        "MaxRequestWorkers=8",
                        "--set",
                        "MinSpareThreads=1",
                        "--connector",
                        "maxConnections=" + LIMIT));
    }

    /**
     * As many connections as there may be.
     *
     * @param millis how long an asynchronous request takes that is not read; 0 for none
     */
    private static List<RawConnection> keepAlive(Server server, int millis) throws IOException {
        Kernel.awaitBacklog(server.cell(), server.port(), 0);
        await().until(() -> Kernel.established(server.port()) == 0);
        List<RawConnection> connections = new ArrayList<>();
        for (int n = 0; n < LIMIT; n++) {
            RawConnection connection = server.connect();
            connections.add(connection);
            assertThat(connection.get("/hello").closes()).as("%s", server.cell()).isFalse();
        }
        if (millis > 0) {
            for (RawConnection connection : connections) {
                connection.request("/async?ms=" + millis);
            }
        }
        return connections;
    }

    /** Idle for longer than what is spared. */
    private static void awaitASecond() {
        await().pollDelay(Duration.ofMillis(1050)).until(() -> true);
    }

    private static void closeAll(List<RawConnection> connections) throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
