package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;
import org.servletmpm.it.client.Response;

/**
 * RequestReadTimeout: who sends a request too slowly is cut, who is merely not fast is served. All
 * clients of a scenario act at once, because each takes seconds.
 */
class SlowSendersTest {

    private static final int HALF_REQUESTS = 500;

    /** 50 bytes a second earn what they take. A cold machine shakes hands in less than 2 s. */
    private static final List<String> LIMITS =
            List.of("--set", "RequestReadTimeout=handshake=2 header=1-3,MinRate=50 body=1");

    private static final long PACE_MILLIS = 100;

    /** With as many workers as it takes, of which the half requests hold none. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void halfRequestsHoldNoWorker(Cell cell) throws Exception {
        List<RawConnection> half = new ArrayList<>();
        try (Server server =
                Server.withDirectives(
                        cell, "StartServers=1", "ThreadsPerChild=5", "MaxRequestWorkers=5")) {
            try {
                for (int i = 0; i < HALF_REQUESTS; i++) {
                    half.add(server.connect().send("GET /hello HTTP/1.1\r\nHos"));
                }
                for (RawConnection connection : half) {
                    connection.send("t: local");
                }
                for (int i = 0; i < 20; i++) {
                    server.assertServes();
                }
                // The one that asks; who served the last request may just be sitting down.
                await(cell + ": nobody waits for the half")
                        .until(() -> server.status().busy() == 1);
                RawConnection last = half.get(HALF_REQUESTS - 1).send("host\r\n\r\n");
                assertThat(last.read().status()).as("%s", cell).isEqualTo(200);
            } finally {
                for (RawConnection connection : half) {
                    connection.close();
                }
            }
        }
    }

    /** Afterwards every worker is back, also of those that were bound to a slow client. */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void aClientThatSendsTooSlowlyIsCut(Cell cell) throws Exception {
        List<String> options = new ArrayList<>(LIMITS);
        if (!cell.is(Cell.Model.PREFORK)) {
            options.add("--http2");
        }
        try (Server server = Server.roomy(cell, options);
                ClientThreads clientThreads = new ClientThreads();
                Pacing pacing = new Pacing()) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            clients.add(clientThreads.start(() -> silentIsClosedWithoutAWord(server)));
            clients.add(clientThreads.start(() -> halfIsAnswered408(server)));
            clients.add(clientThreads.start(() -> tricklerIsAnswered408(server, pacing)));
            clients.add(clientThreads.start(() -> steadySenderIsServed(server, pacing)));
            clients.add(clientThreads.start(() -> keptOneIsAwaitedLonger(server, pacing)));
            clients.add(clientThreads.start(() -> laterHalfIsAnswered408(server)));
            clients.add(clientThreads.start(() -> pipelinedHalfIsAnswered408(server)));
            clients.add(clientThreads.start(() -> stalledUploadIsCut(server)));
            clients.add(clientThreads.start(() -> stalledNonblockingUploadIsCut(server)));
            clients.add(clientThreads.start(() -> whatHasArrivedHasAllTheTime(server)));
            clients.add(clientThreads.start(() -> webSocketHasAllTheTime(server, pacing)));
            if (!cell.is(Cell.Model.PREFORK)) {
                clients.add(clientThreads.start(() -> http2HasAllTheTime(server, pacing)));
            }
            ClientThreads.join(clients);
            server.awaitQuiet();
            assertThat(server.status().number("RefusedHeaderTimeout"))
                    .as("%s: silent, half, trickler, later half, pipelined half", cell)
                    .isEqualTo(isTomcat(server) ? 5 : 4);
            assertThat(server.status().number("RefusedBodyTimeout")).as("%s", cell).isEqualTo(2);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.TLS, holdsForStock = false)
    void overTlsTheHandshakeHasItsOwnTime(Cell cell) throws Exception {
        try (Server server = Server.start(cell, LIMITS);
                ClientThreads clientThreads = new ClientThreads();
                Pacing pacing = new Pacing()) {
            ClientThreads.join(
                    List.of(
                            clientThreads.start(() -> stalledHandshakeIsCut(server)),
                            clientThreads.start(() -> whatIsNoHandshakeIsRefused(server)),
                            clientThreads.start(() -> halfIsAnswered408(server)),
                            clientThreads.start(() -> pipelinedHalfIsAnswered408(server)),
                            clientThreads.start(() -> steadySenderIsServed(server, pacing)),
                            clientThreads.start(() -> stalledUploadIsCut(server))));
            server.assertServes();
            assertThat(server.status().fields())
                    .containsEntry("RefusedHandshakeTimeout", "1")
                    .containsEntry("RefusedHandshake", "1")
                    .containsEntry("RefusedHeaderTimeout", isTomcat(server) ? "2" : "1")
                    .containsEntry("RefusedBodyTimeout", "1");
        }
    }

