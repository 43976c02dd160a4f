package org.servletmpm.demo;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Restart;
import org.servletmpm.jetty.MpmServerConnector;

/** Jetty with one connector and one context without sessions. */
final class JettyServer implements DemoContainer {
    /** How long a stop waits for requests that are being served. */
    private static final long GRACE_MILLIS = 60_000;

    private final Configuration configuration;
    private final Pages pages;
    private final QueuedThreadPool pool = new QueuedThreadPool();
    private final Server server = new Server(pool);
    private final ServerConnector connector;
    private final ServletContextHandler context;

    JettyServer(Configuration configuration, Pages pages) throws StartException {
        this.configuration = configuration;
        this.pages = pages;
        this.connector = connector();
        server.addConnector(connector);
        this.context = context();
        server.setHandler(new GracefulHandler(context));
        server.setStopTimeout(GRACE_MILLIS);
    }

    @Override
    public void start() throws Exception {
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public Directives directives() {
        Directives started = connector instanceof MpmServerConnector mpm ? mpm.directives() : null;
        return started == null ? configuration.checked() : started;
    }

    @Override
    public void stop() throws Exception {
        // Before the server's own stop, which answers 503 to what is still in the backlog.
        if (!configuration.stock() && connector.isRunning() && !drain()) {
            server.setStopTimeout(0);
        }
        server.stop();
        server.destroy();
        pages.end();
    }

    @Override
    public void pause() {
        connector.setAccepting(false);
    }

    @Override
    public void resume() {
        connector.setAccepting(true);
    }

    @Override
    public void stopConnector() throws Exception {
        drain();
        connector.stop();
    }

    @Override
    public void startConnector(int port) throws Exception {
        if (connector instanceof MpmServerConnector mpm) {
            mpm.setDirectives(configuration.again(mpm.directives(), port));
        }
        connector.setPort(port);
        // A pause outlasts a stop.
        connector.setAccepting(true);
        connector.start();
    }

    @Override
    public Restart restart(Directives next) {
        if (connector instanceof MpmServerConnector mpm) {
            return mpm.restart(next);
        }
        throw new IllegalStateException("not with --stock");
    }

    @Override
    public void redeploy() throws Exception {
        context.stop();
        context.start();
    }

    /**
     * Waits until nothing is left open: without a limit, or as long as GracefulShutdownTimeout
     * says. The stock connector does not know that.
     *
     * @return whether nothing was left open
     */
    private boolean drain() throws InterruptedException, ExecutionException {
        CompletableFuture<Void> drained = connector.shutdown();
        try {
            drained.get(
                    configuration.stock() ? GRACE_MILLIS : Long.MAX_VALUE, TimeUnit.MILLISECONDS);
            return connector.getConnectedEndPoints().isEmpty();
        } catch (TimeoutException over) {
            return false;
        }
    }

    private ServerConnector connector() throws StartException {
        ServerConnector made = configuration.stock() ? stock() : mpm();
        ConnectorAttributes.set(made, configuration.attributes());
        made.setPort(configuration.listen().port());
        configuration.listen().address().ifPresent(made::setHost);
        if (configuration.stock()) {
            limit(made, StockLimits.of(configuration.checked()));
            if (configuration.virtualThreads()) {
                pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
            }
        }
        return made;
    }

    private ServerConnector mpm() throws StartException {
        MpmServerConnector mpm = new MpmServerConnector(server, protocols());
        mpm.setDirectives(configuration.directives());
        return mpm;
    }

    private ServerConnector stock() throws StartException {
        return new ServerConnector(server, 1, -1, protocols());
    }

    private void limit(ServerConnector stock, StockLimits limits) {
        stock.setAcceptQueueSize(limits.backlog());
        if (limits.sendBuffer() > 0) {
            stock.setAcceptedSendBufferSize(limits.sendBuffer());
        }
        // Accepting and selecting take threads of the pool for good: they come on top.
        int own = stock.getAcceptors() + stock.getSelectorManager().getSelectorCount();
        int threads = limits.workers() + own;
        pool.setMinThreads(Math.min(pool.getMinThreads(), threads));
        pool.setMaxThreads(threads);
    }

    private ConnectionFactory[] protocols() throws StartException {
        HttpConfiguration http = new HttpConfiguration();
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        Transport transport = configuration.transport();
        if (transport.authority().isEmpty()) {
            return transport.http2()
                    ? new ConnectionFactory[] {plain, new HTTP2CServerConnectionFactory(http)}
                    : new ConnectionFactory[] {plain};
        }
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        // The certificate is for localhost, and clients may call the server by any name.
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        SslContextFactory.Server tls = tls(transport, transport.authority().get());
        if (!transport.http2()) {
            return new ConnectionFactory[] {
                new SslConnectionFactory(tls, plain.getProtocol()), plain
            };
        }
        tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(plain.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            plain
        };
    }

    private static SslContextFactory.Server tls(Transport transport, ThrowAwayAuthority authority)
            throws StartException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        try {
            tls.setKeyStore(authority.server());
            tls.setTrustStore(authority.trusted());
        } catch (GeneralSecurityException | IOException e) {
            throw Transport.noCertificate(e);
        }
        tls.setKeyStorePassword(ThrowAwayAuthority.PASSWORD);
        tls.setWantClientAuth(transport.clientAuth() == ClientAuth.WANTED);
        tls.setNeedClientAuth(transport.clientAuth() == ClientAuth.REQUIRED);
        return tls;
    }

    private ServletContextHandler context() {
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        pages.servlets(
                        "Jetty/" + Server.getVersion(),
                        configuration.modelName(),
                        JettyFileServlet::new)
                .forEach(
                        (pattern, servlet) -> {
                            ServletHolder holder = new ServletHolder(servlet);
                            holder.setAsyncSupported(true);
                            context.addServlet(holder, pattern);
                        });
        pages.filters()
                .forEach(
                        (pattern, filter) -> {
                            FilterHolder holder = new FilterHolder(filter);
                            holder.setAsyncSupported(true);
                            context.addFilter(holder, pattern, EnumSet.of(DispatcherType.REQUEST));
                        });
        JakartaWebSocketServletContainerInitializer.configure(
                context, (application, container) -> container.addEndpoint(pages.webSocket()));
        return context;
    }
}
