package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.RawWebSocket;
import org.servletmpm.it.client.Response;
import org.servletmpm.it.client.Status;

/** An event-incompatible filter pins the connections that meet it, and no other. */
class PinnedTest {

    private static final int REQUESTS = 20;

    @EveryCell(models = Cell.Model.EVENT, holdsForStock = false)
    void oneThreadServesAPinnedConnectionAndNoOther(Server server) throws Exception {
        server.awaitQuiet();
        try (RawConnection pinned = server.connect();
                RawConnection other = server.connect()) {
            String thread = pinned.get("/pinned").json("threadId");
            Set<String> others = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                String path = i % 2 == 0 ? "/pinned" : "/thread";
                assertThat(pinned.get(path).json("threadId"))
                        .as("%s request %d", server.cell(), i)
                        .isEqualTo(thread);
                others.add(other.get("/thread").json("threadId"));
            }
            assertThat(others).as("%s", server.cell()).doesNotContain(thread);

            await(server.cell() + ": it waits in its worker, the other is parked")
                    .atMost(Duration.ofSeconds(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertIdle(server.status()));
            assertThat(server.get("/server-status").text())
                    .contains("pinned by org.servletmpm.demo.web.PinningFilter");
        }
        awaitPinned(server, 0);
        server.awaitQuiet();
    }

    /** Besides who answers this. */
    private static void assertIdle(Status idle) {
        assertThat(idle.number("ConnsPinned")).isEqualTo(1);
        assertThat(idle.busy()).isEqualTo(2);
        assertThat(idle.scoreboard()).contains("K");
        assertThat(idle.number("ConnsAsyncKeepAlive")).isEqualTo(1);
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void whateverARequestDoesTheConnectionKeepsItsThread(Server server) throws Exception {
        try (RawConnection pinned = server.connect()) {
            String thread = pinned.get("/pinned").json("threadId");
            for (String mode : List.of("complete", "dispatch", "timeout", "start")) {
                assertThat(pinned.get("/async?ms=100&mode=" + mode).status())
                        .as("%s %s", server.cell(), mode)
                        .isEqualTo(200);
                assertThat(pinned.get("/pinned").json("threadId"))
                        .as("%s after %s", server.cell(), mode)
                        .isEqualTo(thread);
            }
            assertThat(pinned.post("/nonblocking", new byte[300_000]).body()).hasSize(300_000);
            assertThat(pinned.post("/latch", new byte[300_000]).text()).isEqualTo("latch 300000\n");
            assertThat(pinned.get("/big?bytes=3000000").body()).hasSize(3_000_000);
            assertThat(pinned.get("/file/3000000").body()).hasSize(3_000_000);
            pinned.request("/pinned").request("/pinned");
            for (int pipelined = 0; pipelined < 2; pipelined++) {
                assertThat(pinned.read().json("threadId")).isEqualTo(thread);
            }
            assertThat(server.status().number("ConnsPinned")).isEqualTo(1);
            try (RawWebSocket socket = RawWebSocket.over(pinned, "/ws")) {
                assertThat(socket.send("said").read().text()).isEqualTo("said");
                assertThat(socket.send("push 3").read().text()).isEqualTo("push 1");
                assertThat(server.status().number("ConnsPinned")).isEqualTo(1);
            }
        }
        awaitPinned(server, 0);
    }

    /** The directive pins; new requests wait for a worker, and what pinned ones begin does not. */
    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void allWorkersMayBePinned(Cell cell) throws Exception {
        try (Server server = small(cell);
                ClientThreads clientThreads = new ClientThreads();
                RawConnection first = server.connect();
                RawConnection second = server.connect();
                RawConnection waiting = server.connect()) {
            assertThat(first.get("/hello").status()).isEqualTo(200);
            awaitPinned(server, 1);
            assertThat(second.get("/pinned").status()).isEqualTo(200);
            CompletableFuture<Response> answer = clientThreads.start(() -> waiting.get("/big"));
            assertThat(first.get("/async?mode=start&ms=200").text()).isEqualTo("async start\n");
            assertThat(first.post("/latch", new byte[100_000]).status()).isEqualTo(200);
            assertThat(server.statusOn(second).number("ConnsPinned")).isEqualTo(2);
            assertThat(answer).as("%s", cell).isNotDone();
            first.reset();
            assertThat(answer.get(5, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @EveryCell(models = Cell.Model.EVENT, over = Cell.Transport.PLAIN, holdsForStock = false)
    void aRestartEndsPinnedConnectionsAfterTheirResponse(Cell cell) throws Exception {
        try (Server server = small(cell);
                RawConnection idle = server.connect();
                RawConnection busy = server.connect()) {
            assertThat(idle.get("/pinned").status()).isEqualTo(200);
            assertThat(busy.get("/pinned").status()).isEqualTo(200);
            busy.hold();
            await().until(() -> server.figures().getScoreboardLetters().contains("W"));
            server.control("graceful");
            assertThat(idle.isAnswered()).as("%s: it is closed", cell).isFalse();
            Response answer = busy.release();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).as("%s", cell).hasValue("close");
            assertThat(server.get("/thread").json("generation")).isEqualTo("1");
            try (RawConnection next = server.connect()) {
                assertThat(next.get("/pinned").json("generation")).isEqualTo("1");
                awaitPinned(server, 1);
            }
        }
    }

    private static Server small(Cell cell) {
        return Server.start(
                cell,
                List.of(
                        "--set", "StartServers=1",
                        "--set", "ThreadsPerChild=2",
                        "--set", "MaxRequestWorkers=2",
                        "--set", "GracefulKeepAlive=100ms",
                        "--incompatible", "/hello"));
    }

    /** Busy are then their workers and the one that asks. */
    private static Status awaitPinned(Server server, int connections) {
        return await(server.cell().toString())
                .atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(server::status, status -> status.number("ConnsPinned") == connections);
    }
}
