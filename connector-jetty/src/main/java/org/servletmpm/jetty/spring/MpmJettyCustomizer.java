package org.servletmpm.jetty.spring;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.jetty.MpmServerConnector;
import org.servletmpm.jetty.MpmThreadPool;
import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.servletmpm.spring.MpmWebServer;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Puts connectors with the processing model in the place of Boot's, and their workers in the place
 * of the server's thread pool. It comes just after Boot's own customizers, which write their
 * properties into the connectors that are there; the application's own find the new ones.
 */
final class MpmJettyCustomizer
        implements WebServerFactoryCustomizer<JettyWebServerFactory>, MpmWebServer, Ordered {

    /** Boot's own have 0 and 1. */
    private static final int AFTER_BOOT = 2;

    private static final String MAX_CONNECTIONS = "server.jetty.max-connections";
    private static final String MAX_THREADS = "server.jetty.threads.max";
    private static final String MIN_THREADS = "server.jetty.threads.min";

    /** Of a pool that is not there. */
    private static final List<String> IN_VAIN =
            List.of("server.jetty.threads.idle-timeout", "server.jetty.threads.max-queue-capacity");

    private static final System.Logger LOG = System.getLogger(MpmJettyCustomizer.class.getName());

    private final MpmProperties properties;
    private final DrainingLifecycle draining;

    MpmJettyCustomizer(MpmProperties properties, DrainingLifecycle draining) {
        this.properties = properties;
        this.draining = draining;
    }

    @Override
    public int getOrder() {
        return AFTER_BOOT;
    }

    @Override
    public boolean serves(WebServerFactory factory) {
        return factory instanceof JettyWebServerFactory;
    }

    @Override
    public void customize(JettyWebServerFactory factory) {
        if (properties.isEnabled()) {
            Directives.Builder directives = properties.directives();
            limits(factory, directives);
            factory.setThreadPool(new MpmThreadPool());
            factory.addServerCustomizers(server -> replace(server, factory, directives));
            IN_VAIN.stream().filter(properties::isWritten).forEach(MpmJettyCustomizer::warn);
        }
    }

    /** Of those that Boot knows, the ones somebody wrote. */
    private void limits(JettyWebServerFactory factory, Directives.Builder directives) {
        if (factory.getMaxConnections() > -1) {
            write(directives, "maxConnections", factory.getMaxConnections(), MAX_CONNECTIONS);
            // Boot's own limit would stop the connector's accepting, and count its own way.
            factory.setMaxConnections(-1);
        }
        if (factory.getThreadPool() instanceof ThreadPool.SizedThreadPool pool) {
            if (properties.isWritten(MAX_THREADS)) {
                write(directives, "maxThreads", pool.getMaxThreads(), MAX_THREADS);
            }
            if (properties.isWritten(MIN_THREADS)) {
                write(directives, "minSpareThreads", pool.getMinThreads(), MIN_THREADS);
            }
        }
    }

    private static void write(
            Directives.Builder directives, String attribute, int value, String property) {
        directives.container(attribute, String.valueOf(value), Origin.of(property));
    }

    private static void warn(String property) {
        LOG.log(
                Level.WARNING,
                "{0} has no effect: threads are the children''s own, and idle ones go by number"
                        + " (mpm.max-spare-threads, mpm.max-spare-servers)",
                property);
    }

    private void replace(
            Server server, JettyWebServerFactory factory, Directives.Builder directives) {
        server.setConnectors(
                Arrays.stream(server.getConnectors())
                        .map(stock -> replacement(stock, factory, directives))
                        .toArray(Connector[]::new));
    }

    private Connector replacement(
            Connector stock, JettyWebServerFactory factory, Directives.Builder directives) {
        if (!(stock instanceof ServerConnector connector)) {
            return stock;
        }
        MpmServerConnector replacement =
                Replacement.of(
                        connector, factory.getAcceptors(), factory.getSelectors(), directives);
        draining.waitFor(factory.getShutdown(), replacement::announceStop, replacement::drained);
        return replacement;
    }
}
