package org.servletmpm.spring;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Serves {@code /actuator/mpm}: the connectors of this JVM with the figures of the server status.
 * With {@code management.endpoint.mpm.access=unrestricted} it also acts on a connector: POST {@code
 * {"action": "pause"}}, {@code resume} or {@code graceful} to {@code /actuator/mpm/http-8080}. Any
 * thread.
 */
@Endpoint(id = "mpm", defaultAccess = Access.READ_ONLY)
final class MpmActuatorEndpoint {

    @ReadOperation
    Map<String, ConnectorStatus> connectors() {
        Map<String, ConnectorStatus> connectors = new TreeMap<>();
        for (RunningConnector connector : RunningConnector.all()) {
            connectors.put(connector.name(), ConnectorStatus.of(connector.engine()));
        }
        return connectors;
    }

    /**
     * @return null, which is 404, if there is no connector of that name
     */
    @ReadOperation
    ConnectorStatus connector(@Selector String connector) {
        return running(connector).map(c -> ConnectorStatus.of(c.engine())).orElse(null);
    }

    @WriteOperation
    ConnectorStatus act(@Selector String connector, String action) {
        Optional<RunningConnector> running = running(connector);
        running.map(RunningConnector::engine)
                .ifPresent(
                        engine -> {
                            switch (action) {
                                case "pause" -> engine.pause();
                                case "resume" -> engine.resume();
                                case "graceful" -> engine.graceful();
                                default ->
                                        throw new InvalidEndpointRequestException(
                                                "action " + action,
                                                "allowed: pause, resume or graceful");
                            }
                        });
        return running.map(c -> ConnectorStatus.of(c.engine())).orElse(null);
    }

    private static Optional<RunningConnector> running(String name) {
        return RunningConnector.all().stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
