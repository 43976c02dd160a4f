package org.servletmpm.accept;

import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;

/** Makes connections of what a child accepts. The accepting thread. */
public interface AcceptedConnections {

    /**
     * @param channel non-blocking
     * @throws Exception when the container refuses it
     */
    Connection make(SocketChannel channel) throws Exception;

    /** Counts it from now on to its end; if that fails, it is not counted. */
    void add(Connection connection);
}
