package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Status;

/**
 * {@code /server-status?auto} as mod_status 2.4.71 writes it, for the tools that read it by name.
 */
class StatusTest {

    private static final List<String> FIELDS =
            List.of(
                    "ServerVersion",
                    "ServerMPM",
                    "Server Built",
                    "CurrentTime",
                    "RestartTime",
                    "ParentServerConfigGeneration",
                    "ParentServerMPMGeneration",
                    "ServerUptimeSeconds",
                    "ServerUptime",
                    "Load1",
                    "Load5",
                    "Load15",
                    "Total Accesses",
                    "Total kBytes",
                    "Total Duration",
                    "CPUUser",
                    "CPUSystem",
                    "CPUChildrenUser",
                    "CPUChildrenSystem",
                    "CPULoad",
                    "Uptime",
                    "ReqPerSec",
                    "BytesPerSec",
                    "BytesPerReq",
                    "DurationPerReq",
                    "BusyWorkers",
                    "GracefulWorkers",
                    "IdleWorkers");

    private static final List<String> EVENT_FIELDS =
            List.of(
                    "Processes",
                    "Stopping",
                    "ConnsTotal",
                    "ConnsAsyncWaitIO",
                    "ConnsAsyncWriting",
                    "ConnsAsyncKeepAlive",
                    "ConnsAsyncClosing");

    /** Absent while there is nothing to divide by. */
    private static final List<String> MAY_BE_ABSENT =
            List.of("CPULoad", "ReqPerSec", "BytesPerSec", "BytesPerReq", "DurationPerReq");

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void fieldsAreThoseOfModStatusInItsOrderThenOurs(Server server) throws Exception {
        Status status = server.status();
        List<String> expected = new ArrayList<>(FIELDS);
        if (server.cell().is(Cell.Model.EVENT)) {
            expected.addAll(EVENT_FIELDS);
        }
        expected.add("Scoreboard");
        if (!server.cell().is(Cell.Model.EVENT)) {
            expected.addAll(
                    List.of(
                            "BusyAuxiliaries",
                            "RequestsQueued",
                            "QueueAgeSeconds",
                            "QueueWaitSeconds",
                            "Overloaded"));
        } else {
            expected.addAll(
                    List.of(
                            "ConnsPinned",
                            "UnsentBytes",
                            "BlockedWriters",
                            "RequestsQueued",
                            "QueueAgeSeconds",
                            "QueueWaitSeconds",
                            "Overloaded",
                            "RequestsHelped",
                            "ConnsHandedOver",
                            "ConnsEvicted",
                            "WritesBlocked"));
        }
        expected.addAll(
                List.of(
                        "RefusedHandshakeTimeout",
                        "RefusedHandshake",
                        "RefusedHeaderTimeout",
                        "RefusedBodyTimeout",
                        "RefusedQueueTime",
                        "RefusedOverload",
                        "RefusedClientGone",
                        "RefusedByContainer",
                        "AcceptsFailed"));
        expected.removeIf(name -> MAY_BE_ABSENT.contains(name) && !status.names().contains(name));
        assertThat(status.names()).as("%s", server.cell()).isEqualTo(expected);
        assertThat(status.serverName()).as("%s", server.cell()).doesNotContain(": ");
        assertThat(status.fields().get("ServerMPM"))
                .isEqualToIgnoringCase(server.cell().model().name());
        assertThat(status.scoreboard())
                .as("%s: one letter per possible worker", server.cell())
                .hasSize(80)
                .containsPattern("W")
                .matches("[_SRWKDCLGI.]*");
        assertThat(status.busy() + status.idle()).as("%s", server.cell()).isEqualTo(80);
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void accessesAndWorkersAreCounted(Server server) throws Exception {
        try (RawConnection one = server.connect();
                RawConnection two = server.connect()) {
            AtomicInteger asked = new AtomicInteger();
            int before = server.statusOn(one).number("Total Accesses");
            for (int i = 0; i < 10; i++) {
                two.get("/hello");
            }
            boolean event = server.cell().is(Cell.Model.EVENT);
            // An answer may arrive before its worker has counted it and become idle; also the one
            // that said how many there were before.
            await().untilAsserted(
                            () -> {
                                Status after = server.statusOn(one);
                                int own = asked.incrementAndGet();
                                assertThat(after.number("Total Accesses"))
                                        .as("%s", server.cell())
                                        .isBetween(before + 10, before + 10 + own + 1);
                                assertThat(after.busy())
                                        .as(
                                                "%s: a kept-alive connection holds a worker, but"
                                                        + " in event",
                                                server.cell())
                                        .isEqualTo(event ? 1 : 2);
                            });
        }
    }
}
