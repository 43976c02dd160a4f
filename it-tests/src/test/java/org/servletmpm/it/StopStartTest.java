package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/**
 * A connector that is stopped and started serves on the same port, and loses nobody it accepted.
 */
class StopStartTest {

    /**
     * Clients that ask, one connection a request, as long as the cycles take. A refused connection
     * is tried again; so is one that came to the kernel while the socket was being closed, which
     * ends in a reset before a byte of an answer.
     */
    @EveryCell(over = Cell.Transport.PLAIN, holdsForStock = false)
    void fiveCyclesCutNothingThatWasAccepted(Cell cell) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (Server server = Server.withDirectives(cell, "MaxRequestWorkers=50");
                ClientThreads clientThreads = new ClientThreads()) {
            List<CompletableFuture<Void>> clients =
                    IntStream.range(0, 4)
                            .mapToObj(n -> clientThreads.start(() -> ask(server, over, answered)))
                            .toList();
            for (int cycle = 0; cycle < 5; cycle++) {
                int before = answered.get();
                Awaitility.await(cell + ": served in cycle " + cycle)
                        .pollDelay(1, TimeUnit.MILLISECONDS)
                        .until(() -> answered.get() > before + 4);
                server.control("stop");
                server.control("start");
            }
            server.assertServes();
            over.set(true);
            ClientThreads.join(clients);
        }
    }

    private static Void ask(Server server, AtomicBoolean over, AtomicInteger answered)
            throws IOException {
        while (!over.get()) {
            Optional<Response> answer = askOnce(server);
            if (answer.isPresent()) {
                assertThat(answer.get().status()).as("%s", server.cell()).isEqualTo(200);
                assertThat(answer.get().body()).as("%s", server.cell()).hasSize(20_000);
                answered.incrementAndGet();
            }
        }
        return null;
    }

    private static Optional<Response> askOnce(Server server) throws IOException {
        RawConnection connection;
        try {
            connection = asking(server);
        } catch (SocketException nobodyListens) {
            return Optional.empty();
        }
        try (connection) {
            return connection.isAnswered() ? Optional.of(connection.read()) : Optional.empty();
        }
    }

    private static RawConnection asking(Server server) throws IOException {
        RawConnection connection = server.connect();
        try {
            return connection.request("/big?bytes=20000", "Connection: close");
        } catch (IOException closed) {
            connection.close();
            throw closed;
        }
    }
}
