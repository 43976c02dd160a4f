package org.servletmpm.tomcat;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.ConnectorConfiguration;
import org.servletmpm.directive.ContainerRelease;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Restart;
import org.servletmpm.inherit.Inherited;

/**
 * Serves HTTP/1.1 with the processing model of an httpd MPM: {@code <Connector
 * protocol="org.servletmpm.tomcat.MpmHttp11Protocol" mpm="event" threadsPerChild="50"/>}.
 *
 * <p>Attributes: {@code mpm} (prefork, worker or event; default event), every directive in camel
 * case ({@code startServers}), and all of the stock connector's. An explicit directive comes first,
 * then {@code maxThreads}, {@code minSpareThreads}, {@code acceptCount} and {@code maxConnections}
 * if somebody wrote them, then httpd's default.
 *
 * <p>The thread that configures the server sets attributes; the container's threads start and stop;
 * any thread asks.
 */
public class MpmHttp11Protocol extends Http11NioProtocol {

    private static final Log LOG = LogFactory.getLog(MpmHttp11Protocol.class);

    private static final String OLDEST_TOMCAT = "11.0.12";

    /** Tomcat's default of maxConcurrentStreamExecution. */
    private static final int STOCK_STREAM_EXECUTION = 20;

    private final ConnectorConfiguration configuration = new ConnectorConfiguration("attribute");
    private final WrittenAttributes attributes = new WrittenAttributes(configuration);
    private final RuntimeAttributes runtime;

    private volatile Directives directives;

    /** True when {@link #directives} are those of the start that comes. */
    private boolean fresh;

    /** The task of asynchronous timeouts is wanted. Guarded by this. */
    private boolean timesOut;

    private int threadPriority = super.getThreadPriority();
    private int maxQueueSize = super.getMaxQueueSize();

    /** The super constructor sets Tomcat's defaults, which nobody wrote. */
    public MpmHttp11Protocol() {
        super(new MpmEndpoint());
        JarScanning.leaveOut(MpmHttp11Protocol.class);
        runtime = new RuntimeAttributes(getConnectionTimeout());
        mpm().onWritten(this::written);
        mpm().onReconfigured(this::reconfigured);
        mpm().mostSwallowed(this::getMaxSwallowSize);
        mpm().onEverySecond(this::keepAsyncTimeouts);
    }

    MpmEndpoint mpm() {
        return (MpmEndpoint) getEndpoint();
    }

    /**
     * Sets the processing model. A wrong name is reported by {@link #init}: Tomcat, which reads
     * server.xml, would log an exception and go on with the model that was set before.
     *
     * @param model prefork, worker or event, in any case
     */
    public void setMpm(String model) {
        configuration.model(model);
    }

    /**
     * @return the processing model in lower case, or null before {@link #init}
     */
    public String getMpm() {
        return directives == null ? null : directives.model().toString();
    }

    /** Takes a configuration that a builder has collected, with the origins it knows. */
    public void setDirectives(Directives.Builder collected) {
        configuration.directives(collected);
    }

    /**
     * @return what is in effect, or null before {@link #init}
     */
    public Directives directives() {
        return directives;
    }

    /**
     * {@inheritDoc} A directive's name in camel case (or as httpd spells it) sets the directive; a
     * bad value is reported by {@link #init}, together with all others, and an unknown name that is
     * nearly a directive's by {@link #start}.
     */
    @Override
    public boolean setProperty(String name, String value) {
        if (Directive.named(name).isPresent()) {
            configuration.set(name, value);
            return true;
        }
        if ("socket.soTimeout".equalsIgnoreCase(name) && isInteger(value)) {
            // The socket properties have connectionTimeout under this name.
            setConnectionTimeout(Integer.parseInt(value));
        }
        attributes.note(name, value);
        boolean known = super.setProperty(name, value);
        if (!known) {
            attributes.unknown(name);
        }
        return known;
    }

    private static boolean isInteger(String value) {
        return value.matches("-?\\d{1,9}");
    }

    @Override
    public String getProperty(String name) {
        if (directives != null) {
            String value =
                    Directive.named(name)
                            .map(d -> directives.effective().get(d.directiveName()))
                            .orElse(null);
            if (value != null) {
                return value;
            }
        }
        return super.getProperty(name);
    }

    // ---- attributes of the container that are directives too

    /** Takes note of an attribute, set by this protocol or by the endpoint's bean. */
    private void written(String name, int value) {
        if (!runtime.put(name, value)) {
            configuration.container(name, value);
            if (mpm().isRunning()) {
                LOG.warn(
                        getName()
                                + ": "
                                + name
                                + " "
                                + value
                                + " takes effect when the connector is stopped and started");
            }
        }
    }

    // ---- timeouts of asynchronous requests

    /** {@inheritDoc} Its task ends for good when it fails. */
    @Override
    protected synchronized void startAsyncTimeout() {
        timesOut = true;
        super.startAsyncTimeout();
    }

