package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.SelectingThreads;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** event: a worker that selects runs the short requests itself, and nobody waits for a long one. */
class LeaderFollowerTest {

    /** What many short requests before have a connection taken for. */
    private static final int USED_TO_SHORT = 60;

    /** One child, or whoever is not served by the one that waits is by another. */
    private static final String[] ONE_CHILD = {
        "StartServers=1", "ThreadsPerChild=10", "MaxRequestWorkers=10", "MaxKeepAliveRequests=0"
    };

    private static final String BODY = "0123456789";

    private static void getUsedToShort(RawConnection connection) throws IOException {
        for (int n = 0; n < USED_TO_SHORT; n++) {
            assertThat(connection.get("/hello").status()).isEqualTo(200);
        }
    }

    /** Virtual threads are in no dump. */
    private static boolean isLed(Server server) {
        return server.cell().isVirtual() || SelectingThreads.isLed(server.port(), "EchoServlet");
    }

    /** Keeps whoever runs it until the client sends the body. */
    private static void beginLong(RawConnection connection) throws IOException {
        connection.send(
                RawConnection.head("POST", "/echo", "Content-Length: " + BODY.length())
                        + BODY.substring(1));
    }

    private static void endLong(RawConnection connection) throws IOException {
        assertThat(connection.send(BODY.substring(0, 1)).read().text())
                .isEqualTo(BODY.substring(1) + BODY.charAt(0));
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN)
    void aWorkerSelects(Cell cell) throws Exception {
        assumeFalse(cell.isVirtual(), "virtual threads are in no dump");
        try (Server server = Server.withDirectives(cell, "MaxKeepAliveRequests=0");
                RawConnection client = server.connect()) {
            SelectingThreads.until(
                    () -> {
                        getUsedToShort(client);
                        return SelectingThreads.isWorker(server.port());
                    });
            assertThat(server.status().busy()).as("%s: it is idle", cell).isEqualTo(1);
        }
        try (Server server =
                        Server.withDirectives(
                                cell, "MaxKeepAliveRequests=0", "LeaderFollower=Off");
                RawConnection client = server.connect()) {
            getUsedToShort(client);
            assertThat(SelectingThreads.isWorker(server.port())).as("%s: Off", cell).isFalse();
        }
    }

    /** Everybody's requests were short so far: whoever leads runs the long one itself. */
    @EveryCell(models = Cell.Model.EVENT)
    void noClientWaitsForAWrongEstimate(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, ONE_CHILD);
                RawConnection slow = server.connect();
                RawConnection other = server.connect()) {
            SelectingThreads.untilIfItCanBe(
                    () -> {
                        getUsedToShort(other);
                        getUsedToShort(slow);
                        beginLong(slow);
                        for (int n = 0; n < 10; n++) {
                            assertThat(other.get("/hello").status()).isEqualTo(200);
                            try (RawConnection fresh = server.connect()) {
                                assertThat(fresh.get("/hello").status()).isEqualTo(200);
                            }
                        }
                        boolean led = isLed(server);
                        endLong(slow);
                        return led;
                    });
        }
    }

    /** Two requests find the thread that leads at once; the first lasts. */
    @EveryCell(models = Cell.Model.EVENT)
    void requestsFoundInOneSelectDoNotWaitForTheFirst(Cell cell) throws Exception {
        List<RawConnection> others = new ArrayList<>();
        try (Server server = Server.withDirectives(cell, ONE_CHILD);
                RawConnection slow = server.connect()) {
            for (int n = 0; n < 8; n++) {
                others.add(server.connect());
            }
            SelectingThreads.untilIfItCanBe(
                    () -> {
                        for (RawConnection other : others) {
                            getUsedToShort(other);
                        }
                        getUsedToShort(slow);
                        beginLong(slow);
                        for (RawConnection other : others) {
                            other.request("/hello");
                        }
                        for (RawConnection other : others) {
                            assertThat(other.read().status()).isEqualTo(200);
                        }
                        boolean led = isLed(server);
                        endLong(slow);
                        return led;
                    });
        } finally {
            for (RawConnection other : others) {
                other.close();
            }
        }
    }

    /**
     * Both workers are busy: whoever comes is accepted all the same, and served as soon as a worker
     * is free.
     */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN)
    void withEveryWorkerBusyAThreadStillSelects(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "ThreadsPerChild=2",
                                "MaxRequestWorkers=2",
                                "MaxKeepAliveRequests=0");
                RawConnection idle = server.connect();
                RawConnection first = server.connect();
                RawConnection second = server.connect()) {
            for (RawConnection used : List.of(first, second, idle)) {
                getUsedToShort(used);
            }
            beginLong(first);
            beginLong(second);
            try (RawConnection late = server.connect()) {
                late.request("/hello");
                await(cell + ": it is accepted while both are busy")
                        .until(() -> server.figures().getConnsTotal(), is -> is == 4);
                endLong(first);
                endLong(second);
                assertThat(late.read().status()).isEqualTo(200);
            }
        }
    }
}
