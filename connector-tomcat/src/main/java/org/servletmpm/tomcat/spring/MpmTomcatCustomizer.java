package org.servletmpm.tomcat.spring;

import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.servletmpm.directive.Directives;
import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.servletmpm.spring.MpmWebServer;
import org.servletmpm.tomcat.MpmHttp11Protocol;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Gives the factory the protocol with the processing model. It comes just after Boot's own
 * customizers: what they set and nobody wrote is known then, and what the application's own set
 * afterwards counts as written.
 */
final class MpmTomcatCustomizer
        implements WebServerFactoryCustomizer<TomcatWebServerFactory>, MpmWebServer, Ordered {

    /** Boot's own have 0 and 1. */
    private static final int AFTER_BOOT = 2;

    /** What Boot sets on every connector, by the property that somebody may have written. */
    private static final Map<String, String> SET_BY_BOOT =
            Map.of(
                    "server.tomcat.threads.max", "maxThreads",
                    "server.tomcat.threads.min-spare", "minSpareThreads",
                    "server.tomcat.threads.max-queue-capacity", "maxQueueSize",
                    "server.tomcat.accept-count", "acceptCount",
                    "server.tomcat.max-connections", "maxConnections",
                    "server.tomcat.max-keep-alive-requests", "maxKeepAliveRequests");

    private final MpmProperties properties;
    private final DrainingLifecycle draining;

    MpmTomcatCustomizer(MpmProperties properties, DrainingLifecycle draining) {
        this.properties = properties;
        this.draining = draining;
    }

    @Override
    public int getOrder() {
        return AFTER_BOOT;
    }

    @Override
    public boolean serves(WebServerFactory factory) {
        return factory instanceof TomcatWebServerFactory;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        if (properties.isEnabled()) {
            Directives.Builder directives = properties.directives();
            factory.setProtocol(MpmHttp11Protocol.class.getName());
            factory.addConnectorCustomizers(connector -> direct(connector, directives, factory));
        }
    }

    private void direct(
            Connector connector, Directives.Builder directives, TomcatWebServerFactory factory) {
        if (connector.getProtocolHandler() instanceof MpmHttp11Protocol protocol) {
            protocol.notWritten(
                    SET_BY_BOOT.entrySet().stream()
                            .filter(entry -> !properties.isWritten(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toArray(String[]::new));
            protocol.setDirectives(directives);
            draining.waitFor(factory.getShutdown(), protocol::announceStop, protocol::drained);
        }
    }
}
