package org.servletmpm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.servletmpm.it.cell.Cell;
import org.servletmpm.it.cell.EveryCell;
import org.servletmpm.it.cell.Kernel;
import org.servletmpm.it.cell.Server;
import org.servletmpm.it.client.RawConnection;

/** Starting and stopping leaves nothing behind in the JVM. */
class LifecycleTest {

    private static final int CYCLES = 8;

    @EveryCell
    void cyclesLeaveNoThreadAndNoDescriptorBehind(Cell cell) throws Exception {
        startServeStop(cell);
        Map<String, Long> threads = threadNames();
        int descriptors = Kernel.openDescriptors();
        for (int i = 1; i < CYCLES; i++) {
            startServeStop(cell);
        }
        await(cell + ": threads and descriptors after " + CYCLES + " cycles")
                .atMost(Duration.ofSeconds(8))
                .pollDelay(Duration.ZERO)
                .pollInSameThread()
                .untilAsserted(
                        () -> {
                            assertThat(newSince(threads)).as("%s threads", cell).isEmpty();
                            assertThat(Kernel.openDescriptors())
                                    .as("%s descriptors", cell)
                                    .isLessThanOrEqualTo(descriptors);
                        });
    }

    private static void startServeStop(Cell cell) throws Exception {
        Server server =
                Server.withDirectives(
                        cell,
                        cell.is(Cell.Model.PREFORK) ? "StartServers=2" : "ThreadsPerChild=2",
                        "MaxRequestWorkers=4",
                        "GracefulKeepAlive=0");
        try (server;
                RawConnection idle = server.connect()) {
            assertThat(idle.get("/hello").status()).as("%s", cell).isEqualTo(200);
            server.stop();
            assertThat(idle.awaitEnd())
                    .as("%s: stop ends an idle connection", cell)
                    .isEqualTo(RawConnection.Ending.CLOSED);
        }
    }

    private static Map<String, Long> newSince(Map<String, Long> before) {
        Map<String, Long> names = threadNames();
        names.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
        names.values().removeIf(more -> more <= 0);
        return names;
    }

    /**
     * How many threads there are by name, numbers (ports, pools) left out; the JVM's own left out
     * too.
     */
    private static Map<String, Long> threadNames() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null)
                .filter(thread -> !thread.getThreadGroup().getName().equals("system"))
                .map(thread -> thread.getName().replaceAll("\\d+", "#"))
                .collect(
                        Collectors.groupingBy(
                                Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
