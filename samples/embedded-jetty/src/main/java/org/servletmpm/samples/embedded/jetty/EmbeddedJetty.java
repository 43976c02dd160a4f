package org.servletmpm.samples.embedded.jetty;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.servletmpm.jetty.MpmServerConnector;

/** The lines that an application with an embedded Jetty adds. */
public final class EmbeddedJetty {

    private EmbeddedJetty() {}

    public static void main(String[] arguments) throws Exception {
        Server server = start(8080);
        server.setStopAtShutdown(true); // also at Ctrl-C and SIGTERM
        server.join();
    }

    static Server start(int port) throws Exception {
        Server server = new Server();
        MpmServerConnector connector = new MpmServerConnector(server);
        connector.setPort(port);
        connector.setMpm("event");
        connector.setThreadsPerChild(50);
        connector.setGracefulShutdownTimeout(30); // seconds; makes server.stop() graceful
        server.addConnector(connector);
        server.setHandler(new Greeting());
        server.start();
        return server;
    }

    /** Says which thread answers. */
    private static final class Greeting extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String text = "Hello from " + Thread.currentThread().getName() + "\n";
            response.write(true, StandardCharsets.UTF_8.encode(text), callback);
            return true;
        }
    }
}
