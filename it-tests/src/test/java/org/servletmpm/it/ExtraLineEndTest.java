package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Status;

/**
 * Some clients send a line end behind a POST, in a packet of its own. It is no begin of a request
 * (RFC 9112, section 2.2): nobody is told 408 for it.
 */
class ExtraLineEndTest {

    @Test
    void aLineEndBehindARequestDoesNotBeginTheNext() throws Exception {
        everywhere(ExtraLineEndTest::assertIgnored);
    }

    private static void assertIgnored(Cell cell) throws Exception {
        try (Server server = server(cell)) {
            assertIgnoredBehindRequests(server);
            assertIgnoredBeforeTheFirst(server);
        }
    }

    private static Server server(Cell cell) {
        return Server.withDirectives(
                cell,
                "RequestReadTimeout=header=1",
                "KeepAliveTimeout=8",
                "MaxRequestWorkers=6",
                cell.is(Cell.Model.PREFORK) ? "StartServers=6" : "ThreadsPerChild=6");
    }

    private static void assertIgnoredBehindRequests(Server server) throws Exception {
        Cell cell = server.cell();
        try (RawConnection served = server.connect()) {
            for (int i = 0; i < 3; i++) {
                post(served, cell);
                served.send("\r\n");
            }
        }
    }

    private static void assertIgnoredBeforeTheFirst(Server server) throws Exception {
        Cell cell = server.cell();
        try (RawConnection fresh = server.connect().send("\r\n");
                RawConnection kept = server.connect()) {
            post(kept, cell);
            kept.send("\r\n");
            await(cell + ": is idle, and shown so")
                    .until(() -> showsOneIdle(server.status(), cell));
            kept.send("\r");
            kept.send("\n\r\n");
            assertThat(fresh.readIfAny()).as("%s: fresh", cell).isEmpty();
            assertThat(kept.readIfAny()).as("%s: 408 unasked", cell).isEmpty();
        }
        assertThat(server.status().number("RefusedHeaderTimeout"))
                .as("%s: the fresh one, in its time", cell)
                .isEqualTo(1);
    }

    private static void post(RawConnection client, Cell cell) throws IOException {
        assertThat(client.post("/upload", new byte[10]).status()).as("%s", cell).isEqualTo(200);
    }

    private static boolean showsOneIdle(Status status, Cell cell) {
        return cell.is(Cell.Model.EVENT)
                ? status.number("ConnsAsyncKeepAlive") == 1
                : status.scoreboard().chars().filter(letter -> letter == 'K').count() == 1;
    }
}
