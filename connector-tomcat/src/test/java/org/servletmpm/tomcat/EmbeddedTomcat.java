package org.servletmpm.tomcat;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat on any free port of the loopback interface; most have no application. */
final class EmbeddedTomcat implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector;

    /** Starts it, once the connector has been told what it is to be. */
    EmbeddedTomcat(Path base, Consumer<Connector> configuration) throws LifecycleException {
        this(base, configuration, server -> {});
    }

    private EmbeddedTomcat(
            Path base, Consumer<Connector> configuration, Consumer<Tomcat> applications)
            throws LifecycleException {
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setThrowOnFailure(true);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        configuration.accept(connector);
        tomcat.setConnector(connector);
        applications.accept(tomcat);
        try {
            tomcat.start();
        } catch (LifecycleException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts it with attributes as in server.xml: {@code name=value}. */
    static EmbeddedTomcat with(Path base, String... attributes) throws LifecycleException {
        return new EmbeddedTomcat(base, connector -> write(connector, attributes));
    }

    /** As above, with a servlet for every path. */
    static EmbeddedTomcat serving(Path base, Servlet servlet, String... attributes)
            throws LifecycleException {
        return new EmbeddedTomcat(
                base,
                connector -> write(connector, attributes),
                server -> {
                    Context context = server.addContext("", null);
                    Wrapper wrapper = Tomcat.addServlet(context, "servlet", servlet);
                    wrapper.setAsyncSupported(true);
                    wrapper.addMapping("/*");
                });
    }

    static void write(Connector connector, String... attributes) {
        for (String attribute : attributes) {
            String[] written = attribute.split("=", 2);
            if (!connector.setProperty(written[0], written[1])) {
                throw new AssertionError("no attribute " + attribute);
            }
        }
    }

    Connector connector() {
        return connector;
    }

    MpmHttp11Protocol protocol() {
        return (MpmHttp11Protocol) connector.getProtocolHandler();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
