package org.servletmpm.status;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Renders a report as mod_status 2.4.71 prints it for {@code ?auto}: the same fields in the same
 * order and the same number formats, for the tools that read them. One difference: in the server's
 * first second {@code CPULoad} is absent, where httpd divides by zero. With {@code ExtendedStatus
 * Off} the fields from {@code Total Accesses} to {@code DurationPerReq} are absent, as in httpd.
 */
public final class AutoRenderer {
    /**
     * @return the text, in lines that end with a line feed; every character is in ISO-8859-1 if the
     *     report's names are
     */
    public String render(StatusReport report) {
        StringBuilder text = new StringBuilder(report.serverName()).append('\n');
        server(text, report);
        if (report.snapshot().extended()) {
            traffic(text, Traffic.of(report));
        }
        workers(text, report.snapshot());
        new ProcessFigures(report.processes()).auto((name, value) -> field(text, name, value));
        return text.toString();
    }

    private static void server(StringBuilder text, StatusReport report) {
        Snapshot snapshot = report.snapshot();
        MachineReadings.Load load = report.machine().load();
        field(text, "ServerVersion", report.serverVersion());
        field(text, "ServerMPM", snapshot.model().toString());
        field(text, "Server Built", report.release().built());
        field(text, "CurrentTime", report.currentTime());
        field(text, "RestartTime", report.restartTime());
        field(text, "ParentServerConfigGeneration", report.configGeneration());
        field(text, "ParentServerMPMGeneration", snapshot.generation());
        field(text, "ServerUptimeSeconds", report.uptimeSeconds());
        text.append("ServerUptime:").append(report.uptimeInWords()).append('\n');
        field(text, "Load1", hundredths(load.one()));
        field(text, "Load5", hundredths(load.five()));
        field(text, "Load15", hundredths(load.fifteen()));
    }

    private static void traffic(StringBuilder text, Traffic traffic) {
        field(text, "Total Accesses", traffic.accesses());
        field(text, "Total kBytes", traffic.kilobytes());
        field(text, "Total Duration", traffic.durationMillis());
        field(text, "CPUUser", GeneralFormat.of(traffic.own().user()));
        field(text, "CPUSystem", GeneralFormat.of(traffic.own().system()));
        field(text, "CPUChildrenUser", GeneralFormat.of(traffic.children().user()));
        field(text, "CPUChildrenSystem", GeneralFormat.of(traffic.children().system()));
        quotient(text, "CPULoad", traffic.cpuLoad());
        field(text, "Uptime", traffic.uptimeSeconds());
        quotient(text, "ReqPerSec", traffic.requestsPerSecond());
        quotient(text, "BytesPerSec", traffic.bytesPerSecond());
        quotient(text, "BytesPerReq", traffic.bytesPerRequest());
        quotient(text, "DurationPerReq", traffic.millisPerRequest());
    }

    private static void workers(StringBuilder text, Snapshot snapshot) {
        field(text, "BusyWorkers", snapshot.busyWorkers());
        field(text, "GracefulWorkers", snapshot.gracefulWorkers());
        field(text, "IdleWorkers", snapshot.idleWorkers());
        BiConsumer<String, Object> field = (name, value) -> field(text, name, value);
        ModelFigures figures = ModelFigures.of(snapshot.model());
        figures.httpds(snapshot, field);
        field(text, "Scoreboard", snapshot.scoreboardLetters());
        // mod_status does not know these.
        figures.ours(snapshot, field);
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static void quotient(StringBuilder text, String name, OptionalDouble value) {
        value.ifPresent(present -> field(text, name, GeneralFormat.of(present)));
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
