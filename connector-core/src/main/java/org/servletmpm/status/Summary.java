package org.servletmpm.status;

import java.util.Locale;
import java.util.StringJoiner;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/** Writes the figures at the top of an engine's section: mod_status's lines, each with its name. */
final class Summary {
    /** Significant digits of rates and loads; totals have all of theirs. */
    private static final int DIGITS = 3;

    private final HtmlWriter html;

    Summary(HtmlWriter html) {
        this.html = html;
    }

    void write(StatusReport report) {
        Snapshot snapshot = report.snapshot();
        html.open("dl", "class", "figures").line();
        figure("Server Version", report.serverVersion());
        figure("Server MPM", snapshot.model());
        figure("Server Built", report.release().built());
        figure("Current Time", report.currentTime());
        figure("Restart Time", report.restartTime());
        figure("Parent Server Config. Generation", report.configGeneration());
        figure("Parent Server MPM Generation", snapshot.generation());
        figure("Server uptime", report.uptimeInWords().strip());
        figure("Server load", load(report.machine().load()));
        if (snapshot.extended()) {
            traffic(Traffic.of(report));
        }
        figure(
                "Workers",
                snapshot.busyWorkers()
                        + " requests currently being processed, "
                        + snapshot.gracefulWorkers()
                        + " workers gracefully restarting, "
                        + snapshot.idleWorkers()
                        + " idle workers");
        ModelFigures.of(snapshot.model()).summary(snapshot, this::figure);
        StringJoiner refused = new StringJoiner(", ");
        for (Total total : Total.values()) {
            if (!total.ofEvent()) {
                refused.add(snapshot.total(total) + " " + total.words());
            }
        }
        figure("Refused", refused);
        html.close().line();
    }

    private void traffic(Traffic traffic) {
        figure("Total accesses", traffic.accesses());
        figure("Total Traffic", ByteFormat.ofKilobytes(traffic.kilobytes()));
        figure("Total Duration", traffic.durationMillis() + " ms");
        figure("CPU Usage", cpu(traffic));
        StringJoiner rates = new StringJoiner(" - ");
        traffic.requestsPerSecond()
                .ifPresent(rate -> rates.add(GeneralFormat.of(rate, DIGITS) + " requests/sec"));
        traffic.bytesPerSecond()
                .ifPresent(rate -> rates.add(ByteFormat.ofBytes((long) rate) + "/second"));
        traffic.bytesPerRequest()
                .ifPresent(rate -> rates.add(ByteFormat.ofBytes((long) rate) + "/request"));
        traffic.millisPerRequest()
                .ifPresent(rate -> rates.add(GeneralFormat.of(rate) + " ms/request"));
        if (rates.length() > 0) {
            figure("Rates", rates);
        }
    }

    private static String cpu(Traffic traffic) {
        String usage =
                "u"
                        + GeneralFormat.of(traffic.own().user())
                        + " s"
                        + GeneralFormat.of(traffic.own().system())
                        + " cu"
                        + GeneralFormat.of(traffic.children().user())
                        + " cs"
                        + GeneralFormat.of(traffic.children().system());
        return traffic.cpuLoad().isEmpty()
                ? usage
                : usage
                        + " - "
                        + GeneralFormat.of(traffic.cpuLoad().getAsDouble(), DIGITS)
                        + "% CPU load";
    }

    private static String load(MachineReadings.Load load) {
        return String.format(
                Locale.ROOT, "%.2f %.2f %.2f", load.one(), load.five(), load.fifteen());
    }

    private void figure(String name, Object value) {
        html.open("div").element("dt", name).text(" ").element("dd", value).close().line();
    }
}
