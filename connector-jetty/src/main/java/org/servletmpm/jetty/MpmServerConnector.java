package org.servletmpm.jetty;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConnectorConfiguration;
import org.servletmpm.directive.ContainerRelease;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.ListenAddress;
import org.servletmpm.directive.Precedence;
import org.servletmpm.directive.UnixListen;
import org.servletmpm.engine.ConnectorEngine;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.EngineHost;
import org.servletmpm.engine.GracefulStop;
import org.servletmpm.engine.Restart;
import org.servletmpm.inherit.Inherited;

/**
 * Serves HTTP with the processing model of an httpd MPM: Jetty's {@code ServerConnector}, but an
 * engine accepts, waits, and has the threads that serve.
 *
 * <p>The model ({@code mpm}: prefork, worker or event; default event) and the directives are bean
 * properties. The connector checks them when it is opened or started, whichever comes first, and
 * once for both. Its engine runs from when the container begins to accept until the stop.
 *
 * <p>The thread that configures the server sets properties; the container's threads start and stop;
 * any thread asks. A Jetty that is too old is refused by the constructors, with an
 * IllegalStateException.
 */
@ManagedObject("HTTP connector with the processing model of an httpd MPM")
public class MpmServerConnector extends ServerConnector implements DirectiveProperties {

    private static final System.Logger LOG = System.getLogger(MpmServerConnector.class.getName());

    private static final String OLDEST_JETTY = "12.1.0";

    private static final String UNIX_DOMAIN_PATH = "unixDomainPath";

    /** Holds what is in effect: it changes as a whole, at a start or a graceful restart. */
    private record Settings(Directives directives, Precedence precedence, KeepAlive keepAlive) {

        static Settings of(Directives directives) {
            return new Settings(directives, new Precedence(directives), KeepAlive.of(directives));
        }
    }

    private final ConnectorConfiguration configuration = new ConnectorConfiguration("property");
    private final ConnectorEngine engine = new ConnectorEngine();
    private final CachedChannels cachedChannels = new CachedChannels();
    private final IncompatiblePinning pinning = new IncompatiblePinning(this);
    private final RedeploymentListener redeployments;
    private final EngineExecutor executor;
    private final ServerStop serverStop;
    private final StockThreads stockThreads;

    /** Null before the connector is opened or started for the first time. */
    private volatile Settings settings;

    /** True when {@link #settings} are those of the current opening. */
    private boolean configured;

    /** Jetty's own, for when no directive says another; in milliseconds. */
    private long idleTimeout = getIdleTimeout();

    /** The engine's socket, which Jetty forgets before the engine is done with it. */
    private volatile ServerSocketChannel listening;

    private volatile boolean shutdownIdleTimeoutWritten;

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

    private static Server inNewJetty(Server server) {
        ContainerRelease.require("Jetty", OLDEST_JETTY, Server.getVersion());
        return server;
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
        super(inNewJetty(server), executor, scheduler, bufferPool, 0, 1, factories);
        this.executor = executor;
        this.stockThreads = stockThreads;
        this.serverStop = new ServerStop(server);
        this.redeployments =
                new RedeploymentListener(
                        server,
                        pinning,
                        context -> engine.applicationStopped("context " + context));
        pool().ifPresent(MpmThreadPool::expect);
        addBean(new HandshakeListener());
        addBean(new EngineFigures(engine::current));
    }

    /**
     * @return the server's thread pool, if it takes the engine's workers
     */
    Optional<MpmThreadPool> pool() {
        return getServer().getThreadPool() instanceof MpmThreadPool pool
                ? Optional.of(pool)
                : Optional.empty();
    }

    // ---- bean properties; DirectiveProperties has one for each directive

    /**
     * Sets the processing model.
     *
     * @param model prefork, worker or event, in any case
     */
    public void setMpm(String model) {
        configuration.model(model);
    }

    /**
     * @return the processing model in lower case, or null before the start
     */
    @ManagedAttribute("processing model: prefork, worker or event")
    public String getMpm() {
        return directives() == null ? null : directives().model().toString();
    }

