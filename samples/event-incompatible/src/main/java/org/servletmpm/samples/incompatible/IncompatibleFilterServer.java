package org.servletmpm.samples.incompatible;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.servletmpm.servlet.StatusServlet;

/** A server in event: connections that ask for {@code /legacy/} are pinned, others are not. */
public final class IncompatibleFilterServer {

    private IncompatibleFilterServer() {}

    public static void main(String[] arguments) throws LifecycleException {
        start(8080).getServer().await();
    }

    static Tomcat start(int port) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        Connector connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setPort(port);
        connector.setProperty("mpm", "event");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "status", new StatusServlet());
        context.addServletMappingDecoded("/server-status", "status");
        context.addServletMappingDecoded("/legacy/status", "status");
        FilterDef filter = new FilterDef();
        filter.setFilterName("one thread");
        filter.setFilter(new OneThreadFilter());
        context.addFilterDef(filter);
        FilterMap legacy = new FilterMap();
        legacy.setFilterName("one thread");
        legacy.addURLPattern("/legacy/*");
        context.addFilterMap(legacy);
        tomcat.start();
        return tomcat;
    }
}
