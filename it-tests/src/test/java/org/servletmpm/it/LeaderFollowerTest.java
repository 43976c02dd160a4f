package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** event: a worker that selects runs the short requests itself, and nobody waits for a long one. */
class LeaderFollowerTest {

    /** What many short requests before have a connection taken for. */
    private static final int USED_TO_SHORT = 60;

    private static final String BODY = "0123456789";

    private static void getUsedToShort(RawConnection connection) throws IOException {
        for (int n = 0; n < USED_TO_SHORT; n++) {
            assertThat(connection.get("/hello").status()).isEqualTo(200);
        }
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
            // Before the code is compiled no request is short.
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(
                            () -> {
                                getUsedToShort(client);
                                assertThat(selecting(server)).as("%s", cell).contains("worker");
                            });
            assertThat(server.status().busy()).as("%s: it is idle", cell).isEqualTo(1);
        }
        try (Server server =
                        Server.withDirectives(
                                cell, "MaxKeepAliveRequests=0", "LeaderFollower=Off");
                RawConnection client = server.connect()) {
            getUsedToShort(client);
            assertThat(selecting(server)).as("%s: Off", cell).doesNotContain("worker");
        }
    }

    /**
     * @return the roles of the server's threads that select
     */
    private static Stream<String> selecting(Server server) {
        String prefix = "mpm-" + server.port() + "-";
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith(prefix))
                .filter(
                        thread ->
                                Stream.of(thread.getValue())
                                        .anyMatch(
                                                frame ->
                                                        frame.getClassName()
                                                                        .endsWith("ListenerWait")
                                                                && frame.getMethodName()
                                                                        .equals("turn")))
                .map(thread -> thread.getKey().getName().split("-")[3]);
    }

    /** Everybody's requests were short so far: whoever leads runs the long one itself. */
    @EveryCell(models = Cell.Model.EVENT)
    void nobodyWaitsForAWrongGuess(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "MaxKeepAliveRequests=0");
                RawConnection slow = server.connect();
                RawConnection other = server.connect()) {
            for (int round = 0; round < 3; round++) {
                getUsedToShort(slow);
                getUsedToShort(other);
                beginLong(slow);
                for (int n = 0; n < 10; n++) {
                    assertThat(other.get("/hello").status()).isEqualTo(200);
                    try (RawConnection fresh = server.connect()) {
                        assertThat(fresh.get("/hello").status()).isEqualTo(200);
                    }
                }
                endLong(slow);
            }
        }
    }

    /** Two requests find the thread that leads at once; the first lasts. */
    @EveryCell(models = Cell.Model.EVENT)
    void whatWasFoundTogetherDoesNotWaitForTheFirst(Server server) throws Exception {
        List<RawConnection> others = new ArrayList<>();
        try (RawConnection slow = server.connect()) {
            getUsedToShort(slow);
            for (int n = 0; n < 8; n++) {
                RawConnection other = server.connect();
                others.add(other);
                getUsedToShort(other);
            }
            beginLong(slow);
            for (RawConnection other : others) {
                other.request("/hello");
            }
            for (RawConnection other : others) {
                assertThat(other.read().status()).isEqualTo(200);
            }
            endLong(slow);
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
    void withEveryWorkerBusySomebodySelects(Cell cell) throws Exception {
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