    @Override
    protected synchronized void stopAsyncTimeout() {
        timesOut = false;
        super.stopAsyncTimeout();
    }

    /**
     * Begins the task anew that has failed, for want of memory perhaps. Tomcat looks only once a
     * minute, by a task that may have failed as well. The parent's thread.
     */
    private synchronized void keepAsyncTimeouts() {
        if (timesOut) {
            super.startAsyncTimeout();
        }
    }

    // ---- other protocols

    /** {@inheritDoc} None in prefork, whose thread has one request at a time. */
    @Override
    public UpgradeProtocol getNegotiatedProtocol(String name) {
        return directives.model().multiplexes()
                ? MultiplexingProtocol.of(super.getNegotiatedProtocol(name))
                : null;
    }

    /** {@inheritDoc} None in prefork, whose thread has one request at a time. */
    @Override
    public UpgradeProtocol getUpgradeProtocol(String name) {
        return directives.model().multiplexes()
                ? MultiplexingProtocol.of(super.getUpgradeProtocol(name))
                : null;
    }

    /**
     * Forgets attributes that a framework set on every connector and nobody wrote. Before {@link
     * #init}.
     *
     * @param names as in server.xml, such as maxThreads
     */
    public void notWritten(String... names) {
        for (String name : names) {
            attributes.forget(name);
        }
    }

    /**
     * Tells by what name of a framework's an attribute was written, so that messages use it. Before
     * {@link #init}, after the attribute was set.
     *
     * @param name as in server.xml, such as maxThreads
     * @param setting such as server.tomcat.threads.max
     */
    public void writtenAs(String name, String setting) {
        configuration.writtenAs(name, setting);
    }

    // ---- attributes of the container that have no effect here

    /**
     * {@inheritDoc} Refused by {@link #init}, unless it is null: requests run on the children's own
     * threads.
     */
    @Override
    public void setExecutor(Executor executor) {
        if (executor == null) {
            attributes.allow("executor");
        } else {
            attributes.refuse("executor", executor.getClass().getName(), "none");
        }
    }

    @Override
    public void setThreadPriority(int threadPriority) {
        attributes.withoutEffect("threadPriority");
        this.threadPriority = threadPriority;
        super.setThreadPriority(threadPriority);
    }

    /** {@inheritDoc} Returns what was set, also while the engine runs: Tomcat may save it. */
    @Override
    public int getThreadPriority() {
        return threadPriority;
    }

    @Override
    public void setMaxQueueSize(int maxQueueSize) {
        attributes.withoutEffect("maxQueueSize");
        this.maxQueueSize = maxQueueSize;
        super.setMaxQueueSize(maxQueueSize);
    }

    /** {@inheritDoc} Returns what was set, also while the engine runs: Tomcat may save it. */
    @Override
    public int getMaxQueueSize() {
        return maxQueueSize;
    }

    @Override
    public void setAcceptorThreadPriority(int threadPriority) {
        attributes.withoutEffect("acceptorThreadPriority");
        super.setAcceptorThreadPriority(threadPriority);
    }

    @Override
    public void setPollerThreadPriority(int threadPriority) {
        attributes.withoutEffect("pollerThreadPriority");
        super.setPollerThreadPriority(threadPriority);
    }

    @Override
    public void setSelectorTimeout(long timeout) {
        attributes.withoutEffect("selectorTimeout");
        super.setSelectorTimeout(timeout);
    }

    // ---- life cycle

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when a directive cannot be what it is set to, or an
     *     attribute is refused; the message has a line for each
     * @throws IllegalStateException in a Tomcat that is too old
     */
    @Override
    public void init() throws Exception {
        // What the jar says: ServerInfo is what an operator wants clients to read.
        ContainerRelease.require(
                "Tomcat",
                OLDEST_TOMCAT,
                Http11NioProtocol.class.getPackage().getImplementationVersion());
        configure();
        fresh = true;
        super.init();
    }

    /** {@inheritDoc} After a stop, also what a restart cannot change may change. */
    @Override
    public void start() throws Exception {
        if (!fresh) {
            configure();
        }
        fresh = false;
        directives
                .model()
                .notServed(
                        Stream.of(findUpgradeProtocols())
                                .map(UpgradeProtocol::getAlpnName)
                                .toList())
                .ifPresent(text -> LOG.warn(getName() + ": " + text));
        runtime.yielding(directives).forEach(line -> LOG.info(getName() + ": " + line));
        attributes.warning().ifPresent(text -> LOG.warn(getName() + ": " + text));
        super.start();
    }

    /**
     * Lets all streams of a connection wait for the engine's share of the workers, which knows how
     * long. Tomcat would keep those beyond its default of maxConcurrentStreamExecution.
     */
    private static void queueNoStreams(UpgradeProtocol protocol) {
        if (protocol instanceof Http2Protocol http2
                && http2.getMaxConcurrentStreamExecution() == STOCK_STREAM_EXECUTION) {
            http2.setMaxConcurrentStreamExecution(Integer.MAX_VALUE);
        }
    }

