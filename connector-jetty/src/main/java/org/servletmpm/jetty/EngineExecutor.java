package org.servletmpm.jetty;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.servletmpm.engine.Engine;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Runs the connector's tasks. The kind of a task decides where. A connection that goes on is its
 * own next step. A callback of a request that is under way runs on a worker if one is idle, but
 * does not wait for one: all of them may be blocked for what it brings. Any other task that says
 * that it blocks is an application's work, such as a new stream's. Everything else (TLS and
 * flushing that goes on, failures to be told) lets a thread go on and may not wait for a worker.
 * Any thread.
 *
 * <p>It has the figures of a thread pool, those of the engine's workers, for components that look
 * at each connector's threads (LowResourceMonitor). All are 0 before the start.
 */
final class EngineExecutor implements ThreadPool {

    private volatile Engine engine;

    void engine(Engine current) {
        engine = current;
    }

    @Override
    public void execute(Runnable task) {
        Engine current = engine;
        if (current == null) {
            throw new RejectedExecutionException("the connector has not been started");
        }
        MpmEndPoint endPoint =
                task instanceof Connection connection
                        ? MpmEndPoint.of(connection.getEndPoint())
                        : null;
        if (endPoint != null) {
            endPoint.handler().connection().submit(endPoint.handler().step(task));
        } else if (isCallback(task)) {
            if (!current.tryExecute(task)) {
                current.continuations().execute(task);
            }
        } else if (task instanceof Invocable invocable
                && invocable.getInvocationType() == InvocationType.BLOCKING) {
            JettyHandler handler = JettyHandler.moving();
            if (handler == null) {
                current.executor().execute(task);
            } else {
                current.executeStream(handler.connection(), task, true);
            }
        } else {
            current.continuations().execute(task);
        }
    }

    private int figure(ToIntFunction<Snapshot> figure) {
        Engine current = engine;
        return current == null ? 0 : figure.applyAsInt(current.getScoreboard().snapshot());
    }

    @Override
    public int getThreads() {
        return figure(snapshot -> snapshot.busyWorkers() + snapshot.idleWorkers());
    }

    @Override
    public int getIdleThreads() {
        return figure(Snapshot::idleWorkers);
    }

    /** {@inheritDoc} True when none of its workers is idle, and no more may be started. */
    @Override
    public boolean isLowOnThreads() {
        Engine current = engine;
        return current != null
                && figure(Snapshot::busyWorkers) >= current.getDirectives().maxRequestWorkers();
    }

    @Override
    public void join() throws InterruptedException {
        Engine current = engine;
        if (current != null) {
            try {
                current.drained().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String toString() {
        return "workers of the engine, " + getThreads() + ", " + getIdleThreads() + " idle";
    }

    /**
     * Jetty's invokers of callbacks have classes of their own below {@code ReadyTask}; {@code
     * ReadyTask} itself begins a stream.
     */
    private static boolean isCallback(Runnable task) {
        return task instanceof Invocable.ReadyTask && task.getClass() != Invocable.ReadyTask.class;
    }
}
