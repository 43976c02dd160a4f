package org.servletmpm.accept;

import java.io.IOException;

/**
 * Accepts as a part of the listener's duty. The thread that has the duty. By default the listener
 * accepts nothing.
 */
public interface AcceptDuty {

    /** The listener accepts nothing. */
    AcceptDuty NONE = new AcceptDuty() {};

    /**
     * @return milliseconds until accepting is tried again after a failure; 0 when nothing failed
     */
    default long untilRetry() {
        return 0;
    }

    /**
     * Accepts a connection, if that is up to this child.
     *
     * @param acceptable whether a client waits to be accepted
     */
    default void accept(boolean acceptable) throws IOException {}

    /** Accepts nothing any more. */
    default void end() throws IOException {}
}
