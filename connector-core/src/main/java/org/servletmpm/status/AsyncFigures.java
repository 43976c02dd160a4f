package org.servletmpm.status;

import java.util.StringJoiner;
import java.util.function.BiConsumer;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** Writes the figures of event: connections wait without a worker, and children help each other. */
record AsyncFigures() implements ModelFigures {

    @Override
    public void httpds(Snapshot snapshot, BiConsumer<String, Object> field) {
        AsyncCounts async = snapshot.async();
        field.accept("Processes", snapshot.processes());
        field.accept("Stopping", snapshot.stopping());
        field.accept("ConnsTotal", snapshot.connsTotal());
        field.accept("ConnsAsyncWaitIO", async.waitIo());
        field.accept("ConnsAsyncWriting", async.writing());
        field.accept("ConnsAsyncKeepAlive", async.keepAlive());
        field.accept("ConnsAsyncClosing", async.closing());
    }

    @Override
    public void ours(Snapshot snapshot, BiConsumer<String, Object> field) {
        for (Gauge gauge : Gauge.values()) {
            field.accept(gauge.field(), snapshot.gauge(gauge));
        }
        for (Total total : Total.values()) {
            field.accept(total.field(), snapshot.total(total));
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
