package org.servletmpm.jetty.spring;

import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.jetty.MpmThreadPool;
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

    private final MpmProperties properties;

    MpmJettyCustomizer(MpmProperties properties) {
        this.properties = properties;
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
            factory.addServerCustomizers(server -> replace(server, directives));
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

    private static void replace(Server server, Directives.Builder directives) {
        server.setConnectors(
                Arrays.stream(server.getConnectors())
                        .map(stock -> replacement(stock, directives))
                        .toArray(Connector[]::new));
    }

    private static Connector replacement(Connector stock, Directives.Builder directives) {
        return stock instanceof ServerConnector connector
                ? Replacement.of(connector, directives)
                : stock;
    }
}