    /** Takes a configuration that a builder has collected, with the origins it knows. */
    public void setDirectives(Directives.Builder collected) {
        configuration.directives(collected);
    }

    @Override
    public void setDirective(String directive, String value) {
        configuration.set(directive, value);
    }

    /** Keeps the connector from starting for a property that it does not have. */
    void refuse(String property, String value, String reason) {
        configuration.refuse(property, value, "", reason);
    }

    /**
     * @return what is in effect, or null before the start
     */
    public Directives directives() {
        Settings current = settings;
        return current == null ? null : current.directives();
    }

    /**
     * Sets how many workers there may be, in the container's words; MaxRequestWorkers comes first.
     */
    public void setMaxThreads(int maxThreads) {
        configuration.container("maxThreads", maxThreads);
    }

    /** Sets how many connections may be open at once; more wait in the kernel's backlog. */
    public void setMaxConnections(int maxConnections) {
        configuration.container("maxConnections", maxConnections);
    }

    /** {@inheritDoc} ListenBacklog comes first; 0 leaves it to that. */
    @Override
    public void setAcceptQueueSize(int acceptQueueSize) {
        if (acceptQueueSize > 0) {
            configuration.container("acceptCount", acceptQueueSize);
        }
        super.setAcceptQueueSize(acceptQueueSize);
    }

    /** {@inheritDoc} The directive Timeout comes before it, if it is written. */
    @Override
    public void setIdleTimeout(long millis) {
        idleTimeout = millis;
        super.setIdleTimeout(millis);
    }

    /**
     * Refuses a Unix domain socket at the start: only Jetty's {@code UnixDomainServerConnector} has
     * this property; this connector is a {@code ServerConnector}, whose sockets have ports.
     */
    public void setUnixDomainPath(Path path) {
        Finding refused = unixSocket(UNIX_DOMAIN_PATH, path.toString());
        configuration.refuse(
                refused.directive(), refused.value(), refused.allowed(), refused.action());
    }

    private Finding unixSocket(String setting, String value) {
        return configuration.finding(
                setting,
                value,
                "",
                "this connector serves TCP only, Jetty's own UnixDomainServerConnector serves Unix"
                        + " domain sockets");
    }

    private IllegalArgumentException noUnixSocket(UnixListen listen) {
        Finding refused = unixSocket(Directive.LISTEN.directiveName(), listen.toString());
        return new IllegalArgumentException(refused.toString());
    }

    // ---- from properties to settings

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a Unix domain socket, inherited ones included
     */
    @Override
    public void open(ServerSocketChannel acceptChannel) throws IOException {
        if (acceptChannel.getLocalAddress() instanceof UnixDomainSocketAddress address) {
            throw noUnixSocket(new UnixListen(address.getPath()));
        }
        super.open(acceptChannel);
    }

