package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.it.client.RawConnection;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

/** An operator sees and steers a connector by the means Boot has for it. */
class ActuatorTest {

    private static final String EXPOSED = "management.endpoints.web.exposure.include=mpm";

    private static HttpResponse<String> act(BootServer server, String action) throws Exception {
        return act(server, server.port(), "\"action\":\"" + action + "\"");
    }

    /**
     * @param port where the actuator is
     */
    private static HttpResponse<String> act(BootServer server, int port, String members)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://localhost:"
                                                + port
                                                + "/actuator/mpm/http-"
                                                + server.port()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{" + members + "}"))
                        .build();
        return server.client().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static ReadinessState readiness(BootServer server) {
        return server.context().getBean(ApplicationAvailability.class).getReadinessState();
    }

    /** With a port of its own the actuator can take back what it has done. */
    @ParameterizedTest
    @EnumSource
    void theOnlyWayToTheActuatorIsNotPaused(Container container) throws Exception {
        String unrestricted = "management.endpoint.mpm.access=unrestricted";
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "mpm.model=event",
                        EXPOSED,
                        unrestricted)) {
            HttpResponse<String> refused = act(server, "pause");

            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(server.attribute("Paused")).isEqualTo(false);
        }
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "mpm.model=event",
                        "management.server.port=0",
                        EXPOSED,
                        unrestricted)) {
            int port =
                    server.context()
                            .getEnvironment()
                            .getRequiredProperty("local.management.port", Integer.class);

            assertThat(act(server, port, "\"action\":\"pause\"").statusCode()).isEqualTo(200);
            assertThat(server.attribute("Paused")).isEqualTo(true);
            assertThat(readiness(server)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
            assertThat(act(server, port, "\"action\":\"resume\"").statusCode()).isEqualTo(200);
            assertThat(server.attribute("Paused")).isEqualTo(false);
            assertThat(readiness(server)).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsReloaded(Container container, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("mpm.conf");
        Files.writeString(file, "KeepAliveTimeout 3\n");
        try (BootServer server =
                BootServer.start(
                        container,
                        HelloApplication.class,
                        "mpm.model=event",
                        EXPOSED,
                        "management.endpoint.mpm.access=unrestricted")) {
            String reload = "\"action\":\"reload\",\"file\":\"" + file + "\"";

            assertThat(act(server, server.port(), reload).statusCode()).isEqualTo(200);
            assertThat(server.directive("KeepAliveTimeout")).isEqualTo("3");
            Files.writeString(file, "KeepAliveTimeout soon\n");
            assertThat(act(server, server.port(), reload).statusCode()).isEqualTo(400);
            assertThat(act(server, "reload").statusCode()).isEqualTo(400);
            assertThat(server.directive("KeepAliveTimeout")).isEqualTo("3");
        }
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT,unrestricted", "JETTY,unrestricted", "TOMCAT,"})
    void theStatusIsReadAndActionsMustBeEnabled(Container container, String access)
            throws Exception {
        String[] properties =
                access == null
                        ? new String[] {"mpm.model=event", EXPOSED}
                        : new String[] {
                            "mpm.model=event", EXPOSED, "management.endpoint.mpm.access=" + access
                        };
        try (BootServer server = BootServer.start(container, HelloApplication.class, properties)) {
            assertThat(server.get("/actuator/mpm").body())
                    .contains("\"http-" + server.port() + "\"")
                    .contains("\"model\":\"event\"")
                    .contains("\"ThreadsPerChild\":\"25\"");
            assertThat(server.get("/actuator/mpm/http-1").statusCode()).isEqualTo(404);
            if (access == null) {
                assertThat(act(server, "graceful").statusCode()).isEqualTo(405);
            } else {
                assertThat(act(server, "graceful").statusCode()).isEqualTo(200);
                Awaitility.await()
                        .untilAsserted(
                                () -> assertThat(server.attribute("Generation")).isEqualTo(1));
                assertThat(act(server, "explode").statusCode()).isEqualTo(400);
            }
        }
    }

    /** Who charts a Jetty already goes on. */
    @Test
    void jettysThreadsHaveTheMetersOfTheStockConnector() throws Exception {
        Set<String> ours = jettysThreads("mpm.model=event");

        assertThat(ours).contains("jetty.threads.busy", "jetty.threads.jobs");
        assertThat(ours).containsAll(jettysThreads("mpm.enabled=false"));
    }

    private static Set<String> jettysThreads(String property) {
        try (BootServer server =
                BootServer.start(Container.JETTY, MeteredApplication.class, property)) {
            return server.context().getBean(MeterRegistry.class).getMeters().stream()
                    .map(meter -> meter.getId().getName())
                    .filter(name -> name.startsWith("jetty.threads."))
                    .collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @EnumSource
    void metersTellOfTheConnector(Container container) throws Exception {
        try (BootServer server =
                BootServer.start(
                        container,
                        MeteredApplication.class,
                        "mpm.model=event",
                        "mpm.request-read-timeout=header=1")) {
            server.get("/hello");
            MeterRegistry registry = server.context().getBean(MeterRegistry.class);
            String name = "http-" + server.port();

            assertThat(registry.get("mpm.idle.workers").tags("connector", name).gauge().value())
                    .isPositive();
            assertThat(registry.get("mpm.conns").tag("connector", name).gauge().value())
                    .isEqualTo(1);
            assertThat(registry.get("mpm.conns.evicted").functionCounter().count()).isZero();
            try (RawConnection late = RawConnection.open(server.port(), false)) {
                late.send("GET /hello").awaitEnd();
            }
            assertThat(
                            registry.get("mpm.refused")
                                    .tags("connector", name, "reason", "header-timeout")
                                    .functionCounter()
                                    .count())
                    .isEqualTo(1);
        }
    }
}
