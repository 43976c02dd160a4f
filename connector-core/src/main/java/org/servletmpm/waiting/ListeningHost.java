package org.servletmpm.waiting;

import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHost;

/**
 * A child, seen from the connections that wait at it: its listener, and the counts they are in.
 * Immutable, so that a connection that has another host has another listener and other counts in
 * the same moment.
 */
public interface ListeningHost extends ConnectionHost {

    /** The listener that watches the child's connections. */
    ListenerSelector listener();

    /** The child's asynchronous counts. */
    AsyncColumns columns();

    /**
     * @return the host of a connection that an engine has made
     */
    static ListeningHost of(Connection connection) {
        return (ListeningHost) connection.host();
    }
}
