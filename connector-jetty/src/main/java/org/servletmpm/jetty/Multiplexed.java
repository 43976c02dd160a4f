package org.servletmpm.jetty;

/** A protocol that carries several requests at once, and can say that its connection ends. */
interface Multiplexed {

    /** Says that no request is taken any more; those that have begun are answered. May block. */
    void goAway();

    /** Says so and closes the connection. May block. */
    void close();
}
