package org.servletmpm.samples.embedded.tomcat;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.servletmpm.servlet.StatusServlet;

/** The lines that an application with an embedded Tomcat adds, and the server status. */
public final class EmbeddedTomcat {

    private EmbeddedTomcat() {}

    public static void main(String[] arguments) throws LifecycleException {
        Tomcat tomcat = start(8080);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(tomcat)));
        tomcat.getServer().await();
    }

    static Tomcat start(int port) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(port);
        connector.setProperty("mpm", "event");
        connector.setProperty("threadsPerChild", "50");
        connector.setProperty("gracefulShutdownTimeout", "30"); // seconds; makes stop() graceful
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "status", new StatusServlet());
        context.addServletMappingDecoded("/server-status", "status");
        tomcat.start();
        return tomcat;
    }

    /** At Ctrl-C and SIGTERM: who is being served is served. */
    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
