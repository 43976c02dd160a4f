package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.IntrospectionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.RawConnection;
import org.servletmpm.tomcat.MpmHttp11Protocol;

/**
 * Tomcat's manager saves (StoreConfig) a running server as it was configured: it writes each
 * listener of a web application's life cycle, and each attribute that a new connector of the same
 * class has another value for.
 */
class TomcatStoreConfigTest {

    @TempDir private Path base;

    @Test
    void aServedApplicationHasNoListenerOfOurs() throws Exception {
        try (EmbeddedTomcat tomcat =
                new EmbeddedTomcat(base).serve("/", new ThreadLocalServlet())) {
            Connector connector = tomcat.add("event");
            tomcat.start();
            try (RawConnection client = EmbeddedTomcat.connect(connector)) {
                client.get("/");
            }
            assertThat(((Lifecycle) tomcat.context()).findLifecycleListeners())
                    .extracting(listener -> listener.getClass().getName())
                    .noneMatch(name -> name.startsWith("org.servletmpm.tomcat."));
        }
    }

    @Test
    void attributesWithoutEffectStayAsTheyWere() throws Exception {
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base)) {
            AbstractProtocol<?> fresh = protocol(EmbeddedTomcat.connector("event"));
            AbstractProtocol<?> running = protocol(tomcat.add("event"));
            tomcat.start();
            assertThat(running.getMaxQueueSize()).isEqualTo(fresh.getMaxQueueSize());
            assertThat(running.getThreadPriority()).isEqualTo(fresh.getThreadPriority());
        }
    }

    /** As StoreConfig does: what a new connector has another value for is written. */
    private static Map<String, String> saved(Connector running) throws Exception {
        Connector fresh = new Connector(running.getProtocolHandlerClassName());
        Map<String, String> saved = new TreeMap<>();
        for (PropertyDescriptor each :
                Introspector.getBeanInfo(running.getProtocolHandler().getClass())
                        .getPropertyDescriptors()) {
            String name = each.getName();
            Object value = IntrospectionUtils.getProperty(running, name);
            if (each.getReadMethod() != null
                    && each.getWriteMethod() != null
                    && (value instanceof String || value instanceof Number)
                    && !value.equals(IntrospectionUtils.getProperty(fresh, name))) {
                saved.put(name, value.toString());
            }
        }
        return saved;
    }

    private static Map<String, String> directives(Connector connector) {
        Map<String, String> all =
                new TreeMap<>(
                        ((MpmHttp11Protocol) connector.getProtocolHandler())
                                .directives()
                                .effective());
        // Tomcat's attribute of that name never says more than there may be threads.
        all.remove("MinSpareThreads");
        return all;
    }

    @ParameterizedTest
    @CsvSource({"prefork", "worker", "event"})
    void aSavedConfigurationStartsAgainAsItWas(String model) throws Exception {
        Map<String, String> saved;
        Map<String, String> was;
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base)) {
            Connector connector =
                    tomcat.add(
                            model,
                            "startServers",
                            "2",
                            "threadsPerChild",
                            "4",
                            "maxRequestWorkers",
                            "12",
                            "requestReadTimeout",
                            "header=5-10,MinRate=500",
                            "gracefulKeepAlive",
                            "3");
            tomcat.start();
            saved = saved(connector);
            was = directives(connector);
        }
        assertThat(saved)
                .containsEntry("mpm", model)
                .containsEntry("startServers", "2")
                .containsEntry("requestReadTimeout", "header=5-10,MinRate=500")
                .doesNotContainKeys("maxQueueSize", "threadPriority");
        saved.put("port", "0");
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base)) {
            Connector again = tomcat.add(model);
            saved.forEach(again::setProperty);
            tomcat.start();
            assertThat(directives(again)).isEqualTo(was);
        }
    }

    private static AbstractProtocol<?> protocol(Connector connector) {
        return (AbstractProtocol<?>) connector.getProtocolHandler();
    }
}
