package org.servletmpm.worker;

import java.io.IOException;

/** Gives the workers of a child their work: from a queue, from a listener, or from the socket. */
public interface WorkSource {

    /**
     * Waits for work, in the worker's thread.
     *
     * @return what to do, or null when the child ends
     * @throws IOException when the worker's selector cannot be had
     */
    Assignment next(Worker worker) throws IOException;

    /**
     * @return whether a worker does not wait with a connection between two requests while something
     *     else waits for a worker
     */
    default boolean isShared() {
        return false;
    }

    /**
     * @return whether something waits for a worker; asked if the source is {@linkplain #isShared
     *     shared}
     */
    default boolean isWaitedFor() {
        return false;
    }

    /**
     * The worker ends, or has a connection to serve to its end: what is queued is left to others.
     * In its thread.
     */
    default void leave(Worker worker) {}
}
