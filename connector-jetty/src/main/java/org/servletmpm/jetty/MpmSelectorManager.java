package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Makes the container's connections, tells its listeners of them, and starts and stops with its
 * beans, such as limits of connections. It never selects: the engine's listeners do. Any thread.
 */
final class MpmSelectorManager extends SelectorManager {

    private final MpmServerConnector connector;

    MpmSelectorManager(MpmServerConnector connector, Executor executor, Scheduler scheduler) {
        super(executor, scheduler, 1);
        this.connector = connector;
    }

    /** {@inheritDoc} One that does nothing. */
    @Override
    protected ManagedSelector newSelector(int id) {
        return new ManagedSelector(this, id) {
            @Override
            protected void doStart() {
                // No thread, and no selector of NIO's.
            }

            @Override
            protected void doStop() {
                // Nothing was started.
            }
        };
    }

    @Override
    public Closeable acceptor(SelectableChannel server) {
        try {
            return connector.accepting((ServerSocketChannel) server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@inheritDoc} Not called: the engine's end points are of its own class. */
    @Override
    protected SocketChannelEndPoint newEndPoint(
            SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        throw new UnsupportedOperationException("an engine makes the end points of " + connector);
    }

    @Override
    public Connection newConnection(
            SelectableChannel channel, EndPoint endPoint, Object attachment) {
        return connector.getDefaultConnectionFactory().newConnection(connector, endPoint);
    }

    @Override
    protected void endPointOpened(EndPoint endPoint) {
        super.endPointOpened(endPoint);
        connector.onEndPointOpened(endPoint);
    }

    @Override
    protected void endPointClosed(EndPoint endPoint) {
        connector.onEndPointClosed(endPoint);
        super.endPointClosed(endPoint);
    }

    @Override
    protected void onAccepting(SelectableChannel channel) {
        super.onAccepting(channel);
    }

    @Override
    protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        super.onAcceptFailed(channel, cause);
    }

    long idleTimeout() {
        return connector.getIdleTimeout();
    }

    CachedChannels warmConnections() {
        return connector.cachedChannels();
    }

    boolean beginsWithTls() {
        return connector.getDefaultConnectionFactory() instanceof SslConnectionFactory;
    }

    /** The container's first steps with a connection, in the order it is used to. */
    void open(MpmEndPoint endPoint) throws IOException {
        SocketChannel channel = endPoint.getChannel();
        onAccepted(channel);
        Connection connection = newConnection(channel, endPoint, null);
        endPoint.setConnection(connection);
        endPoint.onOpen();
        endPointOpened(endPoint);
        connectionOpened(connection, null);
    }

    /** It did not come to that, or not to the end of it. */
    void failed(MpmEndPoint endPoint, Throwable cause) {
        connector.onEndPointClosed(endPoint);
        onAcceptFailed(endPoint.getChannel(), cause);
    }

    /** And its last. */
    void closed(EndPoint endPoint, Throwable cause) {
        Connection connection = endPoint.getConnection();
        if (connection != null) {
            connectionClosed(connection, cause);
        }
        endPointClosed(endPoint);
    }
}
