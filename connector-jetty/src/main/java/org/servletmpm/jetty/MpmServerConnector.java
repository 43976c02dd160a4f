package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.connection.Keeper;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.Model;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.Holder;
import org.servletmpm.engine.Restart;

/**
 * Jetty's network connector with the processing model of an httpd MPM. A {@code ServerConnector} in
 * everything but who accepts, who waits and whose threads serve.
 *
 * <p>The model ({@code mpm}: prefork, worker or event; default event) and the directives are bean
 * properties; they are checked when the connector starts.
 */
@ManagedObject("HTTP connector with the processing model of an httpd MPM")
public class MpmServerConnector extends DirectiveBean implements Holder {

    private static final System.Logger LOG = System.getLogger(MpmServerConnector.class.getName());

    private final EngineExecutor executor;
    private final StockThreads stockThreads;
    private final Incompatibles incompatibles = new Incompatibles(this);
    private final Redeployments redeployments;
    private volatile Directives directives;
    private volatile KeepAlive keepAlive;

    /** Jetty's own, for when no directive says another. */
    private long idleTimeout = getIdleTimeout();

    /** The directives are those of the current opening. */
    private boolean configured;

    private volatile Engine engine;

    /** The engine's socket, which Jetty forgets before the engine is done with it. */
    private volatile ServerSocketChannel listening;

    public MpmServerConnector(@Name("server") Server server) {
        this(server, new HttpConnectionFactory());
    }

    public MpmServerConnector(
            @Name("server") Server server, @Name("factories") ConnectionFactory... factories) {
        this(server, null, null, factories);
    }

    public MpmServerConnector(
            @Name("server") Server server,
            @Name("sslContextFactory") SslContextFactory.Server sslContextFactory) {
        this(server, sslContextFactory, new HttpConnectionFactory());
    }

    public MpmServerConnector(
            @Name("server") Server server,
            @Name("sslContextFactory") SslContextFactory.Server sslContextFactory,
            @Name("factories") ConnectionFactory... factories) {
        this(server, AbstractConnectionFactory.getFactories(sslContextFactory, factories));
    }

    /**
     * @param scheduler times idle connections out; null for the server's
     * @param bufferPool lends I/O buffers; null for the server's
     */
    public MpmServerConnector(
            @Name("server") Server server,
            @Name("scheduler") Scheduler scheduler,
            @Name("bufferPool") ByteBufferPool bufferPool,
            @Name("factories") ConnectionFactory... factories) {
        this(server, null, scheduler, bufferPool, -1, -1, factories);
    }

    // ---- with the parameters of the stock connector's threads, for files and code written for it

    public MpmServerConnector(
            @Name("server") Server server,
            @Name("acceptors") int acceptors,
            @Name("selectors") int selectors) {
        this(server, acceptors, selectors, new HttpConnectionFactory());
    }

    public MpmServerConnector(
            @Name("server") Server server,
            @Name("acceptors") int acceptors,
            @Name("selectors") int selectors,
            @Name("factories") ConnectionFactory... factories) {
        this(server, null, null, null, acceptors, selectors, factories);
    }

    public MpmServerConnector(
            @Name("server") Server server,
            @Name("acceptors") int acceptors,
            @Name("selectors") int selectors,
            @Name("sslContextFactory") SslContextFactory.Server sslContextFactory) {
        this(
                server,
                acceptors,
                selectors,
                AbstractConnectionFactory.getFactories(
                        sslContextFactory, new HttpConnectionFactory()));
    }

    /**
     * @param executor null: requests run on the children's own threads
     * @param scheduler times idle connections out; null for the server's
     * @param bufferPool lends I/O buffers; null for the server's
     * @param acceptors without effect, with a warning unless it is -1 or 1
     * @param selectors without effect, with a warning unless it is 0 or less
     * @throws IllegalArgumentException if there is an executor
     */
    public MpmServerConnector(
            @Name("server") Server server,
            @Name("executor") Executor executor,
            @Name("scheduler") Scheduler scheduler,
            @Name("bufferPool") ByteBufferPool bufferPool,
            @Name("acceptors") int acceptors,
            @Name("selectors") int selectors,
            @Name("factories") ConnectionFactory... factories) {
        this(
                server,
                engineExecutor(executor),
                scheduler,
                bufferPool,
                new StockThreads(acceptors, selectors),
                factories);
    }

