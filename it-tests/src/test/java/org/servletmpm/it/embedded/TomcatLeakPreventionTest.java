package org.servletmpm.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.client.RawConnection;

/**
 * Tomcat's listener that renews the threads of a stopped application's connectors, in server.xml by
 * default.
 */
class TomcatLeakPreventionTest {

    @TempDir private Path base;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * On stock the listener renews the threads of the executor. Ours are none of its business, and
     * are renewed all the same.
     */
    @ParameterizedTest
    @ValueSource(strings = {"prefork", "worker", "event", "stock"})
    void noThreadOfAStoppedApplicationLivesOn(String model) throws Exception {
        try (EmbeddedTomcat tomcat = new EmbeddedTomcat(base).serve("/", new Here());
                CapturedLog warnings = new CapturedLog("", Level.WARNING)) {
            StandardContext other =
                    (StandardContext) tomcat.tomcat().addContext("/other", base.toString());
            // Would only warn that the JVM does not let them look.
            other.setClearReferencesRmiTargets(false);
            other.setClearReferencesThreadLocals(false);
            Tomcat.addServlet(other, "here", new Here());
            other.addServletMappingDecoded("/", "here");
            tomcat.tomcat()
                    .getServer()
                    .addLifecycleListener(new ThreadLocalLeakPreventionListener());
            Connector connector = tomcat.addWithFourThreads(model);
            tomcat.start();
            for (int n = 0; n < 8; n++) {
                get(connector, "/other/");
            }
            Set<Thread> before = Set.copyOf(threads);
            tomcat.tomcat().getHost().removeChild(other);
            await(model + ": the threads that ran it")
                    .pollInterval(Duration.ofMillis(10))
                    .until(
                            () -> {
                                // An idle thread of the stock connector is renewed at its next
                                // task.
                                get(connector, "/");
                                return before.stream().noneMatch(Thread::isAlive);
                            });
            assertThat(warnings.lines()).as(model).isEmpty();
        }
    }

    private static void get(Connector connector, String path) throws Exception {
        try (RawConnection client = EmbeddedTomcat.connect(connector)) {
            assertThat(client.get(path).status()).isEqualTo(200);
        }
    }

    private final class Here extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            threads.add(Thread.currentThread());
        }
    }
}
