package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** An answer that ends a connection arrives although its client is still sending. */
class LingeringCloseTest {

    private static final int PIECE = 64 * 1024;

    private static final String UPLOAD =
            RawConnection.head("POST", "/early?status=413", "Content-Length: 1000000000");

    /** What follows such a header is for nobody. */
    private static final Map<String, Integer> MALFORMED =
            Map.of(
                    "G@T /hello HTTP/1.1\r\nHost: a\r\n",
                    400,
                    "GET /hello HTTP/1.1\r\nHost: a\r\nX y\u0000: z\r\n",
                    400,
                    "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                            + "Content-Length: 6\r\n\r\nabc",
                    400,
                    "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: cow\r\n\r\nabc",
                    501);

    /** So much that who only closed would reset it. */
    @EveryCell(holdsForStock = false)
    void anEarlyErrorReachesAClientThatIsStillSending(Server server) throws Exception {
        byte[] piece = new byte[PIECE];
        try (RawConnection client = server.connect().send(UPLOAD)) {
            for (int sent = 0; sent < 3 << 19; sent += PIECE) {
                client.send(piece);
            }
            assertTold(server.cell(), client);
        }
    }

    /** One that sends on in small pieces notices nothing of the end before it reads. */
    @EveryCell(containers = Cell.Container.TOMCAT, holdsForStock = false)
    void theResponseToAnUnparsableRequestReachesAClientThatIsStillSending(Server server)
            throws Exception {
        for (Map.Entry<String, Integer> malformed : MALFORMED.entrySet()) {
            try (RawConnection client = server.connect().send(malformed.getKey())) {
                assertThat(client.isAnswered()).as("%s", server.cell()).isTrue();
                for (int i = 0; i < 10; i++) {
                    client.send("x".repeat(50));
                    TimeUnit.MILLISECONDS.sleep(5);
                }
                assertThat(client.read().status())
                        .as("%s: %s", server.cell(), malformed.getKey())
                        .isEqualTo(malformed.getValue());
            }
        }
    }

    /** A connection that ends takes no more than so much of what is for nobody. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void anEndlessBodyIsNotReadWithoutEnd(Server server) throws Exception {
        byte[] piece = new byte[PIECE];
        try (RawConnection client = server.connect().send(UPLOAD)) {
            assertTold(server.cell(), client);
            assertThatThrownBy(
                            () -> {
                                for (long sent = 0; sent < 256 << 20; sent += PIECE) {
                                    client.send(piece);
                                }
                            })
                    .as("%s", server.cell())
                    .isInstanceOf(SocketException.class);
        }
    }

    private static void assertTold(Cell cell, RawConnection client) throws Exception {
        Response answer = client.read();
        assertThat(answer.status()).as("%s", cell).isEqualTo(413);
        assertThat(answer.text()).as("%s", cell).isEqualTo("early 413\n");
    }

    /** In event nobody waits with them; who is silent is closed after two seconds. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aSilentClientIsLingeredForBrieflyAndWithoutAWorker(Server server) throws Exception {
        server.awaitQuiet();
        List<RawConnection> clients = List.of(server.connect(), server.connect(), server.connect());
        for (RawConnection client : clients) {
            client.send(UPLOAD).send(new byte[PIECE]);
            assertTold(server.cell(), client);
        }
        await(server.cell() + ": they linger, and only who asks has a worker")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        server::status,
                        status -> status.number("ConnsAsyncClosing") >= 3 && status.busy() == 1);
        server.awaitQuiet();
        for (RawConnection client : clients) {
            client.close();
        }
    }

    /** What was pipelined behind the last request of a connection is no reason for a reset. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void bytesBehindTheLastRequestAreDiscarded(Server server) throws Exception {
        byte[] more = RawConnection.head("GET", "/hello").repeat(2000).getBytes("US-ASCII");
        try (RawConnection client = server.connect()) {
            client.request("/big?bytes=1000", "Connection: close");
            client.send(more);
            assertThat(client.read().body()).as("%s", server.cell()).hasSize(1000);
            assertThat(client.awaitEnd())
                    .as("%s", server.cell())
                    .isEqualTo(RawConnection.Ending.CLOSED);
        }
    }
}