    private void configure() throws UnknownHostException {
        configuration.containerDefault("maxConnections", getMaxConnections(), "Tomcat");
        Inherited.by(this)
                .ifPresent(
                        inherited -> {
                            inherited.configure(configuration);
                            mpm().setUseInheritedChannel(true);
                        });
        directives = configuration.build();
        if (directives.limitsQueueTime()) {
            Stream.of(findUpgradeProtocols()).forEach(MpmHttp11Protocol::queueNoStreams);
        }
        mpm().configure(directives);
        mpm().timeouts(runtime.effective(directives));
    }

    private void reconfigured(Directives next) {
        if (next != directives) {
            directives = next;
            configuration.restarted(next);
        }
        mpm().timeouts(runtime.effective(next));
    }

    /**
     * A graceful restart with the directives of a file, which takes the place of the files that
     * were read before: new children replace the old ones, ServerLimit and ThreadLimit stay.
     *
     * @param file in httpd's syntax
     * @return what takes effect
     * @throws IOException if the file cannot be read
     * @throws ConfigurationException with every error there is; nothing has changed then
     * @throws IllegalStateException when the connector has not been started
     */
    public Directives reload(Path file) throws IOException, ConfigurationException {
        return mpm().engine().reload(file);
    }

    /**
     * A graceful restart with other directives.
     *
     * @param next built within {@link #directives()}
     * @return how far it has come
     * @throws IllegalStateException when the connector has not been started
     */
    public Restart restart(Directives next) {
        return mpm().engine().restart(next);
    }

    /**
     * A graceful restart with the directives as they are.
     *
     * @throws IllegalStateException when the connector has not been started
     */
    public void graceful() {
        mpm().engine().graceful();
    }

    /**
     * Returns a future that is completed with the last response of a stop, also of those that no
     * thread works for because their clients take them slowly. Begins nothing.
     *
     * @return a future to wait for, not to complete
     */
    public CompletableFuture<Void> drained() {
        return mpm().drained();
    }

    @Override
    public void setAdapter(Adapter adapter) {
        super.setAdapter(new CountingAdapter(adapter, mpm()));
    }

    /** {@inheritDoc} None, for a processor that must not serve another connection. */
    @Override
    public int getProcessorCache() {
        return mpm().processing().keepsProcessor() ? super.getProcessorCache() : 0;
    }

    /**
     * {@inheritDoc} For a connection whose child leaves, 1: its response says that the connection
     * ends.
     */
    @Override
    public int getMaxKeepAliveRequests() {
        TomcatHandler processing = mpm().processing().current();
        return processing != null && processing.connection().isDraining()
                ? 1
                : super.getMaxKeepAliveRequests();
    }

    /**
     * {@inheritDoc} Tomcat asks just before it writes the header of a response with a body: {@link
     * ResponseFraming} completes the header.
     */
    @Override
    public boolean useCompression(Request request, Response response) {
        Connection connection = ResponseFraming.connection(request);
        if (connection == null) {
            return super.useCompression(request, response);
        }
        ResponseFraming.begin(response, connection);
        RefusalResponse.headerIsWritten((TomcatHandler) connection.handler(), response);
        boolean compressed = super.useCompression(request, response);
        ResponseFraming.end(
                request, response, connection, getRestrictedUserAgentsPattern() != null);
        return compressed;
    }

    /**
     * {@inheritDoc} Not for a request that has come while the applications run: a pause is for new
     * connections, and a request on an open one is answered, not refused with 503.
     */
    @Override
    public boolean isPaused() {
        return super.isPaused()
                && !(mpm().processing().current() != null && mpm().redeployments().isServing());
    }

    /**
     * Announces a graceful stop: readiness says no and responses say {@code Connection: close};
     * everything else goes on.
     *
     * @return completed when GracefulShutdownDelay has passed since the first call, or the
     *     connector is stopped
     */
    public CompletableFuture<Void> announceStop() {
        return mpm().announceStop();
    }

    /**
     * {@inheritDoc} First waits for GracefulShutdownDelay, for all connectors of the service at
     * once. Then connections that are queued are accepted and served. Last waits for the open ones,
     * for GracefulShutdownTimeout if that is set.
     */
    @Override
    public void closeServerSocketGraceful() {
        mpm().redeployments().stoppingTogether().forEach(MpmHttp11Protocol::announceStopOf);
        mpm().stopGracefully();
    }

    private static void announceStopOf(Connector sibling) {
        if (sibling.getProtocolHandler() instanceof MpmHttp11Protocol mpm) {
            mpm.announceStop();
        }
    }

    @Override
    public long awaitConnectionsClose(long waitMillis) {
        return mpm().awaitDrained(waitMillis);
    }
}
