package org.servletmpm.it.http2;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee11.servlet.DefaultServlet;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.jetty.MpmServerConnector;
import org.servletmpm.jetty.MpmThreadPool;

/** {@link Http2Server} of an embedded Jetty. */
final class Http2Jetty extends Http2Server {

    private final Server server;
    private final ServletContextHandler context =
            new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    private final AbstractHTTP2ServerConnectionFactory http2;
    private final MpmServerConnector connector;
    private final Directives.Builder directives = Directives.builder();

    Http2Jetty(Path directory, String model, boolean tls, boolean shared) throws Exception {
        super(directory, tls);
        server = new Server(shared ? new MpmThreadPool() : new QueuedThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (tls) {
            SecureRequestCustomizer secure = new SecureRequestCustomizer();
            // The certificate is for localhost; the tests also say the address.
            secure.setSniHostCheck(false);
            http.addCustomizer(secure);
            http2 = new HTTP2ServerConnectionFactory(http);
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol(plain.getProtocol());
            connector =
                    new MpmServerConnector(
                            server,
                            new SslConnectionFactory(keys(), alpn.getProtocol()),
                            alpn,
                            http2,
                            plain);
        } else {
            HTTP2CServerConnectionFactory clear = new HTTP2CServerConnectionFactory(http);
            http2 = clear;
            connector = new MpmServerConnector(server, new ConnectionFactory[] {plain, clear});
        }
        // Clients that change their mind are what is tried here.
        http2.setRateControlFactory(new RateControl.Factory() {});
        directives.model(Model.valueOf(model.toUpperCase(Locale.ROOT)));
        connector.setHost("127.0.0.1");
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        server.addConnector(connector);
        context.setBaseResourceAsPath(base);
        addPages("Jetty", model, new DefaultServlet());
        add("/", new DefaultServlet());
        server.setHandler(context);
    }

    private static SslContextFactory.Server keys() throws Exception {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(SelfSignedKeyStore.store().toString());
        keys.setKeyStorePassword(SelfSignedKeyStore.PASSWORD);
        keys.setCipherComparator(HTTP2Cipher.COMPARATOR);
        return keys;
    }

    @Override
    void add(String pattern, Servlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, pattern);
    }

    @Override
    Http2Server set(String directive, String value) {
        directives.set(directive, value, Origin.of("test"));
        return this;
    }

    @Override
    Http2Server atMost(int connections) {
        directives.container("maxConnections", "" + connections, Origin.of("test"));
        return this;
    }

    @Override
    Http2Server streamWindow(int bytes) {
        http2.setInitialStreamRecvWindow(bytes);
        return this;
    }

    @Override
    Http2Server idleAfter(int millis) {
        return set("keepAliveTimeout", millis + "ms");
    }

    @Override
    Http2Server stalledAfter(int millis) {
        http2.setStreamIdleTimeout(millis);
        return this;
    }

    @Override
    @SuppressWarnings("removal") // What applications of today still have.
    Http2Server compressing() {
        server.setHandler(new GzipHandler(context));
        return this;
    }

    @Override
    Http2Server servlet(String path, HttpServlet servlet) {
        add(path, servlet);
        return this;
    }

    @Override
    int begin() throws Exception {
        connector.setDirectives(directives);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    void graceful() {
        connector.graceful();
    }

    @Override
    Class<?> connectorType() {
        return MpmServerConnector.class;
    }

    @Override
    void drain() throws Exception {
        connector.shutdown().get(Http2Connection.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    void stop() throws Exception {
        server.stop();
    }

    @Override
    void destroy() {
        server.destroy();
    }
}
