package org.servletmpm.status;

import java.util.function.BiConsumer;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** prefork and worker: each connection has a worker, and some work runs beside those. */
record BoundFigures() implements ModelFigures {

    @Override
    public void httpds(Snapshot snapshot, BiConsumer<String, Object> field) {}

    @Override
    public void ours(Snapshot snapshot, BiConsumer<String, Object> field) {
        field.accept("BusyAuxiliaries", snapshot.busyAuxiliaries());
        for (Total total : Total.values()) {
            if (!total.ofEvent()) {
                field.accept(total.field(), snapshot.total(total));
            }
        }
    }

    @Override
    public void summary(Snapshot snapshot, BiConsumer<String, Object> figure) {
        figure.accept("Auxiliary threads", snapshot.busyAuxiliaries() + " busy");
    }

    /** {@inheritDoc} The scoreboard says it all. */
    @Override
    public void children(Runnable table) {}
}
