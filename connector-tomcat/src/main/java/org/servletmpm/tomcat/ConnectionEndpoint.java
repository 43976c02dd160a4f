package org.servletmpm.tomcat;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.servletmpm.connection.Connection;

/** Answers a connection for its endpoint. Any thread. */
interface ConnectionEndpoint {

    boolean isTls();

    /**
     * @return milliseconds that the next request is awaited, -1 for no limit
     */
    int keepAliveTimeout();

    /**
     * @return how much of a request that nobody wants is read, in bytes; negative for all
     */
    int mostSwallowed();

    ProcessingConnection processing();

    /** A connection begins: the endpoint lists it until it is closed. */
    void opened(Connection connection, SocketWrapperBase<NioChannel> wrapper);

    /** Lets Tomcat process an event, in the calling thread. */
    void process(SocketWrapperBase<NioChannel> wrapper, SocketEvent event);

    /**
     * Runs a step of one of a connection's streams.
     *
     * @param begins whether the application is given the request by it
     * @throws java.util.concurrent.RejectedExecutionException when the engine has stopped
     */
    void executeStream(Connection connection, Runnable step, boolean begins);
}
