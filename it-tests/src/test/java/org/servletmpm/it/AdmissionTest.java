package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** A child accepts what it can serve; other connections wait in the kernel's backlog. */
class AdmissionTest {

    @EveryCell(models = Cell.Model.PREFORK, holdsForStock = false)
    void preforkWithTwoLeavesTheThirdInTheBacklog(Cell cell) throws Exception {
        try (Server server =
                Server.withDirectives(
                        cell, "StartServers=2", "ServerLimit=2", "MaxRequestWorkers=2")) {
            oneTooManyWaits(server, 2);
        }
    }

    @EveryCell(models = Cell.Model.WORKER, holdsForStock = false)
    void workerWithOneChildOfFourLeavesTheFifthInTheBacklog(Cell cell) throws Exception {
        try (Server server = oneChildOfFour(cell)) {
            oneTooManyWaits(server, 4);
        }
    }

    /**
     * So many idle keep-alive connections hold all workers; one more client waits, and is then
     * served.
     */
    private static void oneTooManyWaits(Server server, int workers) throws Exception {
        Cell cell = server.cell();
        List<RawConnection> idle = keepAlive(server, workers);
        Kernel.awaitBacklog(cell, server.port(), 0);
        try (ClientThreads clientThreads = new ClientThreads();
                RawConnection late = server.connect()) {
            CompletableFuture<Response> answer = clientThreads.start(() -> late.get("/thread"));
            Kernel.awaitBacklog(cell, server.port(), 1);
            Status full = server.statusOn(idle.get(1));
            assertThat(full.busy()).as("%s busy", cell).isEqualTo(workers);
            assertThat(full.idle()).as("%s idle", cell).isZero();
            assertThat(answer).as("%s: the late client still waits", cell).isNotDone();

            idle.get(0).close();
            Response served = answer.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            assertThat(served.status()).as("%s: the late client is served", cell).isEqualTo(200);
            assertThat(served.json("request")).as("%s", cell).isEqualTo("1");
            Kernel.awaitBacklog(cell, server.port(), 0);
        } finally {
            closeAll(idle);
        }
        server.awaitQuiet();
    }

    @EveryCell(models = Cell.Model.EVENT)
    void idleConnectionsHoldNoEventWorker(Cell cell) throws Exception {
        try (Server server = oneChildOfFour(cell)) {
            List<RawConnection> idle = keepAlive(server, 10);
            try {
                server.assertServes();
                for (RawConnection connection : idle) {
                    assertThat(connection.get("/hello").status()).as("%s", cell).isEqualTo(200);
                }
            } finally {
                closeAll(idle);
            }
            server.awaitQuiet();
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN)
    void twoThousandIdleConnectionsHoldNoEventWorker(Cell cell) throws Exception {
        assumeDescriptors(5_000);
        try (Server server = oneChildOfFour(cell)) {
            List<RawConnection> idle = keepAlive(server, 2_000);
            try {
                server.assertServes();
                if (!Cell.stock()) {
                    Status status = server.status();
                    assertThat(status.number("ConnsTotal"))
                            .as("%s ConnsTotal", cell)
                            .isBetween(2_000, 2_005);
                    // The worker of the last answer may still be on its way to idle.
                    await().untilAsserted(
                                    () ->
                                            assertThat(server.status().busy())
                                                    .as("%s busy", cell)
                                                    .isEqualTo(1));
                }
                assertThat(idle.get(1_999).get("/hello").status()).as("%s", cell).isEqualTo(200);
            } finally {
                closeAll(idle);
            }
            server.awaitQuiet();
        }
    }

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void aChildFullOfSlowRequestsIsHelpedByItsSibling(Cell cell) throws Exception {
        try (Server server =
                Server.withDirectives(
                        cell,
                        "StartServers=2",
                        "ThreadsPerChild=4",
                        "MaxRequestWorkers=8",
                        "MinSpareThreads=1")) {
            List<RawConnection> connections = keepAlive(server, 16);
            try {
                List<RawConnection> slow = ofOneChild(connections).subList(0, 4);
                for (RawConnection connection : slow) {
                    connection.hold();
                }
                for (RawConnection quick : connections) {
                    if (!slow.contains(quick)) {
                        assertThat(quick.get("/hello").status()).as("%s", cell).isEqualTo(200);
                    }
                }
                server.assertServes();
                for (RawConnection connection : slow) {
                    assertThat(connection.release().status()).as("%s", cell).isEqualTo(200);
                }
                assertThat(server.status().number("RequestsHelped"))
                        .as("%s: the others of that child", cell)
                        .isPositive();
            } finally {
                closeAll(connections);
            }
        }
    }

    /** MaxRequestWorkers is how many requests run at once, in every model. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void maxRequestWorkersBoundsRunningRequests(Cell cell) throws Exception {
        String[] three =
                cell.is(Cell.Model.PREFORK)
                        ? new String[] {"StartServers=3", "MaxRequestWorkers=3"}
                        : new String[] {
                            "StartServers=1", "ThreadsPerChild=3", "MaxRequestWorkers=3"
                        };
        List<RawConnection> held = new ArrayList<>();
        try (Server server = Server.withDirectives(cell, three)) {
            for (int i = 0; i < 3; i++) {
                held.add(server.connect().hold("Connection: close"));
            }
            try (RawConnection fourth = server.connect().request("/hello")) {
                // In the backlog; in event perhaps accepted, as long as a worker was idle.
                assertThat(server.figures().getIdleWorkers()).as("%s", cell).isZero();
                assertThat(fourth.hasInput()).as("%s: the fourth waits", cell).isFalse();

                assertThat(held.get(0).release().status()).as("%s", cell).isEqualTo(200);
                assertThat(fourth.read().status()).as("%s", cell).isEqualTo(200);
            }
            for (RawConnection each : held.subList(1, 3)) {
                assertThat(each.release().status()).as("%s", cell).isEqualTo(200);
            }
        } finally {
            closeAll(held);
        }
    }

    /** Waits until so many connections have been established and taken out of the backlog. */
    private static void awaitAccepted(Server server, int connections) {
        await(server.cell() + ": connections accepted")
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO)
                .until(() -> Kernel.established(server.port()) == connections);
        Kernel.awaitBacklog(server.cell(), server.port(), 0);
    }

    private static Server oneChildOfFour(Cell cell) {
        return Server.withDirectives(
                cell, "StartServers=1", "ThreadsPerChild=4", "MaxRequestWorkers=4");
    }

    /** Connections that have had one answer and now idle. */
    private static List<RawConnection> keepAlive(Server server, int number) throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            RawConnection connection = server.connect();
            connections.add(connection);
            assertThat(connection.get("/hello").closes()).as("%s", server.cell()).isFalse();
        }
        return connections;
    }

    /** The larger group of connections, by the child that answers on them. */
    private static List<RawConnection> ofOneChild(List<RawConnection> connections)
            throws IOException {
        List<String> slots = new ArrayList<>();
        for (RawConnection connection : connections) {
            slots.add(connection.get("/thread").json("slot"));
        }
        return IntStream.range(0, slots.size())
                .boxed()
                .collect(Collectors.groupingBy(slots::get, Collectors.toList()))
                .values()
                .stream()
                .max(Comparator.comparingInt(List::size))
                .orElseThrow()
                .stream()
                .map(connections::get)
                .toList();
    }

    private static void closeAll(List<RawConnection> connections) throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
    }

    private static void assumeDescriptors(long number) {
        var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        assumeTrue(
                system != null && system.getMaxFileDescriptorCount() >= number,
                "needs " + number + " file descriptors (ulimit -n)");
    }
}
