package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebFlux on a servlet container has a model as WebMvc has. */
class ReactiveTest {

    @ParameterizedTest
    @CsvSource({"TOMCAT,event", "TOMCAT,prefork", "JETTY,event", "JETTY,prefork"})
    void webFluxIsServed(Container container, String model) throws Exception {
        try (BootServer server =
                BootServer.start(
                        container,
                        ReactiveApplication.class,
                        "mpm.model=" + model,
                        "spring.main.web-application-type=reactive")) {
            HttpRequest post =
                    HttpRequest.newBuilder(server.uri("/length"))
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("x".repeat(200_000)))
                            .build();

            assertThat(server.attribute("Model")).isEqualTo(model);
            assertThat(server.get("/numbers").body()).contains("data:0", "data:4");
            assertThat(server.client().send(post, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("length 200000");
        }
    }
}
