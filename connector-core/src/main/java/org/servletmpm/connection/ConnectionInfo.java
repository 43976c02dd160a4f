package org.servletmpm.connection;

/**
 * Tells an application of the connection that carries its request: the value of the request
 * attribute {@value #ATTRIBUTE}, on either container.
 */
public interface ConnectionInfo {

    /** Name of the request attribute that holds this. */
    String ATTRIBUTE = "org.servletmpm.connection";

    /** Number of the connection, unique in its engine, from 1. */
    long id();

    /** Number of requests begun on the connection, the current one included, from 1. */
    int requests();

    /**
     * Says that the code which runs now needs one thread for each connection, where event serves a
     * connection by any worker that is free. In event the worker that runs the connection's current
     * step, or the next one to do so, keeps it from then to its end: it waits in its thread for the
     * next request. In prefork and worker, where each connection has its thread, nothing changes;
     * nor for the streams of HTTP/2, which come at once. The first to say so counts. Any thread.
     *
     * @param by what the status page is to name: a filter's or a servlet's class
     */
    void pin(String by);

    /**
     * @return what {@link #pin} was told first, or null; empty in prefork and worker where
     *     RequestQueueTime or OverloadControl limits the wait for a thread
     */
    String pinnedBy();
}