    private static EngineExecutor engineExecutor(Executor instead) {
        if (instead != null) {
            throw new IllegalArgumentException(StockThreads.refused(instead));
        }
        return new EngineExecutor();
    }

    private MpmServerConnector(
            Server server,
            EngineExecutor executor,
            Scheduler scheduler,
            ByteBufferPool bufferPool,
            StockThreads stockThreads,
            ConnectionFactory... factories) {
        super(server, executor, scheduler, bufferPool, factories);
        this.executor = executor;
        this.stockThreads = stockThreads;
        this.redeployments = new Redeployments(server, incompatibles, this::stopped);
        pool().ifPresent(MpmThreadPool::expect);
        addBean(new EngineFigures(() -> engine));
    }

    /** The server's thread pool, if it takes the engine's workers. */
    private Optional<MpmThreadPool> pool() {
        return getServer().getThreadPool() instanceof MpmThreadPool pool
                ? Optional.of(pool)
                : Optional.empty();
    }

    /**
     * @return what is in effect, or null before the start
     */
    public Directives directives() {
        return directives;
    }

    /**
     * @return the processing model in lower case, or null before the start
     */
    @ManagedAttribute("processing model: prefork, worker or event")
    public String getMpm() {
        return directives == null ? null : directives.model().toString();
    }

    // ---- life cycle

    /** {@inheritDoc} The server opens its connectors before it starts them. */
    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        configure();
        return super.openAcceptChannel();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when a directive cannot be what it is set to; the message
     *     has a line for each
     */
    @Override
    protected void doStart() throws Exception {
        configure();
        super.doStart();
        getServer().addEventListener(redeployments);
    }

