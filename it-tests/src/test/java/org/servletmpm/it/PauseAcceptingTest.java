package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A pause is about new connections: they wait in the kernel, and who is connected notices nothing.
 */
class PauseAcceptingTest {

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void newConnectionsWaitAndOpenConnectionsAreServed(Server server) throws Exception {
        Cell cell = server.cell();
        List<RawConnection> waiting = new ArrayList<>();
        try (RawConnection open = server.connect()) {
            assertThat(open.get("/hello").status()).as("%s", cell).isEqualTo(200);
            // A stock Jetty that accepts with its selector closes the socket at one of these.
            for (int toggle = 0; toggle < 4; toggle++) {
                server.control("pause");
                for (int n = 0; n < 3; n++) {
                    waiting.add(server.connect().request("/thread"));
                }
                Kernel.awaitBacklog(cell, server.port(), 3);
                Response kept = open.get("/hello");
                assertThat(kept.status()).as("%s while paused", cell).isEqualTo(200);
                assertThat(kept.closes()).as("%s: a pause ends nothing", cell).isFalse();
                server.control("resume");
                for (RawConnection each : waiting) {
                    Response served = each.read();
                    assertThat(served.status()).as("%s resumed", cell).isEqualTo(200);
                    each.close();
                }
                waiting.clear();
            }
        } finally {
            for (RawConnection each : waiting) {
                each.close();
            }
        }
    }

    /** What a restart changes is not the pause. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRestartOfAPausedServerLeavesItPaused(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "MaxRequestWorkers=50")) {
            server.control("pause");
            try (RawConnection late = server.connect().request("/thread")) {
                server.control("graceful");
                Kernel.awaitBacklog(cell, server.port(), 1);
                assertThat(late.hasInput()).as("%s: served while paused", cell).isFalse();
                server.control("resume");
                assertThat(late.read().json("generation")).as("%s", cell).isEqualTo("1");
            }
        }
    }
}
