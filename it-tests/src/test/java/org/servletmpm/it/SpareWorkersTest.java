package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Status;

/**
 * Under load children come, without it they go, and with them their threads. What is decided when
 * is proved by the regulator's own tests; one container for each model shows that it is done.
 */
class SpareWorkersTest {

    private static final int LOAD = 12;

    @ParameterizedTest
    @CsvSource({"TOMCAT,PREFORK,1", "JETTY,WORKER,6", "TOMCAT,EVENT,6"})
    void childrenFollowTheLoad(Cell.Container container, Cell.Model model, int threads)
            throws Exception {
        Cell cell = new Cell(container, model, Cell.Transport.PLAIN);
        assumeFalse(cell.isVirtual(), "virtual threads are in no dump");
        List<RawConnection> load = new ArrayList<>();
        try (Server server =
                Server.withDirectives(
                        cell,
                        "StartServers=" + (threads == 1 ? 8 : 1),
                        "ThreadsPerChild=" + threads,
                        "MinSpareThreads=1",
                        "MaxSpareThreads=8",
                        "MinSpareServers=1",
                        "MaxSpareServers=11",
                        "MaxRequestWorkers=" + (LOAD + 6))) {
            int quiet = workerThreads(server);
            try {
                for (int n = 0; n < LOAD; n++) {
                    load.add(server.connect().hold());
                }
                within(8)
                        .untilAsserted(
                                () -> {
                                    Status status = server.status();
                                    assertThat(status.busy())
                                            .as("%s: the load and this", cell)
                                            .isEqualTo(LOAD + 1);
                                    assertThat(status.idle()).as("%s spares", cell).isPositive();
                                    assertThat(workerThreads(server))
                                            .as("%s: threads", cell)
                                            .isEqualTo(status.busy() + status.idle());
                                });
                for (RawConnection connection : load) {
                    assertThat(connection.release().status()).as("%s", cell).isEqualTo(200);
                }
            } finally {
                for (RawConnection connection : load) {
                    connection.close();
                }
            }
            // MaxSpare is corrected to at least MinSpare and a child more.
            int spare = threads == 1 ? 11 : 8;
            within(12)
                    .untilAsserted(
                            () -> {
                                Status status = server.status();
                                assertThat(status.idle())
                                        .as("%s: spares", cell)
                                        .isLessThanOrEqualTo(spare);
                                assertThat(workerThreads(server))
                                        .as("%s: threads, %s at first", cell, quiet)
                                        .isLessThanOrEqualTo(spare + 1);
                            });
        }
    }

    private static org.awaitility.core.ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50));
    }

    private static int workerThreads(Server server) {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("mpm-" + server.port() + "-"))
                        .filter(name -> name.contains("-worker-"))
                        .count();
    }
}
