package org.servletmpm.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.ObjIntConsumer;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.Request;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.LimitLatch;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.ListenAddress;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.UnixListen;
import org.servletmpm.engine.ConnectorEngine;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.EngineHost;
import org.servletmpm.inherit.StaleSocket;

/**
 * Lets an engine accept, wait and run requests in the place of Tomcat's acceptor, poller and thread
 * pool. Everything else (TLS, socket properties, JMX) is Tomcat's. The container's threads start
 * and stop it; any thread asks.
 *
 * <p>Public only because it is an MBean: Tomcat's modeler cannot call the methods of a class that
 * is not, and every figure of the {@code ThreadPool} bean would be an error.
 */
public final class MpmEndpoint extends NioEndpoint {

    private static final Log LOG = LogFactory.getLog(MpmEndpoint.class);

    private final ConnectorEngine engine = new ConnectorEngine();

    private final ProcessingConnection processing = new ProcessingConnection();
    private final IncompatiblePinning incompatibles = new IncompatiblePinning();
    private final RedeploymentListener redeployments =
            new RedeploymentListener(incompatibles, this::stopped);

    /** The names of the protocols that TLS clients may choose, if the model serves them. */
    private final Set<String> negotiated = new LinkedHashSet<>();

    /** Told of each attribute that a directive speaks of too, when somebody writes it. */
    private ObjIntConsumer<String> written = (attribute, value) -> {};

    /** Told of the directives that a restart puts into effect; set before the start. */
    private Consumer<Directives> reconfigured = next -> {};

    /** The protocol's maxSwallowSize, in bytes. */
    private IntSupplier swallowed = () -> -1;

    private Runnable everySecond = () -> {};

    /** Lends connections their buffers; replaced at a restart. */
    private volatile SocketBuffers buffers;

    private volatile Directives directives;
    private volatile boolean draining;

    MpmEndpoint() {}

    /** Takes what the directives say of the sockets. Before {@link #init}. */
    void configure(Directives effective) throws UnknownHostException {
        directives = effective;
        incompatibles.configure(effective);
        offer();
        limits(effective);
        if (effective.receiveBufferSize() > 0) {
            // The listening socket has to know a window larger than 64 KB before it accepts.
            socketProperties.setRxBufSize(effective.receiveBufferSize());
        }
        if (effective.isExplicit(Directive.LISTEN)) {
            listen(effective.listen().orElseThrow());
        }
    }

    private void listen(ListenAddress where) throws UnknownHostException {
        if (where instanceof UnixListen unix) {
            setUnixDomainSocketPath(unix.path().toString());
        } else if (where instanceof Listen listen) {
            setPort(listen.port());
            if (listen.address().isPresent()) {
                setAddress(InetAddress.getByName(listen.address().get()));
            }
        }
    }

    // ---- attributes that directives speak of too: the protocol's setters and JMX end here

    /** Lets a listener know what is written from now on; the super constructor has set defaults. */
    void onWritten(ObjIntConsumer<String> listener) {
        written = listener;
    }

    @Override
    public void setMaxThreads(int maxThreads) {
        super.setMaxThreads(maxThreads);
        written.accept("maxThreads", maxThreads);
    }

    @Override
    public void setMinSpareThreads(int minSpareThreads) {
        super.setMinSpareThreads(minSpareThreads);
        written.accept("minSpareThreads", minSpareThreads);
    }

    @Override
    public void setAcceptCount(int acceptCount) {
        super.setAcceptCount(acceptCount);
        written.accept("acceptCount", acceptCount);
    }

    @Override
    public void setMaxConnections(int maxConnections) {
        super.setMaxConnections(maxConnections);
        written.accept("maxConnections", maxConnections);
    }

    @Override
    public void setConnectionTimeout(int timeout) {
        super.setConnectionTimeout(timeout);
        written.accept("connectionTimeout", timeout);
    }

    @Override
    public void setKeepAliveTimeout(int timeout) {
        super.setKeepAliveTimeout(timeout);
        written.accept("keepAliveTimeout", timeout);
    }

    @Override
    public void setMaxKeepAliveRequests(int requests) {
        super.setMaxKeepAliveRequests(requests);
        written.accept("maxKeepAliveRequests", requests);
    }

    private void limits(Directives effective) {
        super.setAcceptCount(effective.listenBacklog());
        super.setMaxThreads(effective.maxRequestWorkers());
    }

    /** Sets what is in effect, whoever wrote it. */
    void timeouts(RuntimeAttributes.Effective effective) {
        super.setConnectionTimeout(effective.connection());
        if (getKeepAliveTimeout() != effective.keepAlive()) {
            super.setKeepAliveTimeout(effective.keepAlive());
        }
        super.setMaxKeepAliveRequests(effective.requests());
    }

    /**
     * {@inheritDoc} None: the engine bounds the connections. Tomcat's would only be counted down,
     * with a warning each time a connection closes.
     */
    @Override
    protected LimitLatch initializeConnectionLatch() {
        return null;
    }

