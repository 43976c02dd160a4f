package org.servletmpm.status;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.Snapshot;

/**
 * A report as mod_status 2.4.71 prints it for {@code ?auto}: the same fields in the same order and
 * the same number formats, for the tools that read them. One difference: in the server's first
 * second {@code CPULoad} is absent, where httpd divides by zero.
 */
public final class AutoRenderer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yyyy HH:mm:ss zzz", Locale.US);

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;
    private static final int BYTES_PER_KILOBYTE = 1024;

    /**
     * @return the text, in lines that end with a line feed; every character is in ISO-8859-1 if the
     *     report's names are
     */
    public String render(StatusReport report) {
        StringBuilder text = new StringBuilder(report.serverName()).append('\n');
        server(text, report);
        traffic(text, report);
        workers(text, report.snapshot());
        return text.toString();
    }

    private static void server(StringBuilder text, StatusReport report) {
        Snapshot snapshot = report.snapshot();
        MachineReadings.Load load = report.machine().load();
        field(text, "ServerVersion", report.serverVersion());
        field(text, "ServerMPM", snapshot.model().toString());
        field(text, "Server Built", report.release().built());
        field(text, "CurrentTime", TIME.format(report.now()));
        field(text, "RestartTime", TIME.format(report.started()));
        field(text, "ParentServerConfigGeneration", report.configGeneration());
        field(text, "ParentServerMPMGeneration", snapshot.generation());
        field(text, "ServerUptimeSeconds", report.uptimeSeconds());
        text.append("ServerUptime:").append(inWords(report.uptimeSeconds())).append('\n');
        field(text, "Load1", hundredths(load.one()));
        field(text, "Load5", hundredths(load.five()));
        field(text, "Load15", hundredths(load.fifteen()));
    }

    /** Quotients are of single precision, as httpd's are: the last digit shown depends on it. */
    private static void traffic(StringBuilder text, StatusReport report) {
        long accesses = report.snapshot().totalAccesses();
        long kilobytes = report.snapshot().totalBytes() / BYTES_PER_KILOBYTE;
        long duration = report.snapshot().totalDurationMillis();
        long uptime = report.uptimeSeconds();
        MachineReadings.Cpu own = report.machine().cpu();
        MachineReadings.Cpu children = report.machine().childrenCpu();
        float cpu = own.total() + children.total();
        field(text, "Total Accesses", accesses);
        field(text, "Total kBytes", kilobytes);
        field(text, "Total Duration", duration);
        field(text, "CPUUser", GeneralFormat.of(own.user()));
        field(text, "CPUSystem", GeneralFormat.of(own.system()));
        field(text, "CPUChildrenUser", GeneralFormat.of(children.user()));
        field(text, "CPUChildrenSystem", GeneralFormat.of(children.system()));
        if (cpu > 0 && uptime > 0) {
            field(text, "CPULoad", GeneralFormat.of(cpu / uptime * 100.0));
        }
        field(text, "Uptime", uptime);
        float bytes = BYTES_PER_KILOBYTE * (float) kilobytes;
        if (uptime > 0) {
            field(text, "ReqPerSec", GeneralFormat.of((float) accesses / uptime));
            field(text, "BytesPerSec", GeneralFormat.of(bytes / uptime));
        }
        if (accesses > 0) {
            field(text, "BytesPerReq", GeneralFormat.of(bytes / accesses));
            field(text, "DurationPerReq", GeneralFormat.of((float) duration / accesses));
        }
    }

    private static void workers(StringBuilder text, Snapshot snapshot) {
        field(text, "BusyWorkers", snapshot.busyWorkers());
        field(text, "GracefulWorkers", snapshot.gracefulWorkers());
        field(text, "IdleWorkers", snapshot.idleWorkers());
        if (snapshot.model() == Model.EVENT) {
            AsyncCounts async = snapshot.async();
            field(text, "Processes", snapshot.processes());
            field(text, "Stopping", snapshot.stopping());
            field(text, "ConnsTotal", snapshot.connsTotal());
            field(text, "ConnsAsyncWaitIO", async.waitIo());
            field(text, "ConnsAsyncWriting", async.writing());
            field(text, "ConnsAsyncKeepAlive", async.keepAlive());
            field(text, "ConnsAsyncClosing", async.closing());
        }
        field(text, "Scoreboard", snapshot.scoreboardLetters());
    }

    private static void field(StringBuilder text, String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    private static String hundredths(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Each unit with a blank before it; units that are zero are left out, and so may all be. */
    private static String inWords(long seconds) {
        long minutes = seconds / SECONDS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        return unit(hours / HOURS_PER_DAY, "day")
                + unit(hours % HOURS_PER_DAY, "hour")
                + unit(minutes % MINUTES_PER_HOUR, "minute")
                + unit(seconds % SECONDS_PER_MINUTE, "second");
    }

    private static String unit(long count, String name) {
        return count == 0 ? "" : " " + count + " " + name + (count == 1 ? "" : "s");
    }
}