    /** Once for each time the connector is opened or started. */
    private void configure() {
        if (configured) {
            return;
        }
        directives = checkedDirectives();
        backlog(directives.listenBacklog());
        if (directives.isExplicit(Directive.LISTEN)) {
            Listen listen = directives.listen().orElseThrow();
            setPort(listen.port());
            listen.address().ifPresent(this::setHost);
        }
        apply();
        for (ConnectionFactory factory : getConnectionFactories()) {
            if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                countRequests(http.getHttpConfiguration());
            }
        }
        stockThreads
                .warning(getAcceptorPriorityDelta())
                .ifPresent(vain -> LOG.log(Level.WARNING, "{0}: {1}", this, vain));
        sayWhatIsNotServed();
        configured = true;
    }

    // ---- HTTP/2

    private void sayWhatIsNotServed() {
        List<String> several =
                super.getProtocols().stream().filter(Http2.PROTOCOLS::contains).toList();
        if (several.isEmpty()) {
            return;
        }
        if (directives.model() == Model.PREFORK) {
            LOG.log(
                    Level.WARNING,
                    "{0}: prefork serves HTTP/1.1 only, not {1}: a child has one thread, and the"
                            + " requests of such a connection come at once. Allowed with it:"
                            + " worker, event",
                    this,
                    String.join(", ", several));
        } else if (getBean(Http2.class) == null) {
            addBean(new Http2());
        }
    }

    private boolean serves(ConnectionFactory factory) {
        return directives == null
                || directives.model() != Model.PREFORK
                || factory.getProtocols().stream().noneMatch(Http2.PROTOCOLS::contains);
    }

    /** {@inheritDoc} Those that the model serves: prefork none of HTTP/2. */
    @Override
    public ConnectionFactory getConnectionFactory(String protocol) {
        ConnectionFactory factory = super.getConnectionFactory(protocol);
        return factory != null && serves(factory) ? factory : null;
    }

    /** {@inheritDoc} Those that the model serves: prefork none of HTTP/2. */
    @Override
    public Collection<ConnectionFactory> getConnectionFactories() {
        return super.getConnectionFactories().stream().filter(this::serves).toList();
    }

    /** {@inheritDoc} Those that the model serves: prefork none of HTTP/2. */
    @Override
    public List<String> getProtocols() {
        return super.getProtocols().stream()
                .filter(protocol -> getConnectionFactory(protocol) != null)
                .toList();
    }

    /** What holds for connections accepted from now on. */
    private void apply() {
        super.setIdleTimeout(
                directives.isExplicit(Directive.TIMEOUT)
                        ? directives.timeoutMillis().orElseThrow()
                        : idleTimeout);
        keepAlive = KeepAlive.of(directives);
        incompatibles.configure(directives.model() == Model.EVENT, directives.eventIncompatible());
    }

    /** {@inheritDoc} A directive comes before the connector's own property. */
    @Override
    protected void configure(Socket socket) {
        super.configure(socket);
        try {
            if (directives.sendBufferSize() > 0) {
                socket.setSendBufferSize(directives.sendBufferSize());
            }
            if (directives.receiveBufferSize() > 0) {
                socket.setReceiveBufferSize(directives.receiveBufferSize());
            }
        } catch (SocketException e) {
            // The client has gone already: the first read will tell.
            LOG.log(Level.DEBUG, "socket options of {0}: {1}", socket, e);
        }
    }

    private void countRequests(HttpConfiguration configuration) {
        if (configuration.getCustomizer(RequestCounter.class) == null) {
            configuration.addCustomizer(new RequestCounter());
        }
    }

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
            getServer().removeEventListener(redeployments);
            engine = null;
            forgetConfiguration();
        }
    }

    /** The next opening begins with what is written then. */
    private void forgetConfiguration() {
        configured = false;
        super.setIdleTimeout(idleTimeout);
    }

    /** {@inheritDoc} The directive Timeout comes before it, if it is written. */
    @Override
    public void setIdleTimeout(long millis) {
        idleTimeout = millis;
        super.setIdleTimeout(millis);
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
        int seconds = directives.gracefulShutdownTimeoutSeconds();
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
        if (next != directives) {
            directives = next;
            setDirectives(next.toBuilder());
        }
        apply();
        // Other classes may be named.
        getServer().getContainedBeans(ContextHandler.class).stream()
                .filter(ContextHandler::isStarted)
                .forEach(incompatibles::started);
    }

    Incompatibles incompatibles() {
        return incompatibles;
    }

    /** A context has stopped while others go on, or before it comes again. */
    private void stopped(String context) {
        Engine current = engine;
        if (current != null && !current.isDraining()) {
            current.recycle("context " + context + " has stopped");
        }
    }

    /**
     * A graceful restart with the directives of a file, which takes the place of the files that
     * were read before: new children replace the old ones, ServerLimit and ThreadLimit stay.
     *
     * @param file in httpd's syntax
     * @throws IOException if the file cannot be read
     * @throws ConfigurationException with every error there is; nothing has changed then
     * @throws IllegalStateException when the connector has not been started
     */
    public void reload(String file) throws IOException, ConfigurationException {
        running().reload(Path.of(file));
    }

    /**
     * A graceful restart with other directives.
     *
     * @param next built within {@link #directives()}
     * @return how far it has come
     * @throws IllegalStateException when the connector has not been started
     */
    public Restart restart(Directives next) {
        return running().restart(next);
    }

    /**
     * A graceful restart with the directives as they are.
     *
     * @throws IllegalStateException when the connector has not been started
     */
    public void graceful() {
        running().graceful();
    }

    private Engine running() {
        Engine current = engine;
        if (current == null) {
            throw new IllegalStateException(this + " has not been started");
        }
        return current;
    }

    // ---- the engine's side

    /** Accepting begins: with the first call, the engine. */
    private Closeable accepting(ServerSocketChannel socket) throws IOException {
        if (socket == null || directives == null) {
            // Told to accept before it is started: it will.
            return () -> {};
        }
        Engine current = engine;
        if (current == null) {
            listening = socket;
            current = new Engine(directives, this, this::connection, socket);
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
            configure(channel.socket());
            MpmEndPoint endPoint = new MpmEndPoint(channel, getScheduler(), engine.lane(), manager);
            endPoint.setIdleTimeout(getIdleTimeout());
            JettyConnection connection =
                    new JettyConnection(
                            id,
                            channel,
                            keeper,
                            endPoint,
                            keepAlive,
                            pool().isPresent() ? engine::tryExecute : null);
            endPoint.connection(connection);
            return connection;
        } catch (IOException | RuntimeException | Error e) {
            manager.onAcceptFailed(channel, e);
            throw e;
        }
    }

    /** {@inheritDoc} Called by the super constructor: no field of this class is set yet. */
    @Override
    protected SelectorManager newSelectorManager(
            Executor executor, Scheduler scheduler, int selectors) {
        return new MpmSelectorManager(executor, scheduler);
    }

    /** A selector manager that never selects: it makes connections and tells its listeners. */
    final class MpmSelectorManager extends ServerConnectorManager {

        private MpmSelectorManager(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        @Override
        protected void doStart() {
            // The engine's listeners select.
        }

        @Override
        protected void doStop() {
            // Nothing was started.
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