    // ---- life cycle

    /** {@inheritDoc} Offered to TLS clients if the model serves it. */
    @Override
    public void addNegotiatedProtocol(String protocol) {
        negotiated.add(protocol);
        offer();
    }

    private void offer() {
        negotiableProtocols.clear();
        if (directives.model().multiplexes()) {
            negotiableProtocols.addAll(negotiated);
        }
    }

    @Override
    public void startInternal() throws Exception {
        if (running) {
            return;
        }
        if (getServerSocket() == null) {
            initServerSocket();
        }
        paused = false;
        draining = false;
        buffers = new SocketBuffers(socketProperties, directives, isSSLEnabled());
        Engine next = new Engine(directives, new Host(), adapter(), listening());
        setExecutor(next.executor());
        running = true;
        try {
            engine.start(next);
        } catch (IOException | RuntimeException | Error e) {
            running = false;
            throw e;
        }
    }

    @Override
    public void stopInternal() {
        if (!running) {
            return;
        }
        pause();
        running = false;
        redeployments.forget();
        engine.stop();
        engine.forget();
        setExecutor(null);
    }

    /**
     * Answers for the connector when the engine asks. Not by methods of the endpoint's own, because
     * JMX would offer them to its clients.
     */
    private final class Host implements EngineHost {

        @Override
        public String scheme() {
            return isSSLEnabled() ? "https" : "http";
        }

        @Override
        public String serverInfo() {
            return ServerInfo.getServerInfo();
        }

        @Override
        public void reconfigured(Directives next) {
            directives = next;
            buffers = new SocketBuffers(socketProperties, next, isSSLEnabled());
            incompatibles.configure(next);
            limits(next);
            reconfigured.accept(next);
        }

        @Override
        public void everySecond() {
            everySecond.run();
        }

        /**
         * {@inheritDoc} A socket bound by init outlives a stop, as in Tomcat, but not a graceful
         * stop.
         */
        @Override
        public void closeSocket() {
            if (draining || getBindState() != BindState.BOUND_ON_INIT) {
                try {
                    doCloseServerSocket();
                } catch (IOException e) {
                    LOG.warn(getName() + ": closing the listening socket: " + e, e);
                }
            }
        }
    }

    /**
     * @param duty of the protocol, for the parent's thread
     */
    void onEverySecond(Runnable duty) {
        everySecond = duty;
    }

    void mostSwallowed(IntSupplier bytes) {
        swallowed = bytes;
    }

    void onReconfigured(Consumer<Directives> listener) {
        reconfigured = listener;
    }

    /** Renews the threads that have run a web application, unless the service stops. */
    private void stopped(String application) {
        if (running && redeployments.isServing()) {
            engine.applicationStopped("web application " + application);
        }
    }

    /** Called when the application has let go of a request, in the thread that processed it. */
    void answered(Request request, Connection connection) {
        redeployments.seen(request);
        incompatibles.met(request, redeployments.engine(), connection);
    }

    RedeploymentListener redeployments() {
        return redeployments;
    }

    @Override
    public void pause() {
        super.pause();
        engine.accept(false);
    }

    @Override
    public void resume() {
        super.resume();
        engine.accept(true);
    }

    /** See {@link MpmHttp11Protocol#announceStop}. */
    CompletableFuture<Void> announceStop() {
        return engine.announceStop();
    }

    /**
     * Begins a graceful stop after GracefulShutdownDelay, and waits for GracefulShutdownTimeout.
     */
    void stopGracefully() {
        Engine current = engine.current();
        if (running && !draining && current != null) {
            current.gracefulStop().awaitDelay();
            draining = true;
            // Requests that a pause kept waiting are served, not answered 503: Tomcat looks at
            // this.
            paused = false;
            current.drain();
            awaitDrained(0);
        }
    }

    /**
     * @throws IllegalStateException when the connector has not been started
     */
    Engine engine() {
        return engine.running();
    }

    /** See {@link MpmHttp11Protocol#drained}. */
    CompletableFuture<Void> drained() {
        return engine.drained();
    }

    /**
     * Waits until what was accepted is served, no longer than GracefulShutdownTimeout if it is set.
     *
     * @param millis how long otherwise
     * @return what is left of that time
     */
    long awaitDrained(long millis) {
        Engine current = engine.current();
        return draining && current != null ? current.gracefulStop().awaitDrained(millis) : millis;
    }

    /** {@inheritDoc} Takes over the path that a killed server has left. */
    @Override
    protected void initServerSocket() throws Exception {
        if (getUnixDomainSocketPath() != null && !getUseInheritedChannel()) {
            StaleSocket.remove(Path.of(getUnixDomainSocketPath()));
        }
        super.initServerSocket();
        if (listening().getLocalAddress() instanceof UnixDomainSocketAddress unix) {
            // Tomcat asks for the path when it wants to know the kind, of an inherited one too.
            setUnixDomainSocketPath(unix.getPath().toString());
        }
    }

