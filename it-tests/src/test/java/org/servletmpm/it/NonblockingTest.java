package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * {@code ReadListener} and {@code WriteListener}: a client that takes its time holds no thread but
 * the one it is bound to, and everything arrives.
 */
class NonblockingTest {

    private static final int LARGE = 5 * 1024 * 1024;

    /**
     * Each piece is sent when the echo of the one before has come: Jetty's own connector keeps that
     * back.
     */
    @EveryCell(containers = Cell.Container.TOMCAT)
    void aSenderThatPausesHoldsNoWorker(Server server) throws Exception {
        Cell cell = server.cell();
        for (boolean chunked : new boolean[] {false, true}) {
            try (RawConnection slow = server.connect()) {
                byte[] piece = "a piece".getBytes();
                slow.send(
                        RawConnection.head(
                                "POST",
                                "/nonblocking",
                                chunked
                                        ? "Transfer-Encoding: chunked"
                                        : "Content-Length: " + 5 * piece.length));
                for (int i = 0; i < 5; i++) {
                    if (chunked) {
                        slow.send("7\r\n").send(piece, 0, 3).send(piece, 3, 4).send("\r\n");
                    } else {
                        slow.send(piece);
                    }
                    if (i == 0) {
                        assertThat(slow.readHeader().status()).as("%s", cell).isEqualTo(200);
                    }
                    for (int echoed = 0; echoed < piece.length; ) {
                        echoed += slow.readChunk().length;
                    }
                    if (cell.is(Cell.Model.EVENT) && !Cell.stock()) {
                        awaitBusy(server, 1);
                    }
                }
                if (chunked) {
                    slow.send("0\r\n\r\n");
                }
                assertThat(slow.readChunk()).as("%s", cell).isEmpty();
                assertThat(slow.get("/hello").status()).as("%s", cell).isEqualTo(200);
            }
        }
    }

    /** As many as there are workers, which in event have others to serve. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void aReaderThatPausesHoldsNoWorker(Cell cell) throws Exception {
        boolean event = cell.is(Cell.Model.EVENT);
        Stream<String> workers =
                cell.is(Cell.Model.PREFORK)
                        ? Stream.of("StartServers=6", "MaxRequestWorkers=6")
                        : event
                                ? Stream.of("StartServers=1", "ThreadsPerChild=4")
                                : Stream.of("StartServers=1", "ThreadsPerChild=6");
        List<String> arguments =
                Stream.concat(
                                workers,
                                Stream.of(
                                        "MaxRequestWorkers=" + (event ? 4 : 6),
                                        "SendBufferSize=65536"))
                        .flatMap(directive -> Stream.of("--set", directive))
                        .toList();
        List<RawConnection> slow = new ArrayList<>();
        try (Server server = Server.start(cell, arguments)) {
            for (int i = 0; i < 4; i++) {
                RawConnection client = RawConnection.open(server.port(), false, 16 * 1024);
                slow.add(client);
                client.request("/nonblocking?size=" + LARGE);
                assertThat(client.readHeader().status()).as("%s", cell).isEqualTo(200);
            }
            server.assertServes();
            if (!Cell.stock()) {
                awaitBusy(server, event ? 1 : 5);
            }

            byte[] digest = sha256().digest(counting(LARGE));
            for (RawConnection client : slow) {
                assertThat(sha256().digest(client.readBytes(LARGE)))
                        .as("%s", cell)
                        .isEqualTo(digest);
                client.close();
            }
        } finally {
            for (RawConnection client : slow) {
                client.close();
            }
        }
    }

    @EveryCell
    void echoesArriveWholeWhateverThePieces(Server server) throws Exception {
        byte[] body = counting(LARGE);
        byte[] digest = sha256().digest(body);
        for (int piece : new int[] {1_021, 1 << 20}) {
            for (boolean chunked : new boolean[] {false, true}) {
                try (RawConnection connection = server.connect();
                        ClientThreads clientThreads = new ClientThreads()) {
                    CompletableFuture<byte[]> echo =
                            clientThreads.start(() -> digestOfChunks(connection));
                    connection.send(
                            RawConnection.head(
                                    "POST",
                                    "/nonblocking",
                                    chunked
                                            ? "Transfer-Encoding: chunked"
                                            : "Content-Length: " + body.length));
                    for (int from = 0; from < body.length; from += piece) {
                        int length = Math.min(piece, body.length - from);
                        if (chunked) {
                            connection.send(Integer.toHexString(length) + "\r\n");
                        }
                        connection.send(body, from, length);
                        if (chunked) {
                            connection.send("\r\n");
                        }
                    }
                    if (chunked) {
                        connection.send("0\r\n\r\n");
                    }
                    assertThat(echo.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS))
                            .as("%s: pieces of %d, chunked %s", server.cell(), piece, chunked)
                            .isEqualTo(digest);
                }
            }
        }
    }

    private static byte[] digestOfChunks(RawConnection connection) throws Exception {
        assertThat(connection.readHeader().status()).isEqualTo(200);
        MessageDigest digest = sha256();
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        for (byte[] chunk = connection.readChunk();
                chunk.length > 0;
                chunk = connection.readChunk()) {
            sink.write(chunk);
        }
        return digest.digest();
    }

    @EveryCell(over = Cell.Transport.PLAIN)
    void aHalfClosedClientGetsTheWholeEcho(Server server) throws Exception {
        byte[] body = counting(100_000);
        try (RawConnection client = server.connect();
                ClientThreads clientThreads = new ClientThreads()) {
            CompletableFuture<Response> echo = clientThreads.start(client::read);
            client.send(
                    RawConnection.head("POST", "/nonblocking", "Content-Length: " + body.length));
            client.send(body).halfClose();
            assertThat(echo.get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS).body())
                    .as("%s", server.cell())
                    .isEqualTo(body);
            client.awaitEnd();
        }
    }

    /** The request ends with its connection, wherever that ends; the counts are looked after. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void aClientThatGoesAwayLeavesNothingBehind(Server server) throws Exception {
        for (int phase = 0; phase < 8; phase++) {
            RawConnection client = server.connect();
            if (phase / 2 == 3) {
                client.request("/nonblocking?size=" + 8 * LARGE).readHeader();
            } else {
                client.send(RawConnection.head("POST", "/nonblocking", "Content-Length: 1000000"));
            }
            if (phase / 2 == 1) {
                client.send("part of it");
                client.readHeader();
            } else if (phase / 2 == 2) {
                client.send(counting(500_000));
            }
            if (phase % 2 == 0) {
                client.reset();
            } else {
                client.close();
            }
        }
        server.assertServes();
    }

    /** A client that keeps its body to itself is not waited for longer than the connector says. */
    @EveryCell(over = Cell.Transport.PLAIN)
    void aBodyThatDoesNotComeEndsTheConnection(Cell cell) throws Exception {
        try (Server server = Server.start(cell, cell.idleTimeout(200));
                RawConnection client = server.connect()) {
            client.send(RawConnection.head("POST", "/nonblocking", "Content-Length: 100"));
            client.send("part of it");
            assertThat(client.readHeader().status()).as("%s", cell).isEqualTo(200);
            assertThat(client.readChunk()).as("%s", cell).asString().isEqualTo("part of it");
            client.awaitEnd();
            server.assertServes();
            server.awaitQuiet();
        }
    }

    private static void awaitBusy(Server server, int workers) {
        await(server.cell() + ": busy workers")
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(server.status().busy()).isEqualTo(workers));
    }

    private static MessageDigest sha256() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }

    /** The demo's pattern: byte i is i mod 251. */
    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }
}
