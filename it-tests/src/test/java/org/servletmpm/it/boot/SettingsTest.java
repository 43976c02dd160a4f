package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void whatNobodyWroteIsHttpds(Container container) throws Exception {
        try (BootServer server = BootServer.start(container, Greeter.class, NOTHING)) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("400");
            assertThat(server.directive("ListenBacklog")).isEqualTo("511");
            assertThat(server.directive("MinSpareThreads")).isEqualTo("75");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodyWroteForTheContainerCounts(Container container) throws Exception {
        try (BootServer server = BootServer.start(container, Greeter.class, written(container))) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("10");
            if (container == Container.TOMCAT) {
                assertThat(server.directive("ListenBacklog")).isEqualTo("77");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDirectiveComesFirst(Container container) throws Exception {
        String kind = container.name().toLowerCase();
        try (BootServer server =
                BootServer.start(
                        container,
                        Greeter.class,
                        "server." + kind + ".threads.max=10",
                        "server." + kind + ".max-connections=33",
                        "mpm.max-request-workers=50")) {
            assertThat(server.directive("MaxRequestWorkers")).isEqualTo("50");
            assertThat(server.attribute("Model")).isEqualTo("event");
        }
    }

    @ParameterizedTest
    @EnumSource
    void switchedOffTheServerHasItsOwnConnector(Container container) throws Exception {
        try (BootServer server =
                BootServer.start(
                        container, Greeter.class, "mpm.model=event", "mpm.enabled=false")) {
            assertThat(server.get("/hello").statusCode()).isEqualTo(200);
            assertThat(server.hasEngine()).isFalse();
        }
    }
}
