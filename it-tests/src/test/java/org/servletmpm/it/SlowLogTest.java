package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** SlowRequestTime tells of a request while it hangs, and where. */
class SlowLogTest {

    private static final Cell.Transport[] PLAIN = {Cell.Transport.PLAIN};

    /**
     * It is looked for once a second: in two and a half there are two looks at least. All cells
     * side by side: they wait for that.
     */
    @Test
    void aSlowRequestIsLoggedOnceWithWhereItHangs() throws Exception {
        assumeFalse(Cell.stock(), "about the MPM connectors only");
        try (CapturedLog log = new CapturedLog()) {
            everywhere(PLAIN, cell -> assertLogged(cell, log));
        }
    }

    private static void assertLogged(Cell cell, CapturedLog log) throws IOException {
        try (Server server = Server.withDirectives(cell, "SlowRequestTime=300ms");
                RawConnection slow = server.connect()) {
            slow.request("/sleep?ms=2400");
            assertThat(slow.read().status()).as("%s", cell).isEqualTo(200);
            assertThat(log.containing("port " + server.port() + ","))
                    .as("%s: once", cell)
                    .filteredOn(entry -> entry.contains("GET /sleep?ms=2400 "))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING slow request on port " + server.port() + ", mpm-")
                    .containsPattern(
                            "-worker-\\d+, \\d{3,4} ms so far: GET /sleep\\?ms=2400 HTTP/1.1 from"
                                    + " 127.0.0.1\n\tat ")
                    .contains("Thread.sleep", "SleepServlet", "org.servletmpm.worker.Worker.run");
        }
    }
}
