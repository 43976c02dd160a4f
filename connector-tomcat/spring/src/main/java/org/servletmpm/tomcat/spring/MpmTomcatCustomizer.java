package org.servletmpm.tomcat.spring;

import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.servletmpm.directive.Directives;
import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.servletmpm.spring.MpmServerCustomizer;
import org.servletmpm.tomcat.MpmHttp11Protocol;
import org.springframework.boot.tomcat.TomcatWebServerFactory;

/**
 * Gives Boot's Tomcat the protocol with the processing model, and tells the protocol what Boot sets
 * on every connector and nobody wrote.
 */
final class MpmTomcatCustomizer extends MpmServerCustomizer<TomcatWebServerFactory> {

    /** The attributes that Boot sets on every connector, by the property that says one. */
    private static final Map<String, String> SET_BY_BOOT =
            Map.of(
                    "server.tomcat.threads.max", "maxThreads",
                    "server.tomcat.threads.min-spare", "minSpareThreads",
                    "server.tomcat.threads.max-queue-capacity", "maxQueueSize",
                    "server.tomcat.accept-count", "acceptCount",
                    "server.tomcat.max-connections", "maxConnections",
                    "server.tomcat.max-keep-alive-requests", "maxKeepAliveRequests");

    MpmTomcatCustomizer(MpmProperties properties, DrainingLifecycle draining) {
        super(TomcatWebServerFactory.class, properties, draining);
    }

    @Override
    protected void customize(TomcatWebServerFactory factory, Directives.Builder directives) {
        factory.setProtocol(MpmHttp11Protocol.class.getName());
        factory.addConnectorCustomizers(connector -> direct(connector, directives, factory));
    }

    private void direct(
            Connector connector, Directives.Builder directives, TomcatWebServerFactory factory) {
        if (connector.getProtocolHandler() instanceof MpmHttp11Protocol protocol) {
            protocol.notWritten(
                    SET_BY_BOOT.entrySet().stream()
                            .filter(entry -> !isWritten(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .toArray(String[]::new));
            SET_BY_BOOT.forEach((property, name) -> protocol.writtenAs(name, property));
            protocol.setDirectives(directives);
            waitFor(factory, protocol::announceStop, protocol::drained);
        }
    }
}
