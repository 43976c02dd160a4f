package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.cell.Status;
import org.servletmpm.it.client.RawConnection;

/** What an event-incompatible filter does to the connections that meet it, and to those alone. */
class PinnedTest {

    private static final int REQUESTS = 20;

    /** On a server of other scenarios' too: differences count. */
    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void oneThreadServesAPinnedConnectionAndNobodyElse(Server server) throws Exception {
        Status before = server.status();
        try (RawConnection pinned = server.connect();
                RawConnection other = server.connect()) {
            String thread = pinned.get("/pinned").json("threadId");
            Set<String> others = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                String path = i % 2 == 0 ? "/pinned" : "/thread";
                assertThat(pinned.get(path).json("threadId"))
                        .as("%s request %d", server.cell(), i)
                        .isEqualTo(thread);
                others.add(other.get("/thread").json("threadId"));
            }
            assertThat(others).as("%s", server.cell()).doesNotContain(thread);

            Status idle = awaitPinned(server, 1);
            assertThat(idle.busy()).as("%s", server.cell()).isEqualTo(before.busy() + 1);
            assertThat(idle.scoreboard()).contains("K");
            assertThat(idle.number("ConnsAsyncKeepAlive"))
                    .as("%s: the other is parked", server.cell())
                    .isEqualTo(before.number("ConnsAsyncKeepAlive") + 1);
            assertThat(server.get("/server-status").text())
                    .contains("pinned by org.servletmpm.demo.web.PinningFilter");
        }
        assertThat(awaitPinned(server, 0).busy()).isEqualTo(before.busy());
    }

    private static Status awaitPinned(Server server, int connections) {
        return await(server.cell().toString())
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(server), status -> status.number("ConnsPinned") == connections);
    }

    private static Status status(Server server) throws IOException {
        return server.status();
    }
}
