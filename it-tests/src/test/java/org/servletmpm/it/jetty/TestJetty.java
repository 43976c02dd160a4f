package org.servletmpm.it.jetty;

import java.io.IOException;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.servletmpm.it.client.RawConnection;

/** A Jetty with one connector on the loopback interface, put together by a test. */
final class TestJetty implements AutoCloseable {

    private final Server server = new Server();
    private final ServerConnector connector;

    /** With HTTP alone. */
    TestJetty(ConnectorKind over, Handler handler) {
        this(over, handler, new HttpConnectionFactory());
    }

    TestJetty(ConnectorKind over, Handler handler, ConnectionFactory... factories) {
        connector = over.connector(server, factories);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
    }

    TestJetty start() throws Exception {
        server.start();
        return this;
    }

    Server server() {
        return server;
    }

    ServerConnector connector() {
        return connector;
    }

    int port() {
        return connector.getLocalPort();
    }

    RawConnection open() throws IOException {
        return RawConnection.open(port(), false);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Jetty does not stop", e);
        }
        server.destroy();
    }
}
