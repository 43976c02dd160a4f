package org.servletmpm.it.tls;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.apache.tomcat.util.net.SSLContext;

/** TLS for a Tomcat host, whose every step leaves the name of its thread. */
final class WatchedTls implements SSLContext {

    private final javax.net.ssl.SSLContext context;
    private final X509Certificate[] chain;
    private final Queue<WatchedEngine> engines = new ConcurrentLinkedQueue<>();

    WatchedTls(Identity identity) throws Exception {
        context = javax.net.ssl.SSLContext.getInstance("TLS");
        context.init(identity.keyManagers(), null, null);
        chain = new X509Certificate[] {identity.certificate(), identity.issuer()};
    }

    /** One for each connection. */
    List<WatchedEngine> engines() {
        return List.copyOf(engines);
    }

    @Override
    public SSLEngine createSSLEngine() {
        WatchedEngine engine = new WatchedEngine(context.createSSLEngine());
        engines.add(engine);
        return engine;
    }

    @Override
    public void init(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {}

    @Override
    public void destroy() {}

    @Override
    public SSLSessionContext getServerSessionContext() {
        return context.getServerSessionContext();
    }

    @Override
    public SSLServerSocketFactory getServerSocketFactory() {
        return context.getServerSocketFactory();
    }

    @Override
    public SSLParameters getSupportedSSLParameters() {
        return context.getSupportedSSLParameters();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain;
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
