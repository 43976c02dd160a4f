package org.servletmpm.connection;

import java.nio.channels.SocketChannel;

/** A container's side of a connector: makes a connection of what was accepted. */
public interface Adapter {

    /**
     * Runs on the accepting thread, so it neither blocks nor calls the application.
     *
     * @param id the connection's number
     * @param channel accepted and non-blocking
     * @param host what the connection is to ask
     * @return the connection, not yet opened
     * @throws Exception when the container refuses it; the engine then closes the channel
     */
    Connection connection(long id, SocketChannel channel, ConnectionHost host) throws Exception;
}
