package org.servletmpm.it.tls;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.it.cell.FiguresMXBean;
import org.servletmpm.jetty.MpmServerConnector;

/** {@link TlsServer} of an embedded Jetty. */
final class TlsJetty extends TlsServer {

    private final QueuedThreadPool pool = new QueuedThreadPool();
    private final Server server = new Server(pool);
    private final SslContextFactory.Server tls;
    private final ServerConnector connector;

    TlsJetty(ConnectorKind kind, Path base, Identity identity) throws Exception {
        this(kind, base, new SslContextFactory.Server(), true);
        tls.setKeyStore(identity.keyStore());
        tls.setKeyStorePassword(Identity.PASSWORD);
    }

    /**
     * @param http2 whether HTTP/2 is offered, where it is served
     */
    TlsJetty(ConnectorKind kind, Path base, SslContextFactory.Server tls, boolean http2) {
        super(kind);
        this.tls = tls;
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer(false));
        ConnectionFactory[] protocols = protocols(tls, http, http2);
        connector = kind.isStock() ? new ServerConnector(server, 1, 1, protocols) : mpm(protocols);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setBaseResourceAsPath(base);
        context.addServlet(new PeerServlet(), "/peer");
        context.addServlet(new DefaultServlet(), "/");
        server.setHandler(context);
    }

    private static ConnectionFactory[] protocols(
            SslContextFactory.Server tls, HttpConfiguration http, boolean http2) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (!http2) {
            return new ConnectionFactory[] {
                new SslConnectionFactory(tls, plain.getProtocol()), plain
            };
        }
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(plain.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(http),
            plain
        };
    }

    private MpmServerConnector mpm(ConnectionFactory... protocols) {
        MpmServerConnector mpm = new MpmServerConnector(server, protocols);
        Directives.Builder directives = Directives.builder();
        kind.directives().forEach((name, value) -> directives.set(name, value, Origin.of("test")));
        mpm.setDirectives(directives);
        mpm.setMpm(kind.model());
        return mpm;
    }

    TlsJetty with(Consumer<ServerConnector> setting) {
        setting.accept(connector);
        return this;
    }

    @Override
    TlsServer asking(CertificateAuthority clients, boolean needed) throws Exception {
        tls.setTrustStore(clients.trustStore());
        tls.setNeedClientAuth(needed);
        tls.setWantClientAuth(!needed);
        return this;
    }

    @Override
    TlsServer silentFor(int millis) {
        connector.setIdleTimeout(millis);
        return this;
    }

    @Override
    TlsJetty start() throws Exception {
        server.start();
        return this;
    }

    @Override
    int port() {
        return connector.getLocalPort();
    }

    @Override
    long connections() throws Exception {
        return kind.isStock() ? connector.getConnectedEndPoints().size() : engine().getConnsTotal();
    }

    @Override
    long busyThreads() throws Exception {
        return kind.isStock() ? pool.getUtilizedThreads() : engine().getBusyWorkers();
    }

    private FiguresMXBean engine() {
        return FiguresMXBean.of("https-" + port());
    }

    @Override
    void stop() throws Exception {
        server.stop();
    }
}
