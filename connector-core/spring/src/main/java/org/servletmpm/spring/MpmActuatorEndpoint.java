package org.servletmpm.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Serves {@code /actuator/mpm}: the connectors of this JVM with the figures of the server status.
 * With {@code management.endpoint.mpm.access=unrestricted} it also acts on a connector: POST {@code
 * {"action": "pause"}}, {@code resume} or {@code graceful} to {@code /actuator/mpm/http-8080}, or
 * {@code {"action": "reload", "file": "mpm.conf"}}. Any thread.
 */
@Endpoint(id = "mpm", defaultAccess = Access.READ_ONLY)
final class MpmActuatorEndpoint {

    private final ApplicationContext application;

    MpmActuatorEndpoint(ApplicationContext application) {
        this.application = application;
    }

    @ReadOperation
    Map<String, ConnectorStatus> connectors() {
        Map<String, ConnectorStatus> connectors = new TreeMap<>();
        for (RunningConnector connector : RunningConnector.all()) {
            connectors.put(connector.name(), ConnectorStatus.of(connector));
        }
        return connectors;
    }

    /**
     * @return null, which is 404, if there is no connector of that name
     */
    @ReadOperation
    ConnectorStatus connector(@Selector String connector) {
        return running(connector).map(ConnectorStatus::of).orElse(null);
    }

    /**
     * @param file for reload: the directives, in httpd's syntax
     */
    @WriteOperation
    ConnectorStatus act(@Selector String connector, String action, @Nullable String file) {
        Optional<RunningConnector> running = running(connector);
        running.ifPresent(
                found -> {
                    switch (action) {
                        case "pause" -> pause(found);
                        case "resume" -> resume(found);
                        case "graceful" -> found.engine().graceful();
                        case "reload" -> reload(found, file);
                        default ->
                                throw refused(
                                        "action " + action,
                                        "allowed: pause, resume, graceful or reload");
                    }
                });
        return running.map(ConnectorStatus::of).orElse(null);
    }

    /**
     * Pauses a connector, unless nobody could reach this endpoint to resume it. The application's
     * readiness says no until {@link #resume}.
     */
    private void pause(RunningConnector connector) {
        if (isOnlyWayHere(connector)) {
            throw refused(
                    "action pause",
                    "refused: this endpoint is served by "
                            + connector.name()
                            + " alone, and could not be reached to resume it; allowed with"
                            + " management.server.port, or by JMX");
        }
        connector.engine().pause();
        AvailabilityChangeEvent.publish(application, ReadinessState.REFUSING_TRAFFIC);
    }

    private void resume(RunningConnector connector) {
        boolean paused = connector.engine().isPaused();
        connector.engine().resume();
        if (paused && RunningConnector.all().stream().noneMatch(c -> c.engine().isPaused())) {
            AvailabilityChangeEvent.publish(application, ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    private boolean isOnlyWayHere(RunningConnector connector) {
        Environment environment = application.getEnvironment();
        if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
            String port = environment.getProperty("local.management.port", "");
            return port.equals(String.valueOf(connector.engine().getPort()));
        }
        return RunningConnector.all().stream()
                .filter(other -> !other.engine().isPaused())
                .map(RunningConnector::name)
                .allMatch(List.of(connector.name())::contains);
    }

    private static void reload(RunningConnector connector, @Nullable String file) {
        if (file == null) {
            throw refused("action reload", "needs file, with directives in httpd's syntax");
        }
        try {
            connector.engine().reload(file);
        } catch (IllegalArgumentException e) {
            throw refused("file " + file, e.getMessage());
        }
    }

    private static InvalidEndpointRequestException refused(String message, String reason) {
        return new InvalidEndpointRequestException(message, reason);
    }

    private static Optional<RunningConnector> running(String name) {
        return RunningConnector.all().stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
