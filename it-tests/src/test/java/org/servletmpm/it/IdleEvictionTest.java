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
import org.servletmpm.it.client.Status;

/** With maxConnections reached, who is idle gives way to who comes; who has work does not. */
class IdleEvictionTest {

    private static final int LIMIT = 20;

    /** Milliseconds: who has been idle for a second at the most does not give way. */
    private static final int SPARED = 1050;

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void theLongestIdleConnectionIsEvictedForANewOne(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> kept = keepAlive(server);
            try {
                RawConnection longestIdle = kept.remove(7);
                idle(20);
                useAll(kept, cell);
                idle(SPARED);
                try (longestIdle;
                        RawConnection late = server.connect()) {
                    assertThat(late.get("/hello").closes()).as("%s: let in", cell).isFalse();
                    assertThat(longestIdle.awaitEnd())
                            .as("%s", cell)
                            .isEqualTo(RawConnection.Ending.CLOSED);
                    useAll(kept, cell);
                    Status status = server.statusOn(late);
                    assertThat(status.number("ConnsEvicted")).as("%s", cell).isEqualTo(1);
                    assertThat(status.number("ConnsTotal")).as("%s", cell).isEqualTo(LIMIT);
                }
            } finally {
                closeAll(kept);
            }
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void manyNewConnectionsAtOnceAreAllAccepted(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> kept = keepAlive(server);
            List<RawConnection> late = new ArrayList<>();
            try {
                idle(SPARED);
                for (int n = 0; n < LIMIT / 2; n++) {
                    late.add(server.connect().request("/hello"));
                }
                for (RawConnection each : late) {
                    assertThat(each.read().status()).as("%s", cell).isEqualTo(200);
                }
                await(cell + ": one for each, told when it has gone")
                        .untilAsserted(
                                () -> {
                                    Status status = server.statusOn(late.get(0));
                                    assertThat(status.number("ConnsEvicted")).isEqualTo(LIMIT / 2);
                                    assertThat(status.number("ConnsTotal")).isEqualTo(LIMIT);
                                });
            } finally {
                closeAll(kept);
                closeAll(late);
            }
        }
    }

    /** However long ago a request began: it waits for its handler, not for its client. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aConnectionWithWorkIsNotEvicted(Cell cell) throws Exception {
        try (Server server = limited(cell)) {
            List<RawConnection> busy = keepAlive(server);
            for (RawConnection each : busy) {
                each.request("/async?ms=" + (SPARED + 400));
            }
            try (RawConnection late = server.connect()) {
                late.request("/hello");
                idle(SPARED);
                Kernel.awaitBacklog(cell, server.port(), 1);
                assertThat(server.figures().getConnsEvicted()).as("%s", cell).isZero();
                for (RawConnection each : busy) {
                    assertThat(each.read().status()).as("%s: is finished", cell).isEqualTo(200);
                }
                busy.get(7).close();
                assertThat(late.read().status()).as("%s", cell).isEqualTo(200);
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

    /** As many connections as there may be. */
    private static List<RawConnection> keepAlive(Server server) throws IOException {
        await().until(() -> Kernel.established(server.port()) == 0);
        List<RawConnection> connections = new ArrayList<>();
        for (int n = 0; n < LIMIT; n++) {
            connections.add(server.connect());
        }
        useAll(connections, server.cell());
        return connections;
    }

    private static void useAll(List<RawConnection> connections, Cell cell) throws IOException {
        for (RawConnection connection : connections) {
            assertThat(connection.get("/hello").closes()).as("%s: stays", cell).isFalse();
        }
    }

    private static void idle(int millis) {
        await().pollDelay(Duration.ofMillis(millis)).until(() -> true);
    }

    private static void closeAll(List<RawConnection> connections) throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }
}
