package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.servletmpm.it.client.RawConnection;

/**
 * What Tomcat's manager saves of a running server (StoreConfig) is what was configured: it writes
 * each listener of a web application's life cycle, and each attribute that a new connector of the
 * same class has another value for.
 */
class TomcatStoredTest {

    @TempDir private Path base;

    @Test
    void aServedApplicationHasNoListenerOfOurs() throws Exception {
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/", new KeepingServlet())) {
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

    private static AbstractProtocol<?> protocol(Connector connector) {
        return (AbstractProtocol<?>) connector.getProtocolHandler();
    }
}
