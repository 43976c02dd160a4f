package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.ClientThreads;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.it.client.Response;

/** In prefork and worker one thread serves a connection from its begin to its end. */
class BoundConnectionsTest {

    private static final int CONNECTIONS = 64;
    private static final int REQUESTS = 50;

    /** What one keep-alive connection was told, in order. */
    private record Told(Set<String> threads, Set<String> connections, List<Integer> requests) {}

    @EveryCell(holdsForStock = false)
    void aBoundConnectionStaysWithItsThread(Server server) throws Exception {
        Cell cell = server.cell();
        List<Told> told;
        try (ClientThreads clientThreads = new ClientThreads()) {
            told =
                    ClientThreads.join(
                            IntStream.range(0, CONNECTIONS)
                                    .mapToObj(i -> clientThreads.start(() -> keepAlive(server)))
                                    .toList());
        }
        List<Integer> inOrder = IntStream.rangeClosed(1, REQUESTS).boxed().toList();
        assertThat(told)
                .allSatisfy(
                        one -> {
                            assertThat(one.requests()).as("%s request", cell).isEqualTo(inOrder);
                            assertThat(one.connections()).as("%s connection", cell).hasSize(1);
                        });
        assertThat(told.stream().flatMap(one -> one.connections().stream()).distinct())
                .as("%s: connections have different numbers", cell)
                .hasSize(CONNECTIONS);
        if (cell.is(Cell.Model.EVENT)) {
            assertThat(told.stream().flatMap(one -> one.threads().stream()).distinct().count())
                    .as("%s: threads over all connections", cell)
                    .isGreaterThanOrEqualTo(2);
        } else {
            assertThat(told)
                    .allSatisfy(one -> assertThat(one.threads()).as("%s thread", cell).hasSize(1));
        }
    }

    private static Told keepAlive(Server server) throws IOException {
        Told told = new Told(new HashSet<>(), new HashSet<>(), new ArrayList<>());
        try (RawConnection connection = server.connect()) {
            for (int i = 0; i < REQUESTS; i++) {
                Response answer = connection.get("/thread");
                told.threads().add(answer.json("threadId"));
                told.connections().add(answer.json("connection"));
                told.requests().add(Integer.valueOf(answer.json("request")));
            }
        }
        return told;
    }

    @EveryCell(holdsForStock = false)
    void aThreadNameTellsPortSlotAndRole(Server server) throws Exception {
        try (RawConnection connection = server.connect()) {
            Response answer = connection.get("/thread");
            assertThat(answer.json("threadName"))
                    .as("%s", server.cell())
                    .isEqualTo(
                            "mpm-%d-%s.%s-worker-%s",
                            server.port(),
                            answer.json("slot"),
                            answer.json("generation"),
                            answer.json("worker"));
            assertThat(answer.json("clientPort")).isEqualTo(String.valueOf(connection.localPort()));
            assertThat(answer.json("protocol")).isEqualTo("HTTP/1.1");
        }
    }
}
