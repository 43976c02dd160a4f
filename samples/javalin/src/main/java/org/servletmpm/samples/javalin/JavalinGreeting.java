package org.servletmpm.samples.javalin;

import io.javalin.Javalin;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.servletmpm.jetty.MpmServerConnector;

/** The lines that an application of Javalin's adds. */
public final class JavalinGreeting {

    private JavalinGreeting() {}

    public static void main(String[] arguments) {
        start(8080);
    }

    static Javalin start(int port) {
        return Javalin.start(
                config -> {
                    config.jetty.addConnector((server, http) -> connector(server, http, port));
                    // Also at Ctrl-C and SIGTERM.
                    config.jetty.modifyServer(server -> server.setStopAtShutdown(true));
                    // Says which thread answers.
                    config.routes.get(
                            "/",
                            ctx ->
                                    ctx.result(
                                            "Hello from "
                                                    + Thread.currentThread().getName()
                                                    + "\n"));
                });
    }

    private static MpmServerConnector connector(Server server, HttpConfiguration http, int port) {
        MpmServerConnector connector =
                new MpmServerConnector(server, new HttpConnectionFactory(http));
        connector.setPort(port);
        connector.setMpm("event");
        connector.setThreadsPerChild(50);
        connector.setGracefulShutdownTimeout(30); // seconds; makes the stop graceful
        return connector;
    }
}
