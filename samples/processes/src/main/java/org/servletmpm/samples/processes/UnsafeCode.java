package org.servletmpm.samples.processes;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves code that is not safe for threads, by any connector: right answers come from children that
 * are processes in prefork only.
 */
public final class UnsafeCode {

    private static final String OURS = "org.servletmpm.tomcat.MpmHttp11Protocol";

    private UnsafeCode() {}

    /** Serves; the arguments are the port and, in place of ours, Tomcat's protocol HTTP/1.1. */
    public static void main(String... arguments) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        Connector connector = new Connector(arguments.length > 1 ? arguments[1] : OURS);
        connector.setPort(Integer.parseInt(arguments[0]));
        if (arguments.length == 1) {
            connector.setProperty("mpm", "prefork");
        }
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "unsafe", new UnsafeServlet());
        context.addServletMappingDecoded("/unsafe", "unsafe");
        tomcat.start();
        tomcat.getServer().await();
    }
}
