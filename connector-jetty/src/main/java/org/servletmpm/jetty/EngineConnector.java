package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.connection.Keeper;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.Holder;

/**
 * A connector that leaves accepting, waiting and serving to an engine: starts it when the container
 * begins to accept, makes the container's connections of what it accepts, and stops it.
 */
abstract class EngineConnector extends DirectedConnector implements Holder {

    private final EngineExecutor executor;

    private final WarmConnections warmConnections = new WarmConnections();

    /** Null before the container has begun to accept, and after the stop. */
    private volatile Engine engine;

    /** The engine's socket, which Jetty forgets before the engine is done with it. */
    private volatile ServerSocketChannel listening;

    EngineConnector(
            Server server,
            EngineExecutor executor,
            Scheduler scheduler,
            ByteBufferPool bufferPool,
            StockThreads stockThreads,
            ConnectionFactory... factories) {
        super(server, executor, scheduler, bufferPool, stockThreads, factories);
        this.executor = executor;
        pool().ifPresent(MpmThreadPool::expect);
        addBean(new Handshakes());
        addBean(new EngineFigures(() -> engine));
    }

    /**
     * @return null before the container has begun to accept, and after the stop
     */
    final Engine engine() {
        return engine;
    }

    /** The server's thread pool, if it takes the engine's workers. */
    private Optional<MpmThreadPool> pool() {
        return getServer().getThreadPool() instanceof MpmThreadPool pool
                ? Optional.of(pool)
                : Optional.empty();
    }

    // ---- life cycle

    @Override
    protected void doStop() throws Exception {
        Engine current = engine;
        try {
            if (current != null) {
                drain(current);
                pool().ifPresent(pool -> pool.unshare(current));
                current.stop();
            }
            super.doStop();
        } finally {
            engine = null;
            forgetConfiguration();
        }
    }

    /** {@inheritDoc} Also ends or begins a pause that was asked for by other means, such as JMX. */
    @Override
    public void setAccepting(boolean accepting) {
        super.setAccepting(accepting);
        Engine current = engine;
        if (current != null && accepting) {
            current.resume();
        } else if (current != null) {
            current.pause();
        }
    }

    /** Serves what was accepted or is queued, if GracefulShutdownTimeout gives it time. */
    private void drain(Engine current) throws ExecutionException {
        int seconds = directives().gracefulShutdownTimeoutSeconds();
        if (seconds > 0 && !current.isDraining()) {
            try {
                current.drain().get(seconds, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                // What is still open then is closed by the stop.
                return;
            } catch (InterruptedException e) {
                // Whoever stops is in a hurry.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** {@inheritDoc} What no engine has taken over is closed here, so that the port is free. */
    @Override
    public void close() {
        super.close();
        if (engine == null) {
            if (getTransport() instanceof ServerSocketChannel socket) {
                IO.close(socket);
            }
            forgetConfiguration();
        }
    }

    /** {@inheritDoc} Connections that are queued are accepted and served first. */
    @Override
    public CompletableFuture<Void> shutdown() {
        Engine current = engine;
        if (current == null) {
            return super.shutdown();
        }
        CompletableFuture<Void> drained = current.drain();
        return CompletableFuture.allOf(drained, super.shutdown());
    }

    // ---- what the engine asks of its connector

    @Override
    public String scheme() {
        return getConnectionFactory(SslConnectionFactory.class) == null ? "http" : "https";
    }

    @Override
    public String serverInfo() {
        return "Jetty/" + Server.getVersion();
    }

    @Override
    public void closeSocket() {
        IO.close(listening);
    }

    @Override
    public void reconfigured(Directives next) {
        redirect(next);
    }

    @Override
    public void everySecond() {
        warmConnections.look();
    }

    // ---- accepting

    /** Accepting begins: with the first call, the engine. */
    private Closeable accepting(ServerSocketChannel socket) throws IOException {
        if (socket == null || directives() == null) {
            // Told to accept before it is started: it will.
            return () -> {};
        }
        Engine current = engine;
        if (current == null) {
            listening = socket;
            current = new Engine(directives(), this, this::connection, socket);
            executor.engine(current);
            engine = current;
            boolean started = false;
            try {
                if (!isAccepting()) {
                    current.pause();
                }
                current.start();
                started = true;
                Engine running = current;
                pool().ifPresent(pool -> pool.share(running));
            } finally {
                if (!started) {
                    engine = null;
                }
            }
        } else {
            current.resume();
        }
        return current::pause;
    }

    private JettyConnection connection(long id, SocketChannel channel, Keeper keeper)
            throws IOException {
        MpmSelectorManager manager = (MpmSelectorManager) getSelectorManager();
        manager.onAccepting(channel);
        try {
            if (!channel.isOpen()) {
                // One too many for a listener, which closes it.
                throw new ClosedChannelException();
            }
            configure(channel);
            MpmEndPoint endPoint = new MpmEndPoint(channel, getScheduler(), engine.lane(), manager);
            endPoint.setIdleTimeout(getIdleTimeout());
            JettyConnection connection =
                    new JettyConnection(
                            id,
                            channel,
                            keeper,
                            endPoint,
                            keepAlive(),
                            pool().isPresent() ? engine::tryExecute : null);
            endPoint.connection(connection);
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            manager.onAcceptFailed(channel, e);
            throw e;
        }
    }

    /**
     * {@inheritDoc} Called by the super constructor: no field of this class is set yet.
     *
     * <p>Final: the engine accepts and selects. What happens to connections is told to listeners
     * ({@link SelectorManager.AcceptListener}, {@link Connection.Listener}), which are beans of the
     * connector.
     */
    @Override
    protected final SelectorManager newSelectorManager(
            Executor executor, Scheduler scheduler, int selectors) {
        return new MpmSelectorManager(executor, scheduler);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Final, and not called: the engine's end points are of its own class. What a subclass would
     * have changed here is set elsewhere: the idle timeout by {@link #setIdleTimeout}, socket
     * options in {@link #configure(Socket)}, and what looks at or wraps an end point goes into
     * {@link ConnectionFactory#newConnection}.
     */
    @Override
    protected final SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        throw new UnsupportedOperationException("an engine makes the end points of " + this);
    }

    /**
     * A selector manager that never selects: it makes connections, tells its listeners, and starts
     * and stops with its beans, such as limits of connections.
     */
    final class MpmSelectorManager extends ServerConnectorManager {

        private MpmSelectorManager(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        /** {@inheritDoc} One that does nothing: the engine's listeners select. */
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
                return accepting((ServerSocketChannel) server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
            return getIdleTimeout();
        }

        WarmConnections warmConnections() {
            return warmConnections;
        }

        boolean beginsWithTls() {
            return getDefaultConnectionFactory() instanceof SslConnectionFactory;
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
            onEndPointClosed(endPoint);
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
}
