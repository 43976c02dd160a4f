package org.servletmpm.it.http2;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/** {@link Http2Server} of an embedded Tomcat. */
final class Http2Tomcat extends Http2Server {

    private final Tomcat tomcat = new Tomcat();
    private final Context context;
    private final KnownSocket http2 = new KnownSocket();
    private final Connector connector = new Connector(new MpmHttp11Protocol());

    Http2Tomcat(Path directory, String model, boolean tls, boolean blocking) throws Exception {
        super(directory, tls);
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        context = tomcat.addContext("", base.toString());
        addPages("Tomcat", model, new DefaultServlet());
        add("/", new DefaultServlet());
        context.addMimeMapping("txt", "text/plain");
        set("mpm", model);
        set("address", "127.0.0.1");
        set("allowedTrailerHeaders", "x-demo");
        set("sendBufferSize", "" + SEND_BUFFER);
        set("useAsyncIO", "" + !blocking);
        connector.setPort(0);
        // Clients that fill small windows, or change their mind, are what is tried here.
        http2.setOverheadDataThreshold(0);
        http2.setOverheadWindowUpdateThreshold(0);
        http2.setOverheadResetFactor(0);
        connector.addUpgradeProtocol(http2);
        if (tls) {
            secure(SelfSignedKeyStore.store());
        }
    }

    /** Knows the socket of the connection that came last. */
    private static final class KnownSocket extends Http2Protocol {
        private volatile SocketWrapperBase<?> last;

        @Override
        public Processor getProcessor(SocketWrapperBase<?> socket, Adapter adapter) {
            last = socket;
            return super.getProcessor(socket, adapter);
        }
    }

    /** Sets the time that the last connection may be idle, as a thread that sees no stream does. */
    void idlesFor(int millis) {
        http2.last.setReadTimeout(millis);
        http2.last.registerReadInterest();
    }

    @Override
    void add(String pattern, Servlet servlet) {
        Tomcat.addServlet(context, pattern, servlet).setAsyncSupported(true);
        context.addServletMappingDecoded(pattern, pattern);
    }

    private void secure(Path keys) {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        certificate.setCertificateKeystoreFile(keys.toString());
        certificate.setCertificateKeystorePassword(SelfSignedKeyStore.PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        set("SSLEnabled", "true");
    }

    @Override
    Http2Server set(String attribute, String value) {
        if (!connector.setProperty(attribute, value)) {
            throw new IllegalArgumentException("no attribute " + attribute);
        }
        return this;
    }

    @Override
    Http2Server atMost(int connections) {
        return set("maxConnections", "" + connections);
    }

    @Override
    Http2Server streamWindow(int bytes) {
        http2.setInitialWindowSize(bytes);
        return this;
    }

    @Override
    Http2Server idleAfter(int millis) {
        http2.setKeepAliveTimeout(millis);
        return this;
    }

    @Override
    Http2Server stalledAfter(int millis) {
        http2.setStreamWriteTimeout(millis);
        return this;
    }

    @Override
    Http2Server compressing() {
        return set("compression", "on");
    }

    @Override
    Http2Server servlet(String path, HttpServlet servlet) {
        add(path, servlet);
        return this;
    }

    @Override
    int begin() throws LifecycleException {
        tomcat.setConnector(connector);
        tomcat.start();
        return connector.getLocalPort();
    }

    @Override
    void graceful() {
        ((MpmHttp11Protocol) connector.getProtocolHandler()).graceful();
    }

    @Override
    Class<?> connectorType() {
        return MpmHttp11Protocol.class;
    }

    @Override
    void drain() {
        tomcat.getConnector().getProtocolHandler().closeServerSocketGraceful();
    }

    @Override
    void stop() throws LifecycleException {
        if (tomcat.getServer().getState().isAvailable()) {
            tomcat.stop();
        }
    }

    @Override
    void destroy() throws LifecycleException {
        tomcat.destroy();
    }
}
