package org.servletmpm.overload;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import org.servletmpm.connection.Connection;

/** Does for a {@link QueueLimit} what is the engine's. Any thread. */
public interface Outlet {

    /**
     * @return runs what must not wait for a worker
     */
    Executor continuations();

    /**
     * @return a daemon thread that has not been started
     */
    Thread thread(Runnable work);

    /** Writes a line to the log. */
    void log(Level level, String line);

    /** Requests begin to be refused. */
    void begins(QueueFigures figures);

    /**
     * None has been refused for some time.
     *
     * @param refused how many were, since the beginning
     * @param gone how many were not run as their clients had gone
     */
    void ends(long refused, long gone);

    /** A step of a connection has failed, or the limit itself (null). Never throws. */
    void failed(Connection connection, Throwable cause);

    /** Shows what is waiting now. The limit's own thread. */
    void show(QueueFigures figures);
}
