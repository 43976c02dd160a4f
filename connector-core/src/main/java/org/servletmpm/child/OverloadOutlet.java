package org.servletmpm.child;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.servletmpm.connection.Connection;
import org.servletmpm.jfr.EngineEvents;
import org.servletmpm.overload.Outlet;
import org.servletmpm.overload.QueueFigures;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.worker.ContinuationExecutor;
import org.servletmpm.worker.PoolThreads;
import org.servletmpm.worker.WorkerServices;

/**
 * Does for the limit of the requests' queue what is the engine's. The queue is no child's, so its
 * figures are shown among those of one child, and go to another when that leaves. Any thread,
 * except {@link #show}.
 */
final class OverloadOutlet implements Outlet {

    private final WorkerServices services;
    private final ContinuationExecutor continuations;
    private final Peers children;

    /** The record of the child that shows the figures, and which. Of the limit's own thread. */
    private ChildScore shower;

    private QueueFigures shown = QueueFigures.NONE;

    OverloadOutlet(WorkerServices services, ContinuationExecutor continuations, Peers children) {
        this.services = services;
        this.continuations = continuations;
        this.children = children;
    }

    @Override
    public Executor continuations() {
        return continuations;
    }

    @Override
    public Thread thread(Runnable work) {
        return PoolThreads.daemon(new Thread(work, services.name() + "-overload"));
    }

    @Override
    public void log(Level level, String line) {
        services.failures().log(level, services.name() + ": " + line, null);
    }

    @Override
    public void begins(QueueFigures figures) {
        EngineEvents.overloadBegins(services.name(), figures.length(), figures.age());
    }

    @Override
    public void ends(long refused, long gone) {
        EngineEvents.overloadEnds(services.name(), refused, gone);
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
        services.failures().failed(Thread.currentThread().getName(), connection, cause);
    }

    @Override
    public void show(QueueFigures figures) {
        ChildScore next = children.anyScore();
        if (next != shower) {
            change(QueueFigures.NONE);
            shower = next;
        }
        change(figures);
    }

    private void change(QueueFigures figures) {
        if (shower != null) {
            shower.gauge(Gauge.QUEUED, figures.length() - shown.length());
            shower.gauge(Gauge.QUEUE_AGE, (int) (figures.age() - shown.age()));
            shower.gauge(Gauge.QUEUE_WAIT, (int) (figures.p99() - shown.p99()));
            shower.gauge(Gauge.OVERLOADED, number(figures) - number(shown));
        }
        shown = shower == null ? QueueFigures.NONE : figures;
    }

    private static int number(QueueFigures figures) {
        return figures.overloaded() ? 1 : 0;
    }
}
