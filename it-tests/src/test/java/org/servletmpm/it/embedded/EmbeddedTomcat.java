package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.servletmpm.it.client.RawConnection;

/**
 * A Tomcat put together for a test: one web application, connectors of ours and of Tomcat's own on
 * loopback. Its beans have a domain that no other Tomcat of the JVM has.
 */
final class EmbeddedTomcat implements AutoCloseable {

    static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private static final String STOCK = "org.apache.coyote.http11.Http11NioProtocol";
    private static final String MPM = "org.servletmpm.tomcat.MpmHttp11Protocol";

    /** Makes the domains different; carries nothing from one test to another. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Tomcat tomcat = new Tomcat();
    private final Context context;

    EmbeddedTomcat(Path base) {
        tomcat.setBaseDir(base.toString());
        tomcat.setSilent(true);
        tomcat.getEngine().setName("Tomcat" + NUMBER.incrementAndGet());
        context = tomcat.addContext("", base.toString());
    }

    Tomcat tomcat() {
        return tomcat;
    }

    Context context() {
        return context;
    }

    /** Each time the application starts: a stop takes it all away. */
    EmbeddedTomcat serve(String path, HttpServlet servlet) {
        context.addLifecycleListener(
                event -> {
                    if (event.getType().equals(Lifecycle.CONFIGURE_START_EVENT)) {
                        Tomcat.addServlet(context, path, servlet).setAsyncSupported(true);
                        context.addServletMappingDecoded(path, path);
                    }
                });
        return this;
    }

    /**
     * Adds a connector on a port of the kernel's choice.
     *
     * @param model prefork, worker, event, or stock
     * @param properties names and values in turn
     */
    Connector add(String model, String... properties) {
        Connector connector = connector(model, properties);
        tomcat.getService().addConnector(connector);
        return connector;
    }

    /** A connector that nobody has yet. */
    static Connector connector(String model, String... properties) {
        boolean stock = model.equals("stock");
        Connector connector = new Connector(stock ? STOCK : MPM);
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        if (!stock) {
            connector.setProperty("mpm", model);
        }
        for (int n = 0; n < properties.length; n += 2) {
            assertThat(connector.setProperty(properties[n], properties[n + 1]))
                    .as(properties[n])
                    .isTrue();
        }
        return connector;
    }

    /**
     * Adds a connector with four threads, all of them there from the start: two children with two
     * workers each where there are children.
     */
    Connector addWithFourThreads(String model) {
        return switch (model) {
            case "stock" -> add(model, "maxThreads", "4", "minSpareThreads", "4");
            case "prefork" -> add(model, "maxThreads", "4", "startServers", "4");
            default -> add(model, "maxThreads", "4", "startServers", "2", "threadsPerChild", "2");
        };
    }

    EmbeddedTomcat start() throws LifecycleException {
        tomcat.start();
        return this;
    }

    static RawConnection connect(Connector connector) throws IOException {
        return RawConnection.open(connector.getLocalPort(), false);
    }

    /** Names of the engine's threads that serve, or served, the port. */
    static List<String> threads(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("mpm-" + port + "-"))
                .toList();
    }

    /** Whether there is a bean for the engine that serves the port. */
    static boolean hasEngineBean(int port) throws JMException {
        return BEANS.isRegistered(
                new ObjectName("org.servletmpm:type=Mpm,name=" + ObjectName.quote("http-" + port)));
    }

    String domain() {
        return tomcat.getEngine().getName();
    }

    Set<ObjectName> beans(String properties) throws JMException {
        return BEANS.queryNames(new ObjectName(domain() + ":" + properties), null);
    }

    /** The only one of its type. */
    ObjectName bean(String type) throws JMException {
        Set<ObjectName> found = beans("type=" + type + ",*");
        assertThat(found).as(type).hasSize(1);
        return found.iterator().next();
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
