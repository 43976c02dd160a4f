package org.servletmpm.it.embedded;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Valve;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.IntrospectionUtils;
import org.servletmpm.it.cell.Cell;

/**
 * A Tomcat with several connectors of one model, which have attributes as in server.xml. With
 * {@code -Dstock=true} they are Tomcat's own.
 */
final class AttributedTomcat implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Map<String, Connector> connectors = new HashMap<>();
    private final Context context;
    private final Cell.Model model;

    AttributedTomcat(Path base, Cell.Model model) {
        this.model = model;
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        context = tomcat.addContext("", base.toString());
    }

    /** What a test's servlet does. */
    interface Service {
        void serve(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException;
    }

    /** A servlet that supports asynchronous requests. */
    AttributedTomcat servlet(String path, Service service) {
        Wrapper wrapper = Tomcat.addServlet(context, path, new Servlet(service));
        wrapper.setAsyncSupported(true);
        context.addServletMappingDecoded(path, path);
        return this;
    }

    private static final class Servlet extends HttpServlet {
        private static final long serialVersionUID = 1;
        private final transient Service service;

        Servlet(Service service) {
            this.service = service;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            service.serve(request, response);
        }
    }

    AttributedTomcat valve(Valve valve) {
        tomcat.getHost().getPipeline().addValve(valve);
        return this;
    }

    /**
     * A connector on any free port.
     *
     * @param attributes {@code name=value} each
     */
    AttributedTomcat with(String name, String... attributes) {
        Connector connector =
                new Connector(
                        Cell.stock() ? "HTTP/1.1" : "org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setThrowOnFailure(true);
        connector.setPort(0);
        if (!Cell.stock()) {
            write(connector, "mpm=" + model.name().toLowerCase(Locale.ROOT));
            if (model != Cell.Model.PREFORK) {
                // Several connectors: sixteen threads each are enough.
                write(connector, "startServers=2");
                write(connector, "threadsPerChild=8");
                write(connector, "minSpareThreads=8");
            }
        }
        for (String attribute : attributes) {
            write(connector, attribute);
        }
        tomcat.getService().addConnector(connector);
        connectors.put(name, connector);
        return this;
    }

    /** As Tomcat's digester does it. */
    private static void write(Connector connector, String attribute) {
        String[] written = attribute.split("=", 2);
        if (!IntrospectionUtils.setProperty(connector, written[0], written[1])) {
            throw new AssertionError("no attribute " + attribute);
        }
    }

    AttributedTomcat start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    Connector connector(String name) {
        return connectors.get(name);
    }

    int port(String name) {
        return connectors.get(name).getLocalPort();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
