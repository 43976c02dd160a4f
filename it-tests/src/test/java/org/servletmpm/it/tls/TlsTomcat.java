package org.servletmpm.it.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLHostConfigCertificate.Type;

/** A Tomcat whose one connector speaks TLS. */
final class TlsTomcat extends TlsServer {

    static final String ANY_HOST = "_default_";

    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector;
    private final Context context;

    /** Made, and to be started. */
    TlsTomcat(ConnectorKind kind, Path base, SSLHostConfig... hosts) {
        super(kind);
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        context = tomcat.addContext("", base.toString());
        Tomcat.addServlet(context, "peer", new PeerServlet());
        context.addServletMappingDecoded("/peer", "peer");
        Tomcat.addServlet(context, "files", new DefaultServlet());
        context.addServletMappingDecoded("/", "files");
        connector = connector(kind);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setScheme("https");
        connector.setSecure(true);
        for (SSLHostConfig host : hosts) {
            connector.addSslHostConfig(host);
        }
        tomcat.setConnector(connector);
    }

    private static Connector connector(ConnectorKind kind) {
        if (kind.isStock()) {
            Connector stock = new Connector("org.apache.coyote.http11.Http11NioProtocol");
            stock.setProperty("maxThreads", String.valueOf(ConnectorKind.WORKERS));
            return stock;
        }
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setProperty("mpm", kind.model());
        kind.directives().forEach(connector::setProperty);
        return connector;
    }

    static TlsTomcat start(ConnectorKind kind, Path base, SSLHostConfig... hosts) throws Exception {
        return new TlsTomcat(kind, base, hosts).start();
    }

    /** Before the start. */
    TlsTomcat with(Consumer<Connector> setting) {
        setting.accept(connector);
        return this;
    }

    TlsTomcat withContext(Consumer<Context> setting) {
        setting.accept(context);
        return this;
    }

    @Override
    TlsServer asking(CertificateAuthority clients, boolean needed) throws Exception {
        for (SSLHostConfig host : connector.findSslHostConfigs()) {
            host.setCertificateVerification(needed ? "required" : "optional");
            host.setTrustStore(clients.trustStore());
        }
        return this;
    }

    @Override
    TlsServer silentFor(int millis) {
        return with(c -> c.setProperty("connectionTimeout", String.valueOf(millis)));
    }

    @Override
    TlsTomcat start() throws Exception {
        tomcat.start();
        return this;
    }

    /** What is shown to clients that ask for the host; a certificate for each kind of key. */
    static SSLHostConfig host(String name, Identity... identities) throws Exception {
        SSLHostConfig host = new SSLHostConfig();
        host.setHostName(name);
        for (Identity identity : identities) {
            SSLHostConfigCertificate certificate =
                    new SSLHostConfigCertificate(host, type(identity));
            certificate.setCertificateKeystore(identity.keyStore());
            certificate.setCertificateKeystorePassword(Identity.PASSWORD);
            host.addCertificate(certificate);
        }
        return host;
    }

    private static Type type(Identity identity) throws GeneralSecurityException {
        return Type.valueOf(identity.key().getAlgorithm());
    }

    @Override
    int port() {
        return connector.getLocalPort();
    }

    Connector connector() {
        return connector;
    }

    /** A figure of the connector's thread pool. */
    long figure(String attribute) throws Exception {
        return ((Number) BEANS.getAttribute(bean("ThreadPool"), attribute)).longValue();
    }

    /**
     * This connector's; others in the JVM may have left theirs, as Boot does when it cannot start.
     */
    ObjectName bean(String type) throws Exception {
        String own =
                "auto-" + ((AbstractProtocol<?>) connector.getProtocolHandler()).getNameIndex();
        String key = type.equals("ThreadPool") ? "name" : "port";
        Set<ObjectName> found =
                BEANS.queryNames(new ObjectName("Tomcat:type=" + type + ",*"), null);
        List<ObjectName> mine =
                found.stream()
                        .filter(name -> name.getKeyProperty(key).replace("\"", "").endsWith(own))
                        .toList();
        assertThat(mine).as(type).hasSize(1);
        return mine.get(0);
    }

    @Override
    long connections() throws Exception {
        return figure("connectionCount");
    }

    @Override
    long busyThreads() throws Exception {
        return figure("currentThreadsBusy");
    }

    @Override
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