    private static Void whatIsNoHandshakeIsRefused(Server server) throws IOException {
        try (RawConnection client = RawConnection.open(server.port(), false)) {
            client.send("GET / HTTP/1.0\r\n\r\n").awaitEnd();
        }
        return null;
    }

    private static Void stalledHandshakeIsCut(Server server) throws IOException {
        long began = System.nanoTime();
        try (RawConnection client = RawConnection.open(server.port(), false)) {
            client.send(new byte[] {22, 3, 1}).awaitEnd();
            assertLate("handshake", server, began + 1_000_000_000);
        }
        return null;
    }

    private static Void silentIsClosedWithoutAWord(Server server) throws IOException {
        long began = System.nanoTime();
        try (RawConnection client = server.connect()) {
            assertThat(client.readIfAny()).as("%s: silent", server.cell()).isEmpty();
            assertLate("silent", server, began);
        }
        return null;
    }

    private static Void halfIsAnswered408(Server server) throws IOException {
        long began = System.nanoTime();
        try (RawConnection client = server.connect().send("GET /hello HTTP/1.1\r\nHost: l")) {
            assertLateAnswer("half", server, began, client);
        }
        return null;
    }

    private static Void tricklerIsAnswered408(Server server, Pacing pacing) throws IOException {
        long began = System.nanoTime();
        try (RawConnection client = server.connect()) {
            pacing.send(client, "GET /hello?" + "x".repeat(200), 1);
            assertLateAnswer("trickler", server, began, client);
        }
        return null;
    }

    /** Longer than the first second, at twice the rate that is asked for. */
    private static Void steadySenderIsServed(Server server, Pacing pacing) throws Exception {
        long began = System.nanoTime();
        try (RawConnection client = server.connect()) {
            String head = RawConnection.head("GET", "/hello", "X: " + "x".repeat(100));
            pacing.send(client, head, 10).get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            assertThat(client.read().status()).as("%s: steady", server.cell()).isEqualTo(200);
            assertLate("steady", server, began);
        }
        return null;
    }

    /** The time of its next request begins with that one's first byte. */
    private static Void keptOneIsAwaitedLonger(Server server, Pacing pacing) throws Exception {
        try (RawConnection client = server.connect()) {
            assertThat(client.get("/hello").status()).isEqualTo(200);
            pacing.after(1200).get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            assertThat(client.get("/hello").status()).as("%s: kept", server.cell()).isEqualTo(200);
        }
        return null;
    }

    private static Void laterHalfIsAnswered408(Server server) throws IOException {
        try (RawConnection client = server.connect()) {
            assertThat(client.get("/hello").status()).isEqualTo(200);
            long began = System.nanoTime();
            client.send("GET /he");
            assertLateAnswer("later half", server, began, client);
        }
        return null;
    }

    /**
     * Its beginning was read together with the request before it. Jetty keeps that to itself: there
     * it has as long as the connection is kept.
     */
    private static Void pipelinedHalfIsAnswered408(Server server) throws IOException {
        if (isTomcat(server)) {
            try (RawConnection client = server.connect()) {
                long began = System.nanoTime();
                client.send(RawConnection.head("GET", "/hello") + "GET /he");
                assertThat(client.read().status()).isEqualTo(200);
                assertLateAnswer("pipelined half", server, began, client);
            }
        }
        return null;
    }

