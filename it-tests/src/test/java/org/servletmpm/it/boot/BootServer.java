package org.servletmpm.it.boot;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** A Boot application that runs in this JVM on a port of its own; closed with the test. */
final class BootServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private BootServer(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /**
     * @param properties as a command line has them, without the dashes
     */
    static BootServer start(Container container, Class<?> application, String... properties) {
        return new BootServer(run(container, application, properties));
    }

    static ConfigurableApplicationContext run(
            Container container, Class<?> application, String... properties) {
        SpringApplication boot = new SpringApplication(application);
        boot.setDefaultProperties(
                Map.of(
                        "spring.autoconfigure.exclude",
                        container.other().autoConfigurations(),
                        "server.port",
                        0,
                        // Boot would switch Tomcat's beans off for the whole JVM.
                        "server.tomcat.mbeanregistry.enabled",
                        true,
                        "spring.main.banner-mode",
                        "off",
                        "spring.main.register-shutdown-hook",
                        false,
                        // Its client keeps connections, for which a graceful shutdown would wait.
                        "server.shutdown",
                        "immediate"));
        return boot.run(Stream.of(properties).map(p -> "--" + p).toArray(String[]::new));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    int port() {
        return port;
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) {
        return uri("http", path);
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://localhost:" + port + path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Whether its port is an engine's. */
    boolean hasEngine() {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(engine(port));
    }

    /** What is in effect, by httpd's names. */
    String directive(String name) throws JMException {
        TabularData directives = (TabularData) attribute("Directives");
        CompositeData row = directives.get(new Object[] {name});
        return row == null ? null : (String) row.get("value");
    }

    Object attribute(String name) throws JMException {
        return attribute(port, name);
    }

    /** Of the engine on that port. */
    static Object attribute(int port, String name) throws JMException {
        return ManagementFactory.getPlatformMBeanServer().getAttribute(engine(port), name);
    }

    private static ObjectName engine(int port) {
        try {
            return new ObjectName(
                    "org.servletmpm:type=Mpm,name=" + ObjectName.quote("http-" + port));
        } catch (JMException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
