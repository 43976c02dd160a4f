package org.servletmpm.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.servletmpm.scoreboard.Snapshot;

/**
 * All that a status page says of one engine. Renderers read nothing else: no clock, no machine.
 *
 * @param serverName the name the client used for the server
 * @param container the container and its version, such as {@code Apache Tomcat/11.0.24}
 * @param release the release of Servlet MPM
 * @param now when the report was made, in the time zone it is to be shown in
 * @param snapshot the engine's scoreboard
 * @param machine CPU times and load averages
 */
public record StatusReport(
        String serverName,
        String container,
        Release release,
        ZonedDateTime now,
        Snapshot snapshot,
        MachineReadings machine) {

    /** {@code ServerVersion}: {@code Servlet-MPM/<version> (<container>)}. */
    public String serverVersion() {
        return "Servlet-MPM/" + release.version() + " (" + container + ")";
    }

    /** {@code RestartTime}: when the engine started. */
    public ZonedDateTime started() {
        return Instant.ofEpochMilli(snapshot.startMillis()).atZone(now.getZone());
    }

    /** {@code ServerUptimeSeconds}: whole seconds since the start, 0 if the clock went back. */
    public long uptimeSeconds() {
        return Math.max(0, Duration.between(started(), now).toSeconds());
    }

    /** {@code ParentServerConfigGeneration}: the configuration is read once per generation. */
    public int configGeneration() {
        return snapshot.generation() + 1;
    }
}
