package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.Optional;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A failing request harms its client only; that its worker is idle again is checked after every
 * scenario that shares a server.
 */
class FailingServletTest {

    @EveryCell
    void anErrorFailsItsOwnRequestOnly(Server server) throws Exception {
        try (RawConnection other = server.connect()) {
            assertThat(other.get("/hello").status()).isEqualTo(200);
            for (String type :
                    new String[] {"exception", "StackOverflowError", "OutOfMemoryError", "Error"}) {
                try (RawConnection hurt = server.connect().request("/error?type=" + type)) {
                    Optional<Response> answer = hurt.readIfAny();
                    assertThat(answer.map(Response::status).orElse(500))
                            .as("%s: %s", server.cell(), type)
                            .isEqualTo(500);
                }
                assertThat(other.get("/hello").status())
                        .as("%s: another connection after %s", server.cell(), type)
                        .isEqualTo(200);
                server.assertServes();
            }
        }
    }

    /** More failures than there are workers: none may cost one. */
    @EveryCell
    void manyErrorsCostNoWorker(Server server) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (RawConnection hurt = server.connect()) {
                hurt.request("/error?type=" + (i % 2 == 0 ? "Error" : "OutOfMemoryError"));
                hurt.readIfAny();
            }
        }
        server.assertServes();
    }

    @EveryCell(holdsForStock = false)
    void theResponseOfAnInterruptedServletArrivesWhole(Server server) throws Exception {
        try (RawConnection connection = server.connect();
                RawConnection other = server.connect()) {
            for (int i = 0; i < 3; i++) {
                Response interrupted = connection.get("/interrupt");
                assertThat(interrupted.status()).as("%s", server.cell()).isEqualTo(200);
                assertThat(interrupted.body()).as("%s", server.cell()).isNotEmpty();
                for (RawConnection next : new RawConnection[] {connection, other}) {
                    assertThat(next.get("/big?bytes=200000").body())
                            .as("%s: the request after an interrupt", server.cell())
                            .hasSize(200_000);
                }
            }
        } catch (SocketException e) {
            throw new AssertionError(server.cell() + ": connection lost", e);
        }
        server.assertServes();
    }
}
