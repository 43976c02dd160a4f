package org.servletmpm.connection;

/** A container's side of a connector: makes the handler of each connection that was accepted. */
public interface Adapter {

    /**
     * Runs on the accepting thread, so it neither blocks nor calls the application.
     *
     * @param connection accepted; its channel is non-blocking
     * @return its handler, not yet {@linkplain ConnectionHandler#opened opened}
     * @throws Exception when the container refuses it; the engine then closes the channel
     */
    ConnectionHandler handler(Connection connection) throws Exception;
}
