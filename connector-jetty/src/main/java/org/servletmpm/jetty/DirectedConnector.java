package org.servletmpm.jetty;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Listen;
import org.servletmpm.directive.Model;

/**
 * A {@code ServerConnector} that is what the directives say: its address and backlog, its time
 * outs, its sockets' options, and the protocols that its model serves. They are read when it is
 * opened or started, whichever comes first, and once for both.
 */
abstract class DirectedConnector extends DirectiveBean {

    /** Under the name of the class that operators know. */
    private static final System.Logger LOG = System.getLogger(MpmServerConnector.class.getName());

    private final StockThreads stockThreads;
    private final IncompatiblePinning incompatibles = new IncompatiblePinning(this);
    private volatile Directives directives;
    private volatile KeepAlive keepAlive;

    /** Jetty's own, for when no directive says another. */
    private long idleTimeout = getIdleTimeout();

    /** The directives are those of the current opening. */
    private boolean configured;

    DirectedConnector(
            Server server,
            Executor executor,
            Scheduler scheduler,
            ByteBufferPool bufferPool,
            StockThreads stockThreads,
            ConnectionFactory... factories) {
        super(server, executor, scheduler, bufferPool, factories);
        this.stockThreads = stockThreads;
    }

    /**
     * @return what is in effect, or null before the start
     */
    public Directives directives() {
        return directives;
    }

    final KeepAlive keepAlive() {
        return keepAlive;
    }

    final IncompatiblePinning incompatibles() {
        return incompatibles;
    }

    // ---- what the directives are

    /** {@inheritDoc} The server opens its connectors before it starts them. */
    @Override
    protected ServerSocketChannel openAcceptChannel() throws IOException {
        configure();
        return super.openAcceptChannel();
    }

    /** Once for each time the connector is opened or started. */
    final void configure() {
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

    private void countRequests(HttpConfiguration configuration) {
        if (configuration.getCustomizer(RequestCounter.class) == null) {
            configuration.addCustomizer(new RequestCounter());
        }
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

    /** Others are in effect from now on. */
    final void redirect(Directives next) {
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

    /** The next opening begins with what is written then. */
    final void forgetConfiguration() {
        configured = false;
        super.setIdleTimeout(idleTimeout);
    }

    /** {@inheritDoc} The directive Timeout comes before it, if it is written. */
    @Override
    public void setIdleTimeout(long millis) {
        idleTimeout = millis;
        super.setIdleTimeout(millis);
    }

    /**
     * As {@link #configure(Socket)}, which may be a subclass's. Where it is not, the channel has
     * its options without an adaptor, which it would keep: 100 bytes.
     */
    final void configure(SocketChannel channel) {
        if (getClass() != MpmServerConnector.class) {
            configure(channel.socket());
            return;
        }
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, getAcceptedTcpNoDelay());
            size(channel, StandardSocketOptions.SO_SNDBUF, sendBufferSize());
            size(channel, StandardSocketOptions.SO_RCVBUF, receiveBufferSize());
        } catch (IOException e) {
            goneAlready(channel, e);
        }
    }

    private static void size(SocketChannel channel, SocketOption<Integer> option, int bytes)
            throws IOException {
        if (bytes > 0) {
            channel.setOption(option, bytes);
        }
    }

    private int sendBufferSize() {
        int directed = directives.sendBufferSize();
        return directed > 0 ? directed : getAcceptedSendBufferSize();
    }

    private int receiveBufferSize() {
        int directed = directives.receiveBufferSize();
        return directed > 0 ? directed : getAcceptedReceiveBufferSize();
    }

    /** The first read will tell. */
    private static void goneAlready(Object socket, IOException e) {
        LOG.log(Level.DEBUG, "socket options of {0}: {1}", socket, e);
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
            goneAlready(socket, e);
        }
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
}