    private static boolean isTomcat(Server server) {
        return server.cell().container() == Cell.Container.TOMCAT;
    }

    /** Tomcat's answer is that to any read that failed in a servlet. */
    private static Void stalledUploadIsCut(Server server) throws IOException {
        long began = System.nanoTime();
        String head = RawConnection.head("POST", "/upload", "Content-Length: 100");
        try (RawConnection client = server.connect().send(head + "twelve bytes")) {
            assertThat(client.read().status())
                    .as("%s: upload", server.cell())
                    .isEqualTo(isTomcat(server) ? 400 : 408);
            assertLate("upload", server, began);
            client.awaitEnd();
        }
        return null;
    }

    private static Void stalledNonblockingUploadIsCut(Server server) throws IOException {
        long began = System.nanoTime();
        String head = RawConnection.head("POST", "/nonblocking", "Content-Length: 100");
        try (RawConnection client = server.connect().send(head + "twelve bytes")) {
            client.awaitEnd();
            assertLate("non-blocking upload", server, began);
        }
        return null;
    }

    private static Void whatHasArrivedHasAllTheTime(Server server) throws IOException {
        try (RawConnection client = server.connect()) {
            assertThat(client.get("/async?ms=1200").status())
                    .as("%s: async", server.cell())
                    .isEqualTo(200);
            assertThat(client.post("/upload", new byte[100]).status()).isEqualTo(200);
        }
        return null;
    }

    private static Void webSocketHasAllTheTime(Server server, Pacing pacing) throws Exception {
        try (RawWebSocket socket = RawWebSocket.over(server.connect(), "/ws")) {
            pacing.after(1200).get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            assertThat(socket.send("hello").read().text()).isEqualTo("hello");
        }
        return null;
    }

    private static Void http2HasAllTheTime(Server server, Pacing pacing) throws Exception {
        byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
        byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        try (RawConnection client = server.connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            client.send(settings);
            pacing.after(1200).get(RawConnection.PATIENCE, TimeUnit.MILLISECONDS);
            client.send(ping);
            for (int type = frameType(client); type != 6; type = frameType(client)) {
                assertThat(type).as("%s: no GOAWAY", server.cell()).isNotEqualTo(7);
            }
        }
        return null;
    }

    /** Of the next frame, which must not be a long one. */
    private static int frameType(RawConnection client) throws IOException {
        byte[] header = client.readBytes(9);
        assertThat(header).as("a frame before the end").hasSize(9);
        client.readBytes((header[1] & 0xff) << 8 | header[2] & 0xff);
        return header[3];
    }

    private static void assertLateAnswer(
            String who, Server server, long began, RawConnection client) throws IOException {
        Response answer = client.read();
        assertThat(answer.status()).as("%s: %s", server.cell(), who).isEqualTo(408);
        assertThat(answer.closes()).as("%s: %s", server.cell(), who).isTrue();
        assertLate(who, server, began);
        client.awaitEnd();
    }

    private static void assertLate(String who, Server server, long began) {
        assertThat((System.nanoTime() - began) / 1_000_000)
                .as("%s: %s, ms", server.cell(), who)
                .isBetween(950L, 10_000L);
    }

    /** Sends in small pieces. Its thread serves all clients, none of which it waits for. */
    private static final class Pacing implements AutoCloseable {

        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

        /** Done when all is sent, failed when the server took no more. */
        CompletableFuture<Void> send(RawConnection client, String text, int bytes) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            send(client, text, bytes, done);
            return done;
        }

        private void send(
                RawConnection client, String text, int bytes, CompletableFuture<Void> done) {
            int now = Math.min(bytes, text.length());
            try {
                client.send(text.substring(0, now));
            } catch (IOException e) {
                done.completeExceptionally(e);
                return;
            }
            String rest = text.substring(now);
            if (rest.isEmpty()) {
                done.complete(null);
            } else {
                clock.schedule(
                        () -> send(client, rest, bytes, done), PACE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        CompletableFuture<Void> after(long millis) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            clock.schedule(() -> done.complete(null), millis, TimeUnit.MILLISECONDS);
            return done;
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }
}
