package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** GracefulShutdownDelay: balancers learn of a stop before anybody is refused. */
class ShutdownDelayTest {

    private static final long DELAY_MILLIS = 1000;

    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void readinessIs503AndEverythingElseGoesOn(Cell cell) throws Exception {
        try (Server server =
                        Server.withDirectives(
                                cell,
                                "StatusListen=0",
                                "MaxRequestWorkers=25",
                                "GracefulShutdownDelay=" + DELAY_MILLIS + "ms");
                ClientThreads clientThreads = new ClientThreads();
                RawConnection kept = server.connect()) {
            assertThat(kept.get("/hello").closes()).as("%s", cell).isFalse();
            String[] place = server.figures().getStatusAddress().split(":");
            int probes = Integer.parseInt(place[1]);
            assertThat(ready(probes).status()).as("%s", cell).isEqualTo(200);
            long began = System.nanoTime();
            CompletableFuture<Long> stopped =
                    clientThreads.start(
                            () -> {
                                server.stop();
                                return System.nanoTime() - began;
                            });
            await(cell + ": it is not ready")
                    .pollInterval(Duration.ofMillis(5))
                    .pollDelay(Duration.ZERO)
                    .until(() -> ready(probes).status() == 503);
            assertThat(server.figures().isDraining()).as("%s", cell).isFalse();
            for (RawConnection client : new RawConnection[] {kept, server.connect()}) {
                try (client) {
                    Response answer = client.get("/hello");
                    assertThat(answer.status()).as("%s", cell).isEqualTo(200);
                    assertThat(answer.closes()).as("%s says close", cell).isTrue();
                }
            }
            assertThat(Duration.ofNanos(stopped.get(20, TimeUnit.SECONDS)))
                    .as("%s: the stop comes after the delay", cell)
                    .isBetween(Duration.ofMillis(DELAY_MILLIS), Duration.ofSeconds(8));
        }
    }

    private static Response ready(int port) throws IOException {
        try (RawConnection connection = RawConnection.open(port, false)) {
            return connection.get("/ready");
        }
    }
}
