package org.servletmpm.spring;

import java.util.Map;
import org.servletmpm.engine.EngineMXBean;

/**
 * Holds what the actuator shows of one connector.
 *
 * @param figures as in the JSON of the server status
 */
record ConnectorStatus(
        String model,
        String address,
        int port,
        String server,
        boolean paused,
        boolean draining,
        Map<String, Object> figures,
        String scoreboard,
        Map<String, String> directives) {

    static ConnectorStatus of(RunningConnector connector) {
        EngineMXBean engine = connector.engine();
        return new ConnectorStatus(
                engine.getModel(),
                engine.getAddress(),
                engine.getPort(),
                engine.getServerInfo(),
                engine.isPaused(),
                engine.isDraining(),
                connector.figures(),
                engine.getScoreboardLetters(),
                engine.getDirectives());
    }
}
