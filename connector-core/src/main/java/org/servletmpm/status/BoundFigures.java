package org.servletmpm.status;

import java.util.function.BiConsumer;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** Writes the figures of prefork and worker: each connection has a worker, other work has not. */
record BoundFigures() implements ModelFigures {

    @Override
    public void httpds(Snapshot snapshot, BiConsumer<String, Object> field) {}

    @Override
    public void ours(Snapshot snapshot, BiConsumer<String, Object> field) {
        ModelFigures.write("BusyAuxiliaries", snapshot, field);
        for (Gauge gauge : Gauge.values()) {
            if (!gauge.ofEvent()) {
                ModelFigures.write(gauge.field(), snapshot, field);
            }
        }
        for (Total total : Total.values()) {
            if (!total.ofEvent()) {
                ModelFigures.write(total.field(), snapshot, field);
            }
        }
    }

    @Override
    public void summary(Snapshot snapshot, BiConsumer<String, Object> figure) {
        figure.accept("Auxiliary threads", snapshot.busyAuxiliaries() + " busy");
        QueueSummary.write(snapshot, figure);
    }

    /** {@inheritDoc} These models have none. */
    @Override
    public void children(Runnable table) {}
}
