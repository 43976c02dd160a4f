package org.servletmpm.connection;

import java.io.IOException;
import org.servletmpm.connection.Interest.Kind;

/**
 * The child that a connection belongs to, seen from the connection: does for it what is the
 * engine's. Immutable: a connection that another child takes over is given that child's host. Every
 * method may be called by any thread and none of them blocks, except {@link #await}.
 */
public interface ConnectionHost {

    /** An interest was armed: somebody has to watch it. */
    void armed(Connection connection, Interest interest);

    /**
     * Runs a task of the connection: on its bound thread if it has one, else on a worker; on the
     * continuation executor what lets a blocked thread go on.
     */
    void submit(Connection connection, Task task);

    /**
     * Blocks the calling thread until the socket is ready, whatever the model.
     *
     * @param timeoutMillis how long, 0 or less for ever
     * @return false when the time ran out
     * @throws IOException when the connection was closed meanwhile
     */
    boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException;

    /**
     * Looks at the socket, in the calling thread.
     *
     * @throws IOException when the connection is closed
     */
    boolean isReady(Connection connection, Kind kind) throws IOException;

    /**
     * @return where that waits which a client has not yet taken; null when whoever writes waits
     *     with it
     */
    WriteBufferPool memory(Connection connection);

    /**
     * Writers that have to wait for the client have become more or fewer.
     *
     * @param delta 1 or -1
     */
    void blocked(Connection connection, int delta);

    /**
     * @return how long a client may take for that part of a request; null for as long as the
     *     container lets it
     */
    ReadLimit readLimit(ReadStage stage);

    /** A part of a request did not arrive in its time; told once for each. */
    void overdue(Connection connection, ReadStage stage);

    /** TLS came to nothing, for another reason than {@link #overdue}; told once. */
    void handshakeFailed(Connection connection);

    /** The connection moved from one state to another. */
    void moved(Connection connection, ConnectionState from, ConnectionState to);

    /** The application is given a request. */
    void requestStarted(Connection connection, RequestLine line);

    /**
     * Asked in the thread that runs a step of {@link Task.Purpose#OPENING}.
     *
     * @return whether it may not begin a request, as it is no worker's thread: then the rest is
     *     another step
     */
    boolean isOpening();

    /**
     * Asked after {@link #requestStarted}, in the thread that would run the request.
     *
     * @return how it is refused, as it has waited too long for a worker; null when it is run
     */
    Refusal refusal(Connection connection, RequestLine line);

    /**
     * A response is complete.
     *
     * @param bytes what was sent for it
     * @param nanos how long it took
     */
    void requestFinished(Connection connection, long bytes, long nanos);

    /** The calling thread begins to close the socket. */
    void closing(Connection connection);

    /** The socket is closed; told once, to the host that the connection had then. */
    void closed(Connection connection);

    /**
     * @return the host of a connection of this one's that has closed: it answers what is asked, and
     *     nobody takes a connection over from it; itself when it is that
     */
    ConnectionHost ended();

    /** One thread is to serve the connection from now to its end; told once. */
    void pinned(Connection connection);

    /**
     * @return whether the connection's place is about to go and nobody else has one for it, or its
     *     client would be served sooner by another process, so that responses say {@code
     *     Connection: close}
     */
    boolean isDraining(Connection connection);

    /**
     * @return milliseconds on the clock that deadlines are told in: never negative, never going
     *     back
     */
    long now();
}
