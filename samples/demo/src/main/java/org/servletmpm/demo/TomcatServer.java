package org.servletmpm.demo;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.UUID;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardServer;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.ProtocolHandler;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.IntrospectionUtils;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.websocket.server.WsSci;
import org.apache.tomcat.websocket.server.WsServerContainer;
import org.servletmpm.demo.web.Pages;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.engine.Restart;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/**
 * Tomcat put together by hand: {@code catalina.startup.Tomcat} would leave its base directory in
 * the system properties, where a second server in the JVM finds it.
 */
final class TomcatServer implements DemoContainer {
    private static final String STOCK = "org.apache.coyote.http11.Http11NioProtocol";
    private static final String MPM = "org.servletmpm.tomcat.MpmHttp11Protocol";

    /**
     * How long a stop waits for a request that is being served by the container's own connector.
     */
    private static final long STOCK_GRACE_MILLIS = 60_000;

    /** How long such a connector's own stop waits for its connections, kept ones too. */
    private static final long STOCK_CONNECTOR_GRACE_MILLIS = 20_000;

    /** The least: Tomcat waits for ever when a twentieth of it is 0. */
    private static final long MPM_GRACE_MILLIS = 20;

    /** How long a redeployment waits for requests that are being served: Tomcat's default. */
    private static final long REDEPLOY_GRACE_MILLIS = 2_000;

    /** What /trailers can echo, unless the attribute is written. */
    private static final String ALLOWED_TRAILERS = "x-demo,x-checksum";

    private static final long NO_LIMIT_MILLIS = Duration.ofDays(365).toMillis();

    private final Configuration configuration;
    private final Pages pages;
    private final StandardServer server = new StandardServer();
    private final StandardService service = new StandardService();
    private final StandardHost host = new StandardHost();
    private final Connector connector;

    TomcatServer(Configuration configuration, Pages pages) throws StartException {
        this.configuration = configuration;
        this.pages = pages;
        this.connector = connector();
    }

    @Override
    public void start() throws LifecycleException, IOException {
        // Tomcat wants a directory when it starts, and nothing of the demo is ever kept there:
        // gone at once, it cannot be left behind by a JVM that is killed.
        Path base = Files.createTempDirectory("servlet-mpm-demo-");
        try {
            assemble(base.toFile());
            server.start();
        } finally {
            TemporaryFiles.delete(base);
        }
    }

    @Override
    public int port() {
        return Math.max(0, connector.getLocalPort());
    }

    @Override
    public Directives directives() {
        Directives started =
                connector.getProtocolHandler() instanceof MpmHttp11Protocol mpm
                        ? mpm.directives()
                        : null;
        return started == null ? configuration.checked() : started;
    }

    @Override
    public void pause() {
        connector.pause();
    }

    @Override
    public void resume() {
        connector.resume();
    }

    /** {@inheritDoc} As Tomcat's service stops it. */
    @Override
    public void stopConnector() throws LifecycleException {
        ProtocolHandler handler = connector.getProtocolHandler();
        handler.closeServerSocketGraceful();
        if (configuration.stock()) {
            // Bound by init its socket stays open, and queues.
            connector.pause();
            handler.awaitConnectionsClose(STOCK_CONNECTOR_GRACE_MILLIS);
        } else {
            handler.awaitConnectionsClose(NO_LIMIT_MILLIS);
        }
        connector.pause();
        connector.stop();
    }

    @Override
    public void startConnector(int port) throws LifecycleException, ConfigurationException {
        if (connector.getProtocolHandler() instanceof MpmHttp11Protocol mpm) {
            mpm.setDirectives(configuration.again(mpm.directives(), port));
        }
        connector.setPort(port);
        connector.start();
    }

    @Override
    public Restart restart(Directives next) {
        if (connector.getProtocolHandler() instanceof MpmHttp11Protocol mpm) {
            return mpm.restart(next);
        }
        throw new IllegalStateException("not with --stock");
    }

    @Override
    public void redeploy() throws IOException {
        for (Container each : host.findChildren()) {
            if (each instanceof StandardContext old) {
                old.setUnloadDelay(REDEPLOY_GRACE_MILLIS);
            }
            host.removeChild(each);
        }
        Path base = Files.createTempDirectory("servlet-mpm-demo-");
        try {
            host.addChild(context(base.toFile()));
        } finally {
            TemporaryFiles.delete(base);
        }
    }

    @Override
    public void stop() throws LifecycleException, IOException {
        if (!configuration.stock()) {
            service.setGracefulStopAwaitMillis(NO_LIMIT_MILLIS);
        }
        if (server.getState().isAvailable()) {
            server.stop();
        }
        if (server.getState() != LifecycleState.DESTROYED) {
            server.destroy();
        }
        pages.end();
    }

