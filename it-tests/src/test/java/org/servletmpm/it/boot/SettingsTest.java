package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.adapters.CapturedLog;
import org.servletmpm.it.client.RawConnection;

/**
 * A directive comes before a property of Boot's that somebody wrote, and that before httpd's
 * default.
 */
class SettingsTest {

    private static final String[] NOTHING = {"mpm.model=event"};

    private static String[] written(Container container) {
        return container == Container.TOMCAT
                ? new String[] {
                    "mpm.model=event",
                    "server.tomcat.threads.max=10",
                    "server.tomcat.accept-count=77"
                }
                : new String[] {"mpm.model=event", "server.jetty.threads.max=10"};
    }

    @ParameterizedTest
    @EnumSource
    void unsetDirectivesHaveHttpdsDefaults(Container container) throws Exception {
        try (BootServer server = BootServer.start(container, HelloApplication.class, NOTHING)) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("400");
            assertThat(server.directive("ListenBacklog")).isEqualTo("511");
            assertThat(server.directive("MinSpareThreads")).isEqualTo("75");
        }
    }

    @ParameterizedTest
    @EnumSource
    void writtenContainerPropertiesCount(Container container) throws Exception {
        try (BootServer server =
                BootServer.start(container, HelloApplication.class, written(container))) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("10");
            if (container == Container.TOMCAT) {
                assertThat(server.directive("ListenBacklog")).isEqualTo("77");
            }
        }
    }

    /** Boot's limit of connections, which it sets on every connector, is the engine's to keep. */
    @Test
    void aDefaultApplicationLogsNoWarning() throws Exception {
        try (CapturedLog warnings = new CapturedLog("org.apache", Level.WARNING)) {
            try (BootServer server =
                            BootServer.start(Container.TOMCAT, HelloApplication.class, NOTHING);
                    RawConnection connection = RawConnection.open(server.port(), false)) {
                connection.get("/hello", "Connection: close");
                connection.awaitEnd();
            }
            assertThat(warnings.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TOMCAT, server.tomcat.threads.max-queue-capacity, maxQueueSize",
        "JETTY, server.jetty.threads.max-queue-capacity, server.jetty.threads.max-queue-capacity",
        "JETTY, server.jetty.threads.acceptors, without effect: acceptors"
    })
    void propertiesWithoutEffectAreLogged(Container container, String property, String said) {
        try (CapturedLog warnings = new CapturedLog("org.servletmpm", Level.WARNING);
                BootServer server =
                        BootServer.start(
                                container,
                                HelloApplication.class,
                                "mpm.model=event",
                                property + "=3")) {
            assertThat(server.hasEngine()).isTrue();
            assertThat(warnings.lines()).hasSize(1).first().asString().contains(said);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDirectiveComesFirst(Container container) throws Exception {
        String kind = container.name().toLowerCase();
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "server." + kind + ".threads.max=10",
                        "server." + kind + ".max-connections=33",
                        "mpm.max-request-workers=50")) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("50");
            assertThat(server.attribute("Model")).isEqualTo("event");
        }
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT,", "TOMCAT,mpm.model=event", "JETTY,", "JETTY,mpm.model=event"})
    void withoutAModelTheServerHasItsOwnConnector(Container container, String model)
            throws Exception {
        String[] properties =
                model == null ? new String[0] : new String[] {model, "mpm.enabled=false"};
        try (BootServer server = BootServer.start(container, HelloApplication.class, properties)) {
            assertThat(server.get("/hello").statusCode()).isEqualTo(200);
            assertThat(server.hasEngine()).isFalse();
        }
    }
}
