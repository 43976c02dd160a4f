package org.servletmpm.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Holds everything that a status page says of one engine. Renderers read nothing else: no clock, no
 * machine. Immutable.
 *
 * @param serverName the name the client used for the server
 * @param engine the engine's name among those of the JVM, such as {@code http-8080}
 * @param container the container and its version, such as {@code Apache Tomcat/11.0.24}
 * @param release the release of Servlet MPM
 * @param now when the report was made, in the time zone it is to be shown in
 * @param directives what takes effect, by directive, in the order to be shown
 * @param origins where their values come from, by directive; one that is missing is a default
 * @param snapshot the engine's scoreboard
 * @param past the ten minutes before it
 * @param machine CPU times and load averages
 * @param processes what else there is to say of children that are processes
 */
public record StatusReport(
        String serverName,
        String engine,
        String container,
        Release release,
        ZonedDateTime now,
        Map<String, String> directives,
        Map<String, String> origins,
        Snapshot snapshot,
        History.Past past,
        MachineReadings machine,
        Processes processes) {
    private static final Pattern QUALIFIED = Pattern.compile("(\\d+\\.\\d+\\.\\d+)[-.](.+)");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yyyy HH:mm:ss zzz", Locale.US);

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;

    /** Reports on an engine whose children are threads. */
    public StatusReport(
            String serverName,
            String engine,
            String container,
            Release release,
            ZonedDateTime now,
            Map<String, String> directives,
            Map<String, String> origins,
            Snapshot snapshot,
            History.Past past,
            MachineReadings machine) {
        this(
                serverName,
                engine,
                container,
                release,
                now,
                directives,
                origins,
                snapshot,
                past,
                machine,
                Processes.NONE);
    }

    public StatusReport {
        directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
        origins = Map.copyOf(origins);
    }

    /**
     * {@code ServerVersion}: {@code Servlet-MPM/<version> (<container>)}. A qualifier, as in
     * 0.1.0-SNAPSHOT, is put beside the container: tools expect three numbers, as in httpd.
     */
    public String serverVersion() {
        Matcher qualified = QUALIFIED.matcher(release.version());
        return qualified.matches()
                ? "Servlet-MPM/%s (%s, %s)"
                        .formatted(qualified.group(1), qualified.group(2), container)
                : "Servlet-MPM/%s (%s)".formatted(release.version(), container);
    }

    /** {@code CurrentTime}, as mod_status prints it. */
    public String currentTime() {
        return TIME.format(now);
    }

    /** {@code RestartTime}: when the engine started, as mod_status prints it. */
    public String restartTime() {
        return TIME.format(started());
    }

    /** {@code ServerUptimeSeconds}: whole seconds since the start, 0 if the clock went back. */
    public long uptimeSeconds() {
        return Math.max(0, Duration.between(started(), now).toSeconds());
    }

    /**
     * {@code ServerUptime}, in words. Each unit has a blank before it; units that are zero are left
     * out, so that it may be empty.
     */
    public String uptimeInWords() {
        long minutes = uptimeSeconds() / SECONDS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        return unit(hours / HOURS_PER_DAY, "day")
                + unit(hours % HOURS_PER_DAY, "hour")
                + unit(minutes % MINUTES_PER_HOUR, "minute")
                + unit(uptimeSeconds() % SECONDS_PER_MINUTE, "second");
    }

    /** {@code ParentServerConfigGeneration}: the configuration is read once per generation. */
    public int configGeneration() {
        return snapshot.generation() + 1;
    }

    private ZonedDateTime started() {
        return Instant.ofEpochMilli(snapshot.startMillis()).atZone(now.getZone());
    }

    private static String unit(long count, String name) {
        return count == 0 ? "" : " " + count + " " + name + (count == 1 ? "" : "s");
    }
}
