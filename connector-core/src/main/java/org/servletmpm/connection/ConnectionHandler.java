package org.servletmpm.connection;

import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;

/**
 * A container's side of one {@link Connection}: what an adapter implements. The engine calls these
 * methods from any of its threads; none of them blocks, and none runs the application's code.
 *
 * <p>They are called in this order: {@link #opened} once; {@link #fired} for each interest that was
 * armed, and {@link #sent}; {@link #goingAway}, {@link #clientReset} and {@link #abort} at any
 * time; {@link #closeSocket} once, as the last. What a handler tells and asks meanwhile stands in
 * {@code docs/adapters.md}. In the engine's tests, {@code EchoHandler} is the smallest handler that
 * does all of it, and {@code AdapterContract} is the test of each.
 */
public interface ConnectionHandler {

    /** So that an upload that was refused is told so, and one without an end costs little. */
    long MOST_DISCARDED = 64 << 20;

    /**
     * The connection begins; called once, before anything is fired.
     *
     * @return the container's first steps as a task for a worker (or the bound thread), or null
     *     when they were done at once by arming an interest
     */
    Task opened();

    /**
     * An interest that the adapter has {@linkplain Connection#arm armed} has fired. Each arming
     * fires once, or is cancelled.
     *
     * @return the work that follows, or null when there is none
     */
    Task fired(Kind kind, Outcome outcome, Urgency urgency);

    /** The client has taken some of what was unsent. */
    default void sent() {}

    /**
     * The client has reset the connection while the application has its request, and nobody reads
     * or writes who would notice. Called once, by a thread that waits with the connection.
     *
     * @return the work that follows, or null when there is none
     */
    default Task clientReset() {
        abort();
        return null;
    }

    /**
     * Asked in overload, in the thread that is about to give the application a request. What the
     * client has sent since is not lost.
     *
     * @return whether the client has ended its side, so that perhaps nobody waits for a response
     */
    default boolean hasClientEnded() {
        return false;
    }

    /**
     * @return milliseconds for which a client may take nothing of what is unsent; 0 or less for
     *     ever
     */
    long writeTimeout();

    /**
     * @return how many bytes a client may still send in a {@linkplain Connection#closeGracefully
     *     graceful close}, negative for any number; one that sends more is reset
     */
    default long mostDiscarded() {
        return MOST_DISCARDED;
    }

    /**
     * The connection's child leaves or the server stops, and nobody else takes the connection: a
     * protocol that can tell its client so (HTTP/2's GOAWAY) does. Perhaps called more than once.
     */
    default void goingAway() {}

    /**
     * @return whether the connection carries several requests at once, and its client is told by
     *     {@link #goingAway} which of them have been seen
     */
    default boolean isMultiplexed() {
        return false;
    }

    /**
     * The engine ends the connection, whatever it is doing: the container closes it, which ends in
     * {@link Connection#closeNow}. Not called once it is being {@linkplain
     * Connection#closeGracefully closed gracefully}.
     */
    void abort();

    /**
     * Closes the socket, at once. The engine tells everybody else that the connection is closed.
     */
    void closeSocket();
}
