package org.servletmpm.status;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** Writes the figures of event: connections wait without a worker, and children help each other. */
record AsyncFigures() implements ModelFigures {

    private static final List<String> HTTPDS =
            List.of(
                    "Processes",
                    "Stopping",
                    "ConnsTotal",
                    "ConnsAsyncWaitIO",
                    "ConnsAsyncWriting",
                    "ConnsAsyncKeepAlive",
                    "ConnsAsyncClosing");

    @Override
    public void httpds(Snapshot snapshot, BiConsumer<String, Object> field) {
        for (String name : HTTPDS) {
            ModelFigures.write(name, snapshot, field);
        }
    }

    @Override
    public void ours(Snapshot snapshot, BiConsumer<String, Object> field) {
        for (Gauge gauge : Gauge.values()) {
            ModelFigures.write(gauge.field(), snapshot, field);
        }
        for (Total total : Total.values()) {
            ModelFigures.write(total.field(), snapshot, field);
        }
    }

    @Override
    public void summary(Snapshot snapshot, BiConsumer<String, Object> figure) {
        StringJoiner totals = new StringJoiner(", ");
        for (Total total : Total.values()) {
            if (total.ofEvent()) {
                totals.add(snapshot.total(total) + " " + total.words());
            }
        }
        figure.accept("Children together", totals);
        StringJoiner gauges = new StringJoiner(", ");
        for (Gauge gauge : Gauge.values()) {
            if (gauge.ofEvent()) {
                gauges.add(snapshot.gauge(gauge) + " " + gauge.words());
            }
        }
        figure.accept("Now", gauges);
        QueueSummary.write(snapshot, figure);
    }

    @Override
    public void children(Runnable table) {
        table.run();
    }
}