    private ServerSocketChannel listening() {
        return (ServerSocketChannel) getServerSocket();
    }

    /**
     * {@inheritDoc} Once: a Unix domain socket's path may belong to another server by then. Never
     * of an inherited one: its path belongs to the process that has opened it.
     */
    @Override
    protected void doCloseServerSocket() throws IOException {
        boolean isOfAnother = getUseInheritedChannel() && getUnixDomainSocketPath() != null;
        if (getServerSocket() != null && !isOfAnother) {
            super.doCloseServerSocket();
        }
    }

    @Override
    public long getConnectionCount() {
        Engine current = engine.current();
        return current == null ? -1 : current.connections();
    }

    @Override
    public int getMaxThreads() {
        return directives == null ? super.getMaxThreads() : directives.maxRequestWorkers();
    }

    /** {@inheritDoc} In prefork, where a child is one thread, MinSpareServers. */
    @Override
    public int getMinSpareThreads() {
        Directives now = directives;
        if (now == null) {
            return super.getMinSpareThreads();
        }
        int spare = now.model() == Model.PREFORK ? now.minSpareServers() : now.minSpareThreads();
        return Math.min(spare, getMaxThreads());
    }

    @Override
    public int getCurrentThreadCount() {
        Engine current = engine.current();
        if (current == null || !running) {
            return -2;
        }
        var snapshot = current.getScoreboard().snapshot();
        return snapshot.busyWorkers() + snapshot.idleWorkers() + snapshot.gracefulWorkers();
    }

    @Override
    public int getCurrentThreadsBusy() {
        Engine current = engine.current();
        return current == null || !running ? -2 : current.getScoreboard().snapshot().busyWorkers();
    }

    /** {@inheritDoc} Counts connections whose thread waits with them, too. */
    @Override
    public int getKeepAliveCount() {
        Engine current = engine.current();
        return current == null ? 0 : current.getScoreboard().snapshot().keptAlive();
    }

    // ---- connections

    Adapter adapter() {
        return new Connections();
    }

    /** Makes connections, and answers for the endpoint when they ask. Any thread. */
    private final class Connections implements Adapter, ConnectionEndpoint {

        @Override
        public ConnectionHandler handler(Connection connection) throws Exception {
            SocketChannel channel = connection.channel();
            SocketBuffers lender = buffers;
            NioChannel socket =
                    isTls() ? new TlsChannel(lender, MpmEndpoint.this) : new PlainChannel(lender);
            MpmSocketWrapper wrapper =
                    new MpmSocketWrapper(socket, MpmEndpoint.this, this, connection, lender);
            socket.reset(channel, wrapper);
            if (getUnixDomainSocketPath() == null) {
                socketProperties.setProperties(channel.socket());
                buffers(channel);
            }
            wrapper.setReadTimeout(getConnectionTimeout());
            wrapper.setWriteTimeout(getConnectionTimeout());
            wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
            return wrapper.handler();
        }

        /** {@inheritDoc} Not before: the endpoint's own stop closes what it knows. */
        @Override
        public void opened(Connection connection, SocketWrapperBase<NioChannel> wrapper) {
            connections.put(connection.channel(), wrapper);
            if (!connection.isOpen()) {
                connections.remove(connection.channel());
            }
        }

        @Override
        public boolean isTls() {
            return isSSLEnabled();
        }

        @Override
        public int keepAliveTimeout() {
            return getKeepAliveTimeout();
        }

        @Override
        public int mostSwallowed() {
            return swallowed.getAsInt();
        }

        @Override
        public ProcessingConnection processing() {
            return processing;
        }

        @Override
        public void process(SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
            createSocketProcessor(wrapper, event).run();
        }

        @Override
        public void executeStream(Connection connection, Runnable step, boolean begins) {
            Engine current = engine.current();
            if (current == null) {
                throw new RejectedExecutionException(getName() + " is stopped");
            }
            current.executeStream(connection, step, begins);
        }
    }

    private void buffers(SocketChannel channel) throws IOException {
        Directives now = directives;
        if (now.sendBufferSize() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, now.sendBufferSize());
        }
        if (now.receiveBufferSize() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, now.receiveBufferSize());
        }
    }

    /**
     * {@inheritDoc} Never waits for another event of the same connection: the second thread leaves
     * its event to the first.
     */
    @Override
    public boolean processSocket(
            SocketWrapperBase<NioChannel> wrapper, SocketEvent event, boolean dispatch) {
        if (wrapper == null) {
            return false;
        }
        TomcatHandler handler = MpmSocketWrapper.handler(wrapper);
        if (dispatch) {
            handler.submit(event);
        } else {
            handler.runAtOnce(event);
        }
        return true;
    }

    @Override
    protected SocketProcessorBase<NioChannel> createSocketProcessor(
            SocketWrapperBase<NioChannel> wrapper, SocketEvent event) {
        return new MpmSocketProcessor(this, wrapper, event);
    }

    ProcessingConnection processing() {
        return processing;
    }
}
