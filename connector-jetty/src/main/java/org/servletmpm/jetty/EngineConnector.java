package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
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
import org.servletmpm.connection.ConnectionHost;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.EngineHost;

/**
 * A connector that leaves accepting, waiting and serving to an engine: starts it when the container
 * begins to accept, makes the container's connections of what it accepts, and stops it.
 */
abstract class EngineConnector extends DirectedConnector implements EngineHost {

    private static final System.Logger LOG = System.getLogger(MpmServerConnector.class.getName());

    private final EngineExecutor executor;

    private final CachedChannels warmConnections = new CachedChannels();

    /** Null before the container has begun to accept, and after the stop. */
    private volatile Engine engine;

    /** The engine's socket, which Jetty forgets before the engine is done with it. */
    private volatile ServerSocketChannel listening;

    private volatile boolean shutdownIdleTimeoutWritten;

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
        addBean(new HandshakeListener());
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
                if (stopMillis(0) > 0 && beginsStop(0)) {
                    awaitDelay();
                    awaitDrained(0);
                }
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

    /** {@inheritDoc} Only the engine looks: what comes on a kept connection is still answered. */
    @Override
    public boolean isShutdown() {
        return engine == null && super.isShutdown();
    }

    /**
     * A graceful stop is to come: readiness says no and responses say {@code Connection: close};
     * everything else goes on.
     *
     * @return completed when GracefulShutdownDelay has passed since the first call, or the
     *     connector is stopped
     */
    public CompletableFuture<Void> announceStop() {
        Engine current = engine;
        return current == null
                ? CompletableFuture.completedFuture(null)
                : current.announceStop().copy();
    }

    /**
     * Begins a graceful stop, after GracefulShutdownDelay; where it has no time, only announces it.
     *
     * @param otherwise milliseconds that it has without GracefulShutdownTimeout
     * @return false when that was done before, and whoever did it has waited
     */
    final boolean beginsStop(long otherwise) {
        Engine current = engine;
        if (current == null || current.isDraining()) {
            return false;
        }
        if (stopMillis(otherwise) > 0) {
            current.drain();
        } else {
            current.announceStop();
        }
        return true;
    }

    private long stopMillis(long otherwise) {
        int seconds = directives().gracefulShutdownTimeoutSeconds();
        return seconds > 0 ? TimeUnit.SECONDS.toMillis(seconds) : otherwise;
    }

    /** Waits for GracefulShutdownDelay. */
    final void awaitDelay() throws ExecutionException {
        await(announceStop(), Long.MAX_VALUE);
    }

    /** Waits for what {@link #beginsStop} has begun; what is open then is closed by the stop. */
    final void awaitDrained(long otherwise) throws ExecutionException {
        Engine current = engine;
        long millis = stopMillis(otherwise);
        if (current != null && millis > 0) {
            await(current.drained(), millis);
        }
    }

    private void await(CompletableFuture<Void> end, long millis) throws ExecutionException {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "{0}: what is still open is closed by the stop", this);
        } catch (InterruptedException e) {
            // An interrupt means that the stop is in a hurry.
            Thread.currentThread().interrupt();
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
        return current.announceStop()
                .thenCompose(delayed -> CompletableFuture.allOf(current.drain(), jettyShutdown()));
    }

    /**
     * {@inheritDoc} Unless somebody has set it none: an idle timeout that is cut to a second, as
     * Jetty's default has it, would cut what a graceful stop is to finish. What is still there when
     * GracefulShutdownTimeout is over is closed by the stop.
     */
    @Override
    public long getShutdownIdleTimeout() {
        return shutdownIdleTimeoutWritten ? super.getShutdownIdleTimeout() : -1;
    }

    @Override
    public void setShutdownIdleTimeout(long millis) {
        shutdownIdleTimeoutWritten = true;
        super.setShutdownIdleTimeout(millis);
    }

    /** Jetty's own second holds for what another protocol has: a drain does not wait for it. */
    private CompletableFuture<Void> jettyShutdown() {
        CompletableFuture<Void> done = super.shutdown();
        if (!shutdownIdleTimeoutWritten) {
            for (EndPoint endPoint : getConnectedEndPoints()) {
                MpmEndPoint own = MpmEndPoint.of(endPoint);
                if (own != null && own.connection().state() == ConnectionState.UPGRADED) {
                    own.setIdleTimeout(super.getShutdownIdleTimeout());
                }
            }
        }
        return done;
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

    private JettyConnection connection(long id, SocketChannel channel, ConnectionHost host)
            throws IOException {
        MpmSelectorManager manager = (MpmSelectorManager) getSelectorManager();
        manager.onAccepting(channel);
        try {
            if (!channel.isOpen()) {
                // One too many for a listener, which closes it.
                throw new ClosedChannelException();
            }
            configure(channel);
            MpmEndPoint endPoint =
                    new MpmEndPoint(channel, getScheduler(), engine.continuations(), manager);
            endPoint.setIdleTimeout(getIdleTimeout());
            JettyConnection connection =
                    new JettyConnection(
                            id,
                            channel,
                            host,
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

        CachedChannels warmConnections() {
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
