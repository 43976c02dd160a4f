package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** RFC 8446, 6.1: an end that is not said (close_notify) could be an attacker's. */
class CloseNotifyTest {

    private static final String HELLO = RawConnection.head("GET", "/hello");

    private static final String PART = HELLO.substring(0, 20);

    @EveryCell(over = Cell.Transport.TLS, holdsForStock = false)
    void everyOrderlyEndSendsCloseNotify(Cell cell) throws Exception {
        List<End> ends = new ArrayList<>();
        try (Server server =
                Server.withDirectives(
                        cell,
                        "StartServers=" + (cell.is(Cell.Model.PREFORK) ? 6 : 1),
                        "KeepAliveTimeout=1",
                        "RequestReadTimeout=header=1",
                        "GracefulShutdownTimeout=5")) {
            ends.add(new End(server));
            ends.add(new End(server).sends(PART));
            ends.add(new End(server).isAnswered());
            ends.add(new End(server).isAnswered().sends(PART));
            for (End end : ends) {
                end.assertSaid(cell);
            }
            End idle = new End(server).isAnswered();
            ends.add(idle);
            server.stop();
            idle.assertSaid(cell);
        } finally {
            for (End end : ends) {
                end.connection.close();
            }
        }
    }

    private static final class End {
        private final AtomicReference<RecordWatchingSocket> records = new AtomicReference<>();
        private final RawConnection connection;
        private String sent = "";

        End(Server server) throws Exception {
            connection =
                    TlsClient.trustingAll()
                            .protocols("TLSv1.2")
                            .over(tcp -> RecordWatchingSocket.of(tcp, records))
                            .connect(server.port())
                            .http();
        }

        End sends(String text) throws Exception {
            connection.send(text);
            sent += text;
            return this;
        }

        End isAnswered() throws Exception {
            sends(HELLO);
            assertThat(connection.read().status()).isEqualTo(200);
            return this;
        }

        void assertSaid(Cell cell) throws Exception {
            assertThatCode(connection::awaitEnd)
                    .as("%s: %s", cell, sent)
                    .doesNotThrowAnyException();
            assertThat(records.get().endsWithAlert()).as("%s: %s", cell, sent).isTrue();
        }
    }
}
