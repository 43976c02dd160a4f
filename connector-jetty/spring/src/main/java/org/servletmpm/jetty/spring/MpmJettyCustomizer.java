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
import org.servletmpm.spring.MpmServerCustomizer;
import org.springframework.boot.jetty.JettyWebServerFactory;

/**
 * Puts connectors with the processing model in the place of those that Boot makes for Jetty, and
 * their workers in the place of the server's thread pool. The application's own customizers find
 * the new connectors.
 */
final class MpmJettyCustomizer extends MpmServerCustomizer<JettyWebServerFactory> {

    private static final String MAX_CONNECTIONS = "server.jetty.max-connections";
    private static final String MAX_THREADS = "server.jetty.threads.max";
    private static final String MIN_THREADS = "server.jetty.threads.min";

    /** Properties of Jetty's thread pool, which is not used. */
    private static final List<String> IN_VAIN =
            List.of("server.jetty.threads.idle-timeout", "server.jetty.threads.max-queue-capacity");

    private static final System.Logger LOG = System.getLogger(MpmJettyCustomizer.class.getName());

    MpmJettyCustomizer(MpmProperties properties, DrainingLifecycle draining) {
        super(JettyWebServerFactory.class, properties, draining);
    }

    @Override
    protected void customize(JettyWebServerFactory factory, Directives.Builder directives) {
        limits(factory, directives);
        factory.setThreadPool(new MpmThreadPool());
        factory.addServerCustomizers(server -> replace(server, factory, directives));
        IN_VAIN.stream().filter(this::isWritten).forEach(MpmJettyCustomizer::warn);
    }

    /** Adds the limits that somebody wrote for Boot. */
    private void limits(JettyWebServerFactory factory, Directives.Builder directives) {
        if (factory.getMaxConnections() > -1) {
            write(directives, "maxConnections", factory.getMaxConnections(), MAX_CONNECTIONS);
            // Boot's own limit would stop the connector's accepting, and count its own way.
            factory.setMaxConnections(-1);
        }
        if (factory.getThreadPool() instanceof ThreadPool.SizedThreadPool pool) {
            if (isWritten(MAX_THREADS)) {
                write(directives, "maxThreads", pool.getMaxThreads(), MAX_THREADS);
            }
            if (isWritten(MIN_THREADS)) {
                write(directives, "minSpareThreads", pool.getMinThreads(), MIN_THREADS);
            }
        }
    }

    private static void write(
            Directives.Builder directives, String attribute, int value, String property) {
        directives.container(attribute, String.valueOf(value), Origin.named("property", property));
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
        waitFor(factory, replacement::announceStop, replacement::drained);
        return replacement;
    }
}
