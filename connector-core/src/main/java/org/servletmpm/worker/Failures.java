package org.servletmpm.worker;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import org.servletmpm.connection.Connection;
import org.servletmpm.log.RateLimitedLogger;

/**
 * Logs what has failed, and sees that it harms one connection only. Any thread.
 *
 * <p>No method throws, and none allocates what it can do without: the caller has caught something,
 * perhaps the end of the memory.
 */
public final class Failures {

    private final String name;
    private final RateLimitedLogger logger;

    /**
     * @param name what log lines call the connector by
     */
    public Failures(String name, RateLimitedLogger logger) {
        this.name = name;
        this.logger = logger;
    }

    public void log(Level level, String message, Throwable cause) {
        logger.log(level, message, cause);
    }

    /**
     * Logs a failure of the connector.
     *
     * @param what it was about; null for nothing in particular
     */
    public void failed(Level level, Object what, Throwable cause) {
        logger.failure(level, name, what, cause);
    }

    /** The container has refused a connection. */
    public void refused(Level level, Throwable cause) {
        logger.failure(level, "connection refused", null, cause);
    }

    /**
     * Closes a connection of which something failed.
     *
     * @param connection null for none
     */
    public void failed(String where, Connection connection, Throwable cause) {
        logger.failure(Level.ERROR, where, connection, cause);
        if (connection != null) {
            abort(connection);
        }
    }

    /** Closes a connection, also where the container fails while it closes it. */
    private void abort(Connection connection) {
        boolean closed = false;
        try {
            connection.abort();
            closed = true;
        } catch (Throwable t) {
            failed(Level.ERROR, connection, t);
        } finally {
            if (!closed) {
                closeAnyway(connection);
            }
        }
    }

    private void closeAnyway(Connection connection) {
        try {
            connection.closeNow();
        } catch (Throwable t) {
            failed(Level.ERROR, connection, t);
        }
    }

    /** Lets a thread of the engine's go on, or what it does again and again, after a rest. */
    public void goesOnAfter(Throwable failure, long restNanos) {
        logger.failure(Level.ERROR, Thread.currentThread().getName(), null, failure);
        try {
            LockSupport.parkNanos(restNanos);
        } catch (Throwable t) {
            // A virtual thread needs memory for that. It goes on without a rest.
            return;
        }
    }
}
