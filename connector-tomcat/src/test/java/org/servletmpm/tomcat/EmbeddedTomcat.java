package org.servletmpm.tomcat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat without an application, on any free port of the loopback interface. */
final class EmbeddedTomcat implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final Connector connector;

    /** Starts it, once the connector has been told what it is to be. */
    EmbeddedTomcat(Path base, Consumer<Connector> configuration) throws LifecycleException {
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        connector = new Connector("org.servletmpm.tomcat.MpmHttp11Protocol");
        connector.setThrowOnFailure(true);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        configuration.accept(connector);
        tomcat.setConnector(connector);
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
