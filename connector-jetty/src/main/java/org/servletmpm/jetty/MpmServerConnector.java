package org.servletmpm.jetty;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.eclipse.jetty.util.annotation.ManagedObject;
import org.eclipse.jetty.util.annotation.Name;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Engine;
import org.servletmpm.engine.Restart;

/**
 * Jetty's network connector with the processing model of an httpd MPM. A {@code ServerConnector} in
 * everything but who accepts, who waits and whose threads serve.
 *
 * <p>The model ({@code mpm}: prefork, worker or event; default event) and the directives are bean
 * properties; they are checked when the connector starts.
 */
@ManagedObject("HTTP connector with the processing model of an httpd MPM")
public class MpmServerConnector extends EngineConnector {

    private final RedeploymentListener redeployments;
    private final ServerStop serverStop;

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
        super(server, executor, scheduler, bufferPool, stockThreads, factories);
        this.serverStop = new ServerStop(server);
        this.redeployments = new RedeploymentListener(server, incompatibles(), this::stopped);
    }

    /**
     * @return the processing model in lower case, or null before the start
     */
    @ManagedAttribute("processing model: prefork, worker or event")
    public String getMpm() {
        return directives() == null ? null : directives().model().toString();
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
        try {
            super.doStop();
        } finally {
            redeployments.unwatch();
            getServer().removeEventListener(serverStop);
            serverStop.over();
        }
    }

    /** A context has stopped while others go on, or before it comes again. */
    private void stopped(String context) {
        Engine current = engine();
        if (current != null && !current.isDraining()) {
            current.recycle("context " + context + " has stopped");
        }
    }

    /**
     * Completed when a graceful stop, or another one, has come so far that nobody has a response to
     * get any more: also those that no thread works for, because their clients take them slowly.
     * Begins nothing.
     *
     * @return a future to wait for, not to complete
     */
    public CompletableFuture<Void> drained() {
        Engine current = engine();
        return current == null ? CompletableFuture.completedFuture(null) : current.drained().copy();
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
        Engine current = engine();
        if (current == null) {
            throw new IllegalStateException(this + " has not been started");
        }
        return current;
    }
}
