package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.Crowd;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * RequestReadTimeout: who sends a request too slowly is cut, who is merely not fast is served. All
 * clients of a scenario act at once, because each takes seconds.
 */
class SlowSendersTest {

    private static final int HALF_REQUESTS = 500;

    /** 50 bytes a second earn what they take. */
    private static final String LIMITS =
            "RequestReadTimeout=handshake=1 header=1-2,MinRate=50 body=1";

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
                assertThat(server.status().busy()).as("%s", cell).isEqualTo(1);
                RawConnection last = half.get(HALF_REQUESTS - 1).send("host\r\n\r\n");
                assertThat(last.read().status()).as("%s", cell).isEqualTo(200);
            } finally {
                for (RawConnection connection : half) {
                    connection.close();
                }
            }
        }
    }

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void whoSendsTooSlowlyIsCut(Cell cell) throws Exception {
        try (Server server = Server.start(cell, limits());
                Crowd crowd = new Crowd();
                Pacing pacing = new Pacing()) {
            List<CompletableFuture<Void>> clients =
                    List.of(
                            crowd.start(() -> silentIsClosedWithoutAWord(server)),
                            crowd.start(() -> halfIsAnswered408(server)),
                            crowd.start(() -> tricklerIsAnswered408(server, pacing)),
                            crowd.start(() -> steadySenderIsServed(server, pacing)),
                            crowd.start(() -> keptOneIsAwaitedLonger(server, pacing)),
                            crowd.start(() -> stalledUploadIsCut(server)));
            Crowd.join(clients);
            server.assertServes();
        }
    }

    private static List<String> limits() {
        return List.of("--set", LIMITS);
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
            long began = System.nanoTime();
            assertThat(client.get("/hello").status()).as("%s: kept", server.cell()).isEqualTo(200);
            client.send("GET /he");
            assertLateAnswer("kept", server, began, client);
        }
        return null;
    }

    private static Void stalledUploadIsCut(Server server) throws IOException {
        long began = System.nanoTime();
        String head = RawConnection.head("POST", "/upload", "Content-Length: 100");
        try (RawConnection client = server.connect().send(head + "twelve bytes")) {
            Optional<Response> answer = client.readIfAny();
            assertLate("upload", server, began);
            System.out.println(server.cell() + " upload: " + answer);
            client.awaitEnd();
        }
        return null;
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
