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
        start(8080).getServer().await();
    }

    static Tomcat start(int port) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(port);
        connector.setProperty("mpm", "event");
        connector.setProperty("threadsPerChild", "50");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "status", new StatusServlet());
        context.addServletMappingDecoded("/server-status", "status");
        tomcat.start();
        return tomcat;
    }
}
