package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.it.cell.ParallelCells.everywhere;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/**
 * Clients that fall silent are cut off, wherever they do; nobody else notices. Time is the subject:
 * all cells side by side.
 */
class TimeoutTest {

    /** Longer than twelve servers that start at once keep a handshake waiting. */
    private static final int TIMEOUT_MILLIS = 3000;

    @Test
    void silenceEndsAConnectionInEveryPhase() throws Exception {
        String headers = RawConnection.head("GET", "/hello");
        String body = RawConnection.head("POST", "/upload", "Content-Length: 100") + "twelve bytes";
        String chunked =
                RawConnection.head("POST", "/upload", "Transfer-Encoding: chunked") + "c\r\ntwelve";
        List<String> beginnings =
                List.of(headers.substring(0, 6), headers.substring(0, 30), body, chunked);
        everywhere(
                cell -> {
                    try (Server server = Server.roomy(cell, cell.idleTimeout(TIMEOUT_MILLIS))) {
                        silenceEnds(server, beginnings);
                        server.assertServes();
                        server.awaitQuiet();
                    }
                });
    }

    private static void silenceEnds(Server server, List<String> beginnings) throws IOException {
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
                        .as("%s: silence %d ends", server.cell(), silent.indexOf(connection))
                        .isNotNull();
            }
        } finally {
            for (RawConnection connection : silent) {
                connection.close();
            }
        }
    }

    /** As httpd lingers: two seconds for a client that has its last answer and does not close. */
    @Test
    void aClientThatNeverClosesIsNotWaitedFor() throws Exception {
        everywhere(
                cell -> {
                    try (Server server = Server.roomy(cell, List.of());
                            RawConnection connection = server.connect()) {
                        assertThat(connection.get("/hello", "Connection: close").closes())
                                .as("%s", cell)
                                .isTrue();
                        server.awaitQuiet();
                    }
                });
    }

    /** The timeout is one of silence: a request that takes longer is served. */
    @Test
    void aRequestThatSleepsLongerThanTheTimeoutIsServed() throws Exception {
        Cell.Transport[] plain = {Cell.Transport.PLAIN};
        everywhere(
                plain,
                cell -> {
                    try (Server server = Server.roomy(cell, cell.idleTimeout(1000));
                            RawConnection connection = server.connect()) {
                        assertThat(connection.get("/sleep?ms=1500").status())
                                .as("%s", cell)
                                .isEqualTo(200);
                    }
                });
    }
}
