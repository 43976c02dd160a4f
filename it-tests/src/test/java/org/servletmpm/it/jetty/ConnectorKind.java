package org.servletmpm.it.jetty;

import java.util.Locale;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.servletmpm.jetty.MpmServerConnector;

/** The connector that a scenario runs over. */
enum ConnectorKind {
    STOCK,
    PREFORK,
    WORKER,
    EVENT;

    ServerConnector connector(Server server, ConnectionFactory... factories) {
        if (this == STOCK) {
            return new ServerConnector(server, factories);
        }
        MpmServerConnector connector = new MpmServerConnector(server, factories);
        connector.setMpm(name().toLowerCase(Locale.ROOT));
        return connector;
    }
}
