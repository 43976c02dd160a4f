package org.servletmpm.status;

import java.time.Instant;
import java.util.List;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;

/**
 * Renders reports as one JSON document with everything they hold, an object for each connector, in
 * the order given. What an engine counts is in {@code figures}, named as in JMX in camel case;
 * times are ISO 8601, in UTC.
 */
public final class JsonRenderer {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final JsonWriter json = new JsonWriter();

    /**
     * @param reports at least one; what belongs to the server is taken from the first
     * @return the document, to be sent as UTF-8
     */
    public String render(List<StatusReport> reports) {
        json.object();
        server(reports.get(0));
        json.name("connectors").array();
        for (StatusReport report : reports) {
            connector(report);
        }
        return json.end().end().document();
    }

    private void server(StatusReport report) {
        MachineReadings machine = report.machine();
        json.member("serverName", report.serverName())
                .member("serverVersion", report.serverVersion())
                .member("serverBuilt", report.release().built())
                .member("currentTime", report.now().toInstant().toString());
        json.name("load").object();
        json.member("load1", known(machine.load().one()))
                .member("load5", known(machine.load().five()))
                .member("load15", known(machine.load().fifteen()))
                .end();
        json.name("cpuSeconds").object();
        json.member("user", decimal(machine.cpu().user()))
                .member("system", decimal(machine.cpu().system()))
                .member("childrenUser", decimal(machine.childrenCpu().user()))
                .member("childrenSystem", decimal(machine.childrenCpu().system()))
                .end();
    }

    private static double known(double load) {
        return load < 0 ? Double.NaN : load;
    }

    /**
     * @return the double that reads as the float does, not the nearest one
     */
    private static double decimal(float seconds) {
        return Double.parseDouble(Float.toString(seconds));
    }

    private void connector(StatusReport report) {
        Snapshot snapshot = report.snapshot();
        json.element()
                .member("name", report.engine())
                .member("container", report.container())
                .member("model", snapshot.model().toString())
                .member("restartTime", Instant.ofEpochMilli(snapshot.startMillis()).toString())
                .member("uptimeSeconds", report.uptimeSeconds())
                .member("configGeneration", report.configGeneration())
                .member("scoreboard", snapshot.scoreboardLetters());
        figures(snapshot);
        if (snapshot.extended()) {
            rates(report);
        }
        directives(report);
        json.name("children").array();
        snapshot.children().stream().filter(ChildSnapshot::present).forEach(this::child);
        json.end();
        new ProcessFigures(report.processes()).json(json);
        if (snapshot.extended()) {
            json.name("requests").array();
            ShownWorker.of(snapshot).forEach(this::request);
            json.end();
        }
        json.end();
    }

    private void figures(Snapshot snapshot) {
        json.name("figures").object();
        for (MetricFamily family : Metrics.all()) {
            if (snapshot.extended() || !family.isTraffic()) {
                figures(family, snapshot);
            }
        }
        json.end();
    }

    private void figures(MetricFamily family, Snapshot snapshot) {
        if (family.label().isEmpty()) {
            json.member(family.camelCase(), family.metrics().get(0).of(snapshot));
            return;
        }
        json.name(family.camelCase()).object();
        family.metrics().forEach(metric -> json.member(metric.state(), metric.of(snapshot)));
        json.end();
    }

    private void async(AsyncCounts async) {
        json.name("connsAsync").object();
        json.member(Metrics.word(AsyncState.WAIT_IO), async.waitIo())
                .member(Metrics.word(AsyncState.WRITING), async.writing())
                .member(Metrics.word(AsyncState.KEEPALIVE), async.keepAlive())
                .member(Metrics.word(AsyncState.CLOSING), async.closing())
                .end();
    }

    private void rates(StatusReport report) {
        Snapshot snapshot = report.snapshot();
        long accesses = snapshot.totalAccesses();
        long bytes = snapshot.totalBytes();
        long millis = snapshot.totalDurationMillis();
        json.name("rates").object();
        json.member("requestsPerSecond", quotient(accesses, report.uptimeSeconds()))
                .member("bytesPerSecond", quotient(bytes, report.uptimeSeconds()))
                .member("bytesPerRequest", quotient(bytes, accesses))
                .member("millisPerRequest", quotient(millis, accesses))
                .end();
    }

    /**
     * Divides exactly, unlike {@link Traffic}, whose quotients are of whole kilobytes as httpd's
     * are.
     *
     * @return null without a divisor
     */
    private static double quotient(double dividend, long divisor) {
        return divisor > 0 ? dividend / divisor : Double.NaN;
    }

    private void directives(StatusReport report) {
        json.name("directives").object();
        report.directives()
                .forEach(
                        (name, value) -> {
                            json.name(name).object();
                            json.member("value", value)
                                    .member(
                                            "origin",
                                            report.origins().getOrDefault(name, "default"))
                                    .end();
                        });
        json.end();
    }

    private void child(ChildSnapshot child) {
        json.element()
                .member("slot", child.slot())
                .member("generation", child.generation())
                .member("pid", child.pid())
                .member("stopping", child.stopping())
                .member("accepting", child.accepting())
                .member("busyWorkers", child.busyWorkers())
                .member("gracefulWorkers", child.gracefulWorkers())
                .member("idleWorkers", child.idleWorkers())
                .member("busyAuxiliaries", child.auxiliaries())
                .member("connections", child.connections());
        async(child.async());
        json.end();
    }

    /** Writes what a worker serves, or served last. */
    private void request(ShownWorker shown) {
        WorkerSnapshot worker = shown.worker();
        json.element()
                .member("slot", shown.child().slot())
                .member("generation", shown.child().generation())
                .member("worker", worker.thread())
                .member("state", Metrics.word(worker.status()))
                .member("connection", worker.connectionId());
        tally("accesses", worker.accesses());
        tally("bytes", worker.bytes());
        json.member("cpuSeconds", worker.cpuNanos() / NANOS_PER_SECOND);
        if (worker.lastRequestMillis() > 0) {
            json.member("requestTime", Instant.ofEpochMilli(worker.lastRequestMillis()).toString());
        }
        json.member("lastDurationMillis", worker.lastDurationNanos() / NANOS_PER_MILLI)
                .member("totalDurationMillis", worker.durationNanos() / NANOS_PER_MILLI)
                .member("client", worker.text().client())
                .member("protocol", worker.text().protocol())
                .member("vhost", worker.text().host())
                .member("request", worker.text().request())
                .member("pinnedBy", worker.pinnedBy())
                .end();
    }

    private void tally(String name, ScopedTotal tally) {
        json.name(name).object();
        json.member("connection", tally.connection())
                .member("child", tally.child())
                .member("slot", tally.slot())
                .end();
    }
}
