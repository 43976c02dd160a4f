package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * Clients that break the protocol or go away. Each gets a clear answer or a close, everybody else
 * is served, and (checked after every scenario that shares a server) the counts return to what they
 * were.
 */
class RobustnessTest {

    private static final String UPLOAD =
            RawConnection.head("POST", "/upload", "Content-Length: 1000");

    /** What a client has sent when it goes away. */
    private static final Map<String, String> BEGINNINGS =
            Map.of(
                    "after connecting",
                    "",
                    "in the request line",
                    "GET /hel",
                    "in the headers",
                    "GET /hello HTTP/1.1\r\nHost: local",
                    "in a body",
                    UPLOAD + "x".repeat(500),
                    "in a chunk",
                    RawConnection.head("POST", "/echo", "Transfer-Encoding: chunked")
                            + "64\r\nhalf of it",
                    "while the answer is written",
                    RawConnection.head("GET", "/big?bytes=8000000"),
                    "while the request runs",
                    RawConnection.head("GET", "/sleep?ms=150"));

    @EveryCell
    void aMalformedRequestIsRefused(Server server) throws Exception {
        List<String> malformed =
                List.of(
                        "\0\1\2\3\4\5\6\7\r\n\r\n",
                        "GET\r\n\r\n",
                        "GET /hello HTTP/9.9\r\nHost: localhost\r\n\r\n",
                        "G\u00e4T /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET /hello HTTP/1.1\r\n\r\n",
                        "GET /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n",
                        "GET /hello HTTP/1.1\r\nHost: localhost\r\nno colon here\r\n\r\n",
                        RawConnection.head("POST", "/echo", "Transfer-Encoding: chunked")
                                + "not a number\r\n");
        for (String request : malformed) {
            try (RawConnection connection = server.connect().send(request)) {
                assertRefusedOrClosed(server.cell(), request, connection);
            }
            server.assertServes();
        }
    }

    @EveryCell
    void anOversizedHeaderIsRefused(Server server) throws Exception {
        List<String> oversized =
                List.of(
                        RawConnection.head("GET", "/hello", "X-Large: " + "x".repeat(20_000)),
                        RawConnection.head("GET", "/hello?" + "x".repeat(20_000)));
        for (String request : oversized) {
            try (RawConnection connection = server.connect()) {
                connection.send(request);
                assertRefusedOrClosed(server.cell(), request.substring(0, 20), connection);
            }
            server.assertServes();
        }
    }

    @EveryCell
    void resetsAtEveryPointDisturbNoOtherClient(Server server) throws Exception {
        for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
            for (int i = 0; i < 3; i++) {
                server.connect().send(beginning.getValue()).reset();
            }
            server.assertServes();
        }
    }

    @EveryCell
    void closesAtEveryPointDisturbNoOtherClient(Server server) throws Exception {
        for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
            try (RawConnection connection = server.connect()) {
                connection.send(beginning.getValue());
            }
            server.assertServes();
        }
    }

    @EveryCell
    void halfClosesAtEveryPointEndTheConnection(Server server) throws Exception {
        for (Map.Entry<String, String> beginning : BEGINNINGS.entrySet()) {
            try (RawConnection connection = server.connect()) {
                connection.send(beginning.getValue()).halfClose();
                assertThat(connection.awaitEnd())
                        .as("%s: half-close %s", server.cell(), beginning.getKey())
                        .isNotNull();
            }
            server.assertServes();
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void aHalfCloseAfterTheRequestStillGetsItsAnswer(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            Response answer = connection.request("/hello").halfClose().read();
            assertThat(answer.status()).as("%s", server.cell()).isEqualTo(200);
        }
    }

    @EveryCell
    void aResetWhileAnAnswerIsHalfReadFreesItsWorker(Server server) throws Exception {
        for (int i = 0; i < 3; i++) {
            RawConnection reader =
                    RawConnection.open(server.port(), server.cell().tls(), 16 * 1024);
            reader.request("/big?bytes=20000000");
            assertThat(reader.readBytes(50_000)).as("%s", server.cell()).hasSize(50_000);
            reader.reset();
        }
        server.assertServes();
    }

    @EveryCell(over = Cell.Transport.TLS)
    void garbageOnTheTlsPortIsCutOff(Server server) throws Exception {
        List<String> garbage =
                List.of(
                        "\u0016\u0003\u0001garbage that says it is a handshake record",
                        "\0".repeat(300),
                        "\u00ff".repeat(20_000));
        for (String bytes : garbage) {
            try (RawConnection connection = RawConnection.open(server.port(), false)) {
                connection.send(bytes).halfClose();
                assertThat(connection.awaitEnd()).as("%s", server.cell()).isNotNull();
            } catch (SocketException e) {
                // The server was faster than our garbage: cut off all the same.
            }
            server.assertServes();
        }
    }

    @EveryCell(over = Cell.Transport.TLS)
    void plainHttpOnTheTlsPortIsRefusedOrCutOff(Server server) throws Exception {
        try (RawConnection connection = RawConnection.open(server.port(), false)) {
            connection.request("/hello");
            assertThat(connection.awaitEnd()).as("%s", server.cell()).isNotNull();
        }
        server.assertServes();
    }

    @EveryCell(over = Cell.Transport.TLS)
    void resetsInTheTlsHandshakeDisturbNoOtherClient(Server server) throws Exception {
        // The first 40 bytes of a ClientHello that announces 512.
        String hello =
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
                        + "r".repeat(29);
        for (int i = 0; i < 3; i++) {
            RawConnection.open(server.port(), false).send(hello).reset();
            RawConnection.open(server.port(), false).send(hello).close();
        }
        server.assertServes();
    }

    /** A 4xx or 5xx answer, or none; then the end. Never success, never silence. */
    private static void assertRefusedOrClosed(Cell cell, String sent, RawConnection connection)
            throws IOException {
        Optional<Response> answer;
        try {
            answer = connection.readIfAny();
        } catch (SocketException reset) {
            return;
        }
        if (answer.isPresent()) {
            assertThat(answer.get().status()).as("%s: %s", cell, sent).isBetween(400, 599);
            assertThat(connection.awaitEnd()).as("%s: %s", cell, sent).isNotNull();
        }
    }
}
