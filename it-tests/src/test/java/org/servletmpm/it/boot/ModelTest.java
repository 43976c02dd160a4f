package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One property gives the server its processing model, and nothing else changes. */
class ModelTest {

    @ParameterizedTest
    @CsvSource({
        "TOMCAT,prefork",
        "TOMCAT,worker",
        "TOMCAT,event",
        "JETTY,prefork",
        "JETTY,worker",
        "JETTY,event"
    })
    void aPropertyPicksTheModel(Container container, String model) throws Exception {
        try (BootServer server = BootServer.start(container, Greeter.class, "mpm.model=" + model)) {
            assertThat(server.get("/hello").body()).startsWith("hello from mpm-");
            assertThat(server.attribute("Model")).isEqualTo(model);
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyTheServerHasItsOwnConnector(Container container) throws Exception {
        try (BootServer server = BootServer.start(container, Greeter.class)) {
            assertThat(server.get("/hello").statusCode()).isEqualTo(200);
            assertThat(server.hasEngine()).isFalse();
        }
    }
}
