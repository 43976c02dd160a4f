package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;

/**
 * Connections that give their buffers away between two requests lose nothing by it, and see nothing
 * of each other.
 */
class BorrowedBuffersTest {

    private static final int CLIENTS = 24;
    private static final int ROUNDS = 12;
    private static final int AT_ONCE = 40;

    /** Each one's body is its own letter, a little more than fits a buffer. */
    @EveryCell(models = Cell.Model.EVENT)
    void clientsThatTakeTurnsGetTheirOwnResponses(Cell cell) throws Exception {
        try (Server server = Server.withDirectives(cell, "MaxMemFree=1");
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                clients.add(
                        clientThreads.start(
                                () -> {
                                    echoes(server, client);
                                    return null;
                                }));
            }
            ClientThreads.join(clients);
        }
    }

    private static void echoes(Server server, int client) throws Exception {
        try (RawConnection connection = server.connect()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] body = new byte[8000 + 37 * client + 1000 * (round % 3)];
                Arrays.fill(body, (byte) ('a' + client));
                assertThat(connection.post("/echo", body).body())
                        .as("%s: client %d, round %d", server.cell(), client, round)
                        .isEqualTo(body);
            }
        }
    }

    /** The beginning of the next request comes with the end of this one, cut everywhere. */
    @EveryCell(models = Cell.Model.EVENT)
    void aRequestThatComesInPiecesIsWhole(Server server) throws Exception {
        String get = RawConnection.head("GET", "/hello");
        String post = RawConnection.head("POST", "/echo", "Content-Length: 10") + "0123456789";
        try (RawConnection connection = server.connect()) {
            connection.send(get.substring(0, 1));
            for (int cut = 1; cut < post.length(); cut += 11) {
                connection.send(get.substring(1) + post.substring(0, cut));
                assertThat(connection.read().status()).as("%s", server.cell()).isEqualTo(200);
                connection.send(post.substring(cut) + get.substring(0, 1));
                assertThat(connection.read().text())
                        .as("%s: cut at %d", server.cell(), cut)
                        .isEqualTo("0123456789");
            }
            connection.send(get.substring(1));
            assertThat(connection.read().status()).as("%s", server.cell()).isEqualTo(200);
        }
    }

    @EveryCell(models = Cell.Model.EVENT)
    void manyRequestsAtOnceAreAnsweredInOrder(Server server) throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < AT_ONCE; i++) {
            requests.append(RawConnection.head("POST", "/echo", "Content-Length: 300"))
                    .append(String.format("%0300d", i));
        }
        try (RawConnection connection = server.connect()) {
            for (int round = 0; round < 2; round++) {
                connection.send(requests.toString());
                for (int i = 0; i < AT_ONCE; i++) {
                    assertThat(connection.read().text())
                            .as("%s: round %d", server.cell(), round)
                            .isEqualTo(String.format("%0300d", i));
                }
            }
        }
    }

    /** Who writes is another thread, while others have come and gone. */
    @EveryCell(models = Cell.Model.EVENT)
    void aResponseWrittenByAnotherThreadArrives(Server server) throws Exception {
        try (RawConnection connection = server.connect();
                RawConnection other = server.connect()) {
            for (String mode : List.of("complete", "dispatch", "start", "timeout")) {
                connection.get("/hello");
                connection.request("/async?mode=" + mode + "&ms=30");
                assertThat(other.post("/echo", new byte[20_000]).body())
                        .as("%s", server.cell())
                        .hasSize(20_000);
                assertThat(connection.read().status())
                        .as("%s: %s", server.cell(), mode)
                        .isEqualTo(200);
            }
        }
    }

    @EveryCell(models = Cell.Model.EVENT)
    void aWebSocketMayFollowResponses(Server server) throws Exception {
        try (ClientThreads clientThreads = new ClientThreads();
                RawConnection connection = server.connect();
                RawConnection other = server.connect()) {
            connection.get("/hello");
            RawWebSocket socket = RawWebSocket.over(connection, "/ws");
            CompletableFuture<Void> pages =
                    clientThreads.start(
                            () -> {
                                for (int i = 0; i < ROUNDS; i++) {
                                    other.get("/hello");
                                }
                                return null;
                            });
            for (int i = 0; i < ROUNDS; i++) {
                String text = ("message " + i + " ").repeat(900);
                assertThat(socket.send(text).readMessage().text())
                        .as("%s", server.cell())
                        .isEqualTo(text);
            }
            pages.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            socket.sendClose(1000).readMessage();
        }
    }
}