    /** {@inheritDoc} The server opens its connectors before it starts them. */
    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        configure();
        return super.openAcceptChannel();
    }

    /** Checks what is written, once for each time the connector is opened or started. */
    private void configure() {
        if (configured) {
            return;
        }
        Inherited.by(this)
                .ifPresent(
                        inherited -> {
                            inherited.configure(configuration);
                            setInheritChannel(true);
                        });
        Directives directives = checkedDirectives();
        apply(directives);
        super.setAcceptQueueSize(directives.listenBacklog());
        if (directives.isExplicit(Directive.LISTEN)) {
            listen(directives.listen().orElseThrow());
        }
        getConnectionFactories().forEach(RequestCounter::addTo);
        List<String> multiplexing =
                super.getProtocols().stream().filter(Http2.PROTOCOLS::contains).toList();
        directives.model().notServed(multiplexing).ifPresent(this::warn);
        if (!multiplexing.isEmpty()
                && directives.model().multiplexes()
                && getBean(Http2.class) == null) {
            addBean(new Http2());
        }
        stockThreads.warning(getAcceptorPriorityDelta()).ifPresent(this::warn);
        configured = true;
    }

    private void listen(ListenAddress where) {
        if (where instanceof UnixListen unix) {
            throw noUnixSocket(unix);
        } else if (where instanceof Listen listen) {
            setPort(listen.port());
            listen.address().ifPresent(this::setHost);
        }
    }

    /**
     * @return what is in effect with what is written now
     * @throws IllegalArgumentException with a line for each error
     */
    final Directives checkedDirectives() {
        return configuration.build();
    }

    private void warn(String text) {
        LOG.log(Level.WARNING, "{0}: {1}", this, text);
    }

    /** Puts the directives into effect for connections accepted from now on. */
    private void apply(Directives directives) {
        Settings next = Settings.of(directives);
        settings = next;
        super.setIdleTimeout(next.precedence().timeoutMillis(idleTimeout));
        pinning.configure(directives);
    }

    /** Lets the next opening begin with what is written then. */
    private void forgetConfiguration() {
        configured = false;
        super.setIdleTimeout(idleTimeout);
    }

    private boolean serves(ConnectionFactory factory) {
        Settings current = settings;
        return current == null
                || current.directives().model().multiplexes()
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

    // ---- life cycle

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
        redeployments.watch();
        getServer().addEventListener(serverStop);
    }

    @Override
    protected void doStop() throws Exception {
        Engine current = engine.current();
        try {
            if (current != null) {
                GracefulStop graceful = current.gracefulStop();
                if (graceful.isLimited() && graceful.begin(0)) {
                    graceful.awaitDelay();
                    graceful.awaitDrained(0);
                }
                pool().ifPresent(pool -> pool.unshare(current));
                engine.stop();
            }
            super.doStop();
        } finally {
            engine.forget();
            forgetConfiguration();
            redeployments.unwatch();
            getServer().removeEventListener(serverStop);
            serverStop.over();
        }
    }

    /** {@inheritDoc} Also ends or begins a pause that was asked for by other means, such as JMX. */
    @Override
    public void setAccepting(boolean accepting) {
        super.setAccepting(accepting);
        engine.accept(accepting);
    }

    /**
     * {@inheritDoc} Not while the engine runs: a request on a kept connection is still answered.
     */
    @Override
    public boolean isShutdown() {
        return engine.current() == null && super.isShutdown();
    }

    /** {@inheritDoc} Closes what no engine has taken over, so that the port is free. */
    @Override
    public void close() {
        super.close();
        if (engine.current() == null) {
            if (getTransport() instanceof ServerSocketChannel socket) {
                IO.close(socket);
            }
            forgetConfiguration();
        }
    }

    /**
     * {@inheritDoc} Connections that are queued are accepted and served first. Also completed when
     * GracefulShutdownTimeout is over.
     */
    @Override
    public CompletableFuture<Void> shutdown() {
        Engine current = engine.current();
        if (current == null) {
            return super.shutdown();
        }
        return current.announceStop()
                .thenCompose(
                        delayed ->
                                CompletableFuture.anyOf(
                                        CompletableFuture.allOf(current.drain(), jettyShutdown()),
                                        current.gracefulStop().timeOver()))
                .thenApply(over -> null);
    }

    /**
     * Begins Jetty's own shutdown. Its idle timeout of a second holds for connections of another
     * protocol: a drain does not wait for them.
     */
    private CompletableFuture<Void> jettyShutdown() {
        CompletableFuture<Void> done = super.shutdown();
        if (!shutdownIdleTimeoutWritten) {
            for (EndPoint endPoint : getConnectedEndPoints()) {
                MpmEndPoint own = MpmEndPoint.of(endPoint);
                if (own != null && own.handler().connection().state() == ConnectionState.UPGRADED) {
                    own.setIdleTimeout(super.getShutdownIdleTimeout());
                }
            }
        }
        return done;
    }

    /**
     * {@inheritDoc} None unless it was set: Jetty's default of a second would cut connections that
     * a graceful stop is to finish. The stop closes what is still open when GracefulShutdownTimeout
     * is over.
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

    /**
     * @return empty while the connector does not run
     */
    Optional<GracefulStop> gracefulStop() {
        return Optional.ofNullable(engine.current()).map(Engine::gracefulStop);
    }

    /**
     * Announces a graceful stop: readiness says no and responses say {@code Connection: close};
     * everything else goes on.
     *
     * @return completed when GracefulShutdownDelay has passed since the first call, or the
     *     connector is stopped
     */
    public CompletableFuture<Void> announceStop() {
        return engine.announceStop();
    }

    /**
     * Returns a future that is completed with the last response of a stop, also of those that no
     * thread works for because their clients take them slowly. Begins nothing.
     *
     * @return a future to wait for, not to complete
     */
    public CompletableFuture<Void> drained() {
        return engine.drained();
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
        engine.running().reload(Path.of(file));
    }

    /**
     * A graceful restart with other directives.
     *
     * @param next built within {@link #directives()}
     * @return how far it has come
     * @throws IllegalStateException when the connector has not been started
     */
    public Restart restart(Directives next) {
        return engine.running().restart(next);
    }

    /**
     * A graceful restart with the directives as they are.
     *
     * @throws IllegalStateException when the connector has not been started
     */
    public void graceful() {
        engine.running().graceful();
    }

    /** Answers for the connector when the engine asks. */
    private final class Host implements EngineHost {

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
            if (next != directives()) {
                configuration.restarted(next);
            }
            apply(next);
            // The directives may name other classes.
            getServer().getContainedBeans(ContextHandler.class).stream()
                    .filter(ContextHandler::isStarted)
                    .forEach(pinning::started);
        }

        @Override
        public void everySecond() {
            cachedChannels.look();
        }
    }

    // ---- connections

    private MpmSelectorManager manager() {
        return (MpmSelectorManager) getSelectorManager();
    }

    /** Begins to accept: the first call starts the engine. */
    final Closeable accepting(ServerSocketChannel socket) throws IOException {
        Directives directives = directives();
        if (socket == null || directives == null) {
            // Called before the connector is started; the start calls again.
            return () -> {};
        }
        Engine current = engine.current();
        if (current != null) {
            current.resume();
            return current::pause;
        }
        listening = socket;
        Engine next = new Engine(directives, new Host(), manager(), socket);
        executor.engine(next);
        if (!isAccepting()) {
            next.pause();
        }
        engine.start(next);
        pool().ifPresent(pool -> pool.share(next));
        return next::pause;
    }

    /** Sets a socket's options as {@link #configure(Socket)} does, which may be a subclass's. */
    final void configure(SocketChannel channel) {
        if (getClass() != MpmServerConnector.class) {
            configure(channel.socket());
            return;
        }
        Precedence precedence = settings.precedence();
        SocketOptions.set(
                channel,
                getAcceptedTcpNoDelay(),
                precedence.sendBufferSize(getAcceptedSendBufferSize()),
                precedence.receiveBufferSize(getAcceptedReceiveBufferSize()));
    }

    /** {@inheritDoc} A directive comes before the connector's own property. */
    @Override
    protected void configure(Socket socket) {
        super.configure(socket);
        SocketOptions.set(socket, directives());
    }

    CachedChannels cachedChannels() {
        return cachedChannels;
    }

    /**
     * @return what is in effect for connections accepted from now on
     */
    KeepAlive keepAlive() {
        return settings.keepAlive();
    }

    /**
     * @return the engine that accepts
     */
    Engine engine() {
        return engine.running();
    }

    IncompatiblePinning incompatibles() {
        return pinning;
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
            Executor ignored, Scheduler scheduler, int selectors) {
        return new MpmSelectorManager(this, ignored, scheduler);
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

    /** {@inheritDoc} Overridden to be seen from {@link MpmSelectorManager}. */
    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
    }

    /** {@inheritDoc} Overridden to be seen from {@link MpmSelectorManager}. */
    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
    }
}
