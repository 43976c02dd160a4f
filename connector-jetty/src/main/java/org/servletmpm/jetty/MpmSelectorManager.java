package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
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
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.engine.Engine;

/**
 * Makes the container's connections of those that the engine accepts, and tells the container's
 * listeners of them. It starts and stops with its beans, such as limits of connections. It never
 * selects: the engine's listeners do. Any thread.
 */
final class MpmSelectorManager extends SelectorManager implements Adapter, EndPointOwner {

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

    /** {@inheritDoc} In the thread that accepts. */
    @Override
    public ConnectionHandler handler(org.servletmpm.connection.Connection connection)
            throws IOException {
        SocketChannel channel = connection.channel();
        Engine engine = connector.engine();
        onAccepting(channel);
        try {
            if (!channel.isOpen()) {
                // One too many for a listener, which closes it.
                throw new ClosedChannelException();
            }
            connector.configure(channel);
            MpmEndPoint endPoint =
                    new MpmEndPoint(
                            connection, connector.getScheduler(), engine.continuations(), this);
            endPoint.setIdleTimeout(idleTimeout());
            JettyHandler handler =
                    new JettyHandler(
                            connection,
                            endPoint,
                            connector.keepAlive(),
                            connector.pool().isPresent() ? engine::tryExecute : null);
            endPoint.handler(handler);
            return handler;
        } catch (IOException | RuntimeException | Error e) {
            onAcceptFailed(channel, e);
            throw e;
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
    public long idleTimeout() {
        return connector.getIdleTimeout();
    }

    @Override
    public CachedChannels cachedChannels() {
        return connector.cachedChannels();
    }

    @Override
    public boolean beginsWithTls() {
        return connector.getDefaultConnectionFactory() instanceof SslConnectionFactory;
    }

    @Override
    public void open(SocketChannelEndPoint endPoint) throws IOException {
        SocketChannel channel = endPoint.getChannel();
        onAccepted(channel);
        Connection connection = newConnection(channel, endPoint, null);
        endPoint.setConnection(connection);
        endPoint.onOpen();
        endPointOpened(endPoint);
        connectionOpened(connection, null);
    }

    @Override
    public void failed(SocketChannelEndPoint endPoint, Throwable cause) {
        connector.onEndPointClosed(endPoint);
        onAcceptFailed(endPoint.getChannel(), cause);
    }

    @Override
    public void closed(EndPoint endPoint, Throwable cause) {
        Connection connection = endPoint.getConnection();
        if (connection != null) {
            connectionClosed(connection, cause);
        }
        endPointClosed(endPoint);
    }
}
