package org.servletmpm.demo;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.directive.Directives;

/** Jetty with one connector and one context without sessions. */
final class JettyServer implements DemoContainer {
    /** How long a stop waits for requests that are being served. */
    private static final long GRACE_MILLIS = 60_000;

    private final Configuration configuration;
    private final QueuedThreadPool pool = new QueuedThreadPool();
    private final Server server = new Server(pool);
    private final ServerConnector connector;

    JettyServer(Configuration configuration) throws StartException {
        this.configuration = configuration;
        this.connector = connector();
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(context()));
        server.setStopTimeout(GRACE_MILLIS);
    }

    @Override
    public void start() throws Exception {
        if (!configuration.stock()) {
            String model = configuration.modelName();
            throw StartException.configuration(
                    "ERROR --model " + model + ": not yet on Jetty; use --stock", null);
        }
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public Directives directives() {
        return configuration.checked();
    }

    @Override
    public void stop() throws Exception {
        server.stop();
        server.destroy();
    }

    private ServerConnector connector() throws StartException {
        ServerConnector made = new ServerConnector(server, 1, -1, protocols());
        ConnectorAttributes.set(made, configuration.attributes());
        made.setPort(configuration.listen().port());
        configuration.listen().address().ifPresent(made::setHost);
        StockLimits limits = StockLimits.of(configuration.checked());
        made.setAcceptQueueSize(limits.backlog());
        if (limits.sendBuffer() > 0) {
            made.setAcceptedSendBufferSize(limits.sendBuffer());
        }
        // Accepting and selecting take threads of the pool for good: they come on top.
        int own = made.getAcceptors() + made.getSelectorManager().getSelectorCount();
        int threads = limits.workers() + own;
        pool.setMinThreads(Math.min(pool.getMinThreads(), threads));
        pool.setMaxThreads(threads);
        return made;
    }

    private ConnectionFactory[] protocols() throws StartException {
        HttpConfiguration http = new HttpConfiguration();
        if (!configuration.tls()) {
            return new ConnectionFactory[] {new HttpConnectionFactory(http)};
        }
        SecureRequestCustomizer secure = new SecureRequestCustomizer();
        // The certificate is for localhost, and clients may call the server by any name.
        secure.setSniHostCheck(false);
        http.addCustomizer(secure);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        try {
            tls.setKeyStore(ThrowAwayCertificate.keyStore());
        } catch (GeneralSecurityException | IOException e) {
            throw StartException.configuration("ERROR --tls: no certificate: " + e, e);
        }
        tls.setKeyStorePassword(ThrowAwayCertificate.PASSWORD);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        return new ConnectionFactory[] {new SslConnectionFactory(tls, plain.getProtocol()), plain};
    }

    private ServletContextHandler context() {
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        Pages.servlets("Jetty/" + Server.getVersion(), configuration.modelName())
                .forEach(
                        (pattern, servlet) ->
                                context.addServlet(new ServletHolder(servlet), pattern));
        return context;
    }
}
