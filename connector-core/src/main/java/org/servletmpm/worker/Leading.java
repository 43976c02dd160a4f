package org.servletmpm.worker;

import org.servletmpm.connection.Connection;

/**
 * Lets the workers of a child lead, seen from those workers. Any thread, except {@link #lead}. By
 * default no worker leads.
 */
public interface Leading {

    /**
     * Leads until there is a reason not to. In the worker's thread.
     *
     * @return whether another thread has called the worker and is about to assign something to it;
     *     if not, the worker looks for work itself
     */
    default boolean lead(Worker worker) {
        return false;
    }

    /**
     * Calls the worker away that leads.
     *
     * @return the worker, which now waits for the caller to assign something; null when there is
     *     none that is idle
     */
    default Worker call() {
        return null;
    }

    /**
     * @return whether a worker leads that has nothing to do but that
     */
    default boolean isIdle() {
        return false;
    }

    /**
     * A step of one of several requests is begun.
     *
     * @return whether it comes after what the calling thread runs as the leader
     */
    default boolean begins(StreamTask step) {
        return false;
    }

    /** A step of a connection is over, after so many nanoseconds. */
    default void took(Connection connection, long nanos) {}
}
