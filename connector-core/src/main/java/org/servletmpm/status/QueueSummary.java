package org.servletmpm.status;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;

/** Writes for people what waits for a worker, where that is limited and something does. */
final class QueueSummary {

    private static final List<Gauge> OF_QUEUE =
            Arrays.stream(Gauge.values()).filter(gauge -> !gauge.ofEvent()).toList();

    private QueueSummary() {}

    static void write(Snapshot snapshot, BiConsumer<String, Object> figure) {
        if (OF_QUEUE.stream().anyMatch(gauge -> snapshot.gauge(gauge) > 0)) {
            figure.accept(
                    "Queue",
                    OF_QUEUE.stream()
                            .map(gauge -> snapshot.gauge(gauge) + " " + gauge.words())
                            .collect(Collectors.joining(", ")));
        }
    }
}