    private Connector connector() throws StartException {
        Connector made = new Connector(configuration.stock() ? STOCK : MPM);
        if (made.getProtocolHandler() instanceof MpmHttp11Protocol mpm) {
            mpm.setDirectives(configuration.directives());
        }
        // With its default a failed start is logged and the server runs without a connector.
        made.setThrowOnFailure(true);
        // Tomcat drops every field behind a body that it is not told of.
        made.setProperty("allowedTrailerHeaders", ALLOWED_TRAILERS);
        Transport transport = configuration.transport();
        if (transport.authority().isPresent()) {
            secure(made, transport.authority().get(), transport.clientAuth());
        }
        if (transport.http2()) {
            made.addUpgradeProtocol(new Http2Protocol());
        }
        for (Assignment each : configuration.attributes()) {
            if (!IntrospectionUtils.setProperty(made, each.name(), each.value())) {
                throw StartException.configuration(
                        "ERROR --connector "
                                + each.name()
                                + " "
                                + each.value()
                                + ": allowed are the attributes of Tomcat's HTTP Connector with a"
                                + " value of their type; refused",
                        null);
            }
        }
        made.setPort(configuration.listen().port());
        transport
                .unixSocket()
                .ifPresent(path -> made.setProperty("unixDomainSocketPath", path.toString()));
        configuration.listen().address().ifPresent(a -> made.setProperty("address", a));
        if (configuration.stock()) {
            limit(made, StockLimits.of(configuration.checked()));
            if (configuration.virtualThreads()) {
                made.setProperty("useVirtualThreads", "true");
            }
        }
        return made;
    }

    private static void limit(Connector connector, StockLimits limits) {
        connector.setProperty("maxThreads", Integer.toString(limits.workers()));
        connector.setProperty("acceptCount", Integer.toString(limits.backlog()));
        if (limits.sendBuffer() > 0) {
            connector.setProperty("socket.txBufSize", Integer.toString(limits.sendBuffer()));
        }
    }

    private static void secure(
            Connector connector, ThrowAwayAuthority authority, ClientAuth clientAuth)
            throws StartException {
        SSLHostConfig host = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.EC);
        try {
            certificate.setCertificateKeystore(authority.server());
            host.setTrustStore(authority.trusted());
        } catch (GeneralSecurityException | IOException e) {
            throw Transport.noCertificate(e);
        }
        certificate.setCertificateKeystorePassword(ThrowAwayAuthority.PASSWORD);
        host.setCertificateVerification(
                switch (clientAuth) {
                    case NONE -> "none";
                    case WANTED -> "optional";
                    case REQUIRED -> "required";
                });
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("SSLEnabled", "true");
    }

    private void assemble(File base) {
        StandardEngine engine = new StandardEngine();
        // Its name is the JMX domain, which several servers of one JVM must not share.
        engine.setName("servlet-mpm-demo-" + UUID.randomUUID());
        engine.setDefaultHost("localhost");
        host.setName("localhost");
        host.setAutoDeploy(false);
        host.addChild(context(base));
        engine.addChild(host);

        service.setName(engine.getName());
        service.setContainer(engine);
        service.addConnector(connector);

        server.setPort(-1);
        server.setCatalinaHome(base);
        server.setCatalinaBase(base);
        server.addService(service);
    }

    private Context context(File base) {
        StandardContext context = new StandardContext();
        context.setName("");
        context.setPath("");
        context.setDocBase(base.getPath());
        context.setParentClassLoader(TomcatServer.class.getClassLoader());
        context.setCookies(false);
        context.setUseNaming(false);
        // These look for leaks of redeployed applications; this one ends with its server.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        context.addLifecycleListener(new Tomcat.FixContextListener());
        // The engine waits for its requests before the context is stopped, the stock connector not.
        context.setUnloadDelay(configuration.stock() ? STOCK_GRACE_MILLIS : MPM_GRACE_MILLIS);
        pages.servlets(
                        ServerInfo.getServerInfo(),
                        configuration.modelName(),
                        TomcatFileServlet::new)
                .forEach(
                        (pattern, servlet) -> {
                            Tomcat.addServlet(context, pattern, servlet).setAsyncSupported(true);
                            context.addServletMappingDecoded(pattern, pattern);
                        });
        pages.filters().forEach((pattern, filter) -> add(context, pattern, filter));
        context.addServletContainerInitializer(new WsSci(), null);
        context.addServletContainerInitializer((classes, web) -> addWebSocket(web), null);
        return context;
    }

    private static void add(Context context, String pattern, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(pattern);
        definition.setFilter(filter);
        definition.setFilterClass(filter.getClass().getName());
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(pattern);
        mapping.addURLPatternDecoded(pattern);
        context.addFilterMap(mapping);
    }

    /** After WsSci has made the application's WebSocket container. */
    private void addWebSocket(ServletContext application) throws ServletException {
        if (application.getAttribute(ServerContainer.class.getName())
                instanceof WsServerContainer container) {
            // Idle sessions are looked for every second; every tenth is the default.
            container.setProcessPeriod(1);
            try {
                container.addEndpoint(pages.webSocket());
            } catch (DeploymentException e) {
                throw new ServletException("/ws", e);
            }
        }
    }
}
