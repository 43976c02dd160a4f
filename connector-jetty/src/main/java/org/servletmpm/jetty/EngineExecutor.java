package org.servletmpm.jetty;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.servletmpm.engine.Engine;

/**
 * The connector's executor. Who runs a task depends on what it is: a connection that goes on is its
 * own next step; a callback of a request that is under way goes to a worker if one is idle, but
 * does not wait for one, because what it brings may be what all of them are blocked for; what else
 * says that it blocks is an application's work, such as a new stream's; everything else (TLS and
 * flushing that goes on, failures to be told) lets somebody go on and may not wait for a worker.
 */
final class EngineExecutor implements Executor {

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
            endPoint.connection().submit(endPoint.connection().step(task));
        } else if (isCallback(task)) {
            if (!current.tryExecute(task)) {
                current.lane().execute(task);
            }
        } else if (task instanceof Invocable invocable
                && invocable.getInvocationType() == InvocationType.BLOCKING) {
            JettyConnection connection = JettyConnection.moving();
            if (connection == null) {
                current.executor().execute(task);
            } else {
                current.executeStream(connection, task);
            }
        } else {
            current.lane().execute(task);
        }
    }

    /**
     * Jetty's invokers of callbacks make classes of their own from {@code ReadyTask}; as it is, it
     * is the beginning of a stream.
     */
    private static boolean isCallback(Runnable task) {
        return task instanceof Invocable.ReadyTask && task.getClass() != Invocable.ReadyTask.class;
    }
}
