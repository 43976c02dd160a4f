package org.servletmpm.jetty;

/**
 * Ends a connection that carries several requests at once, in the words of its protocol. Any
 * thread.
 */
interface Multiplexed {

    /**
     * Tells the client that no further request is taken; those that have begun are answered. May
     * block.
     */
    void goAway();

    /** Tells the client so and closes the connection. May block. */
    void close();
}
