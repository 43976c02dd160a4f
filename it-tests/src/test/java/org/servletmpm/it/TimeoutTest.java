package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** Clients that fall silent are cut off, wherever they do; nobody else notices. */
class TimeoutTest {

    private static final int TIMEOUT_MILLIS = 700;

    @EveryCell
    void silenceEndsAConnectionWhereverItFalls(Cell cell) throws Exception {
        String headers = RawConnection.head("GET", "/hello");
        String body = RawConnection.head("POST", "/upload", "Content-Length: 100") + "twelve bytes";
        String chunked =
                RawConnection.head("POST", "/upload", "Transfer-Encoding: chunked") + "c\r\ntwelve";
        List<String> beginnings =
                List.of(headers.substring(0, 6), headers.substring(0, 30), body, chunked);
        try (Server server = Server.roomy(cell, cell.idleTimeout(TIMEOUT_MILLIS))) {
            List<RawConnection> silent = new ArrayList<>();
            try {
                for (String beginning : beginnings) {
                    silent.add(server.connect().send(beginning));
                }
                RawConnection idle = server.connect();
                silent.add(idle);
                idle.get("/hello");
                server.assertServes();
                for (RawConnection connection : silent) {
                    assertThat(connection.awaitEnd())
                            .as("%s: silence %d ends", cell, silent.indexOf(connection))
                            .isNotNull();
                }
            } finally {
                for (RawConnection connection : silent) {
                    connection.close();
                }
            }
            server.assertServes();
            server.awaitQuiet();
        }
    }

    /** As httpd lingers: two seconds for a client that has its last answer and does not close. */
    @EveryCell
    void aClientThatNeverClosesIsNotWaitedFor(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            assertThat(connection.get("/hello", "Connection: close").closes())
                    .as("%s", server.cell())
                    .isTrue();
            server.awaitQuiet();
        }
    }

    /** The timeout is one of silence: a body that keeps coming, however slowly, is served. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void aRequestThatSleepsLongerThanTheTimeoutIsServed(Cell cell) throws Exception {
        try (Server server = Server.roomy(cell, cell.idleTimeout(300));
                RawConnection connection = server.connect()) {
            assertThat(connection.get("/sleep?ms=600").status()).as("%s", cell).isEqualTo(200);
        }
    }
}
