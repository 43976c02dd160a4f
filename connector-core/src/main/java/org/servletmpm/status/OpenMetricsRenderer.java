package org.servletmpm.status;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;

/**
 * Renders reports as one OpenMetrics text. Every figure has the labels {@code connector} and {@code
 * model}, except those of the machine and the process. Without ExtendedStatus there is no traffic.
 */
public final class OpenMetricsRenderer {
    private static final String KILOBYTES = "KBytes";
    private static final int BYTES_PER_KILOBYTE = 1024;
    private static final int MILLI = 3;

    private final OpenMetricsWriter metrics = new OpenMetricsWriter();
    private List<StatusReport> reports = List.of();

    /**
     * @param all at least one, each of another engine
     * @return the text, to be sent as UTF-8
     */
    public String render(List<StatusReport> all) {
        reports = all;
        server();
        workers();
        children();
        connections();
        own();
        traffic();
        machine(all.get(0).machine());
        return metrics.document();
    }

    private void server() {
        metrics.info("mpm_connector", "What runs.");
        for (StatusReport report : reports) {
            metrics.sample(
                    1,
                    labels(
                            report,
                            "container",
                            report.container(),
                            "version",
                            report.release().version()));
        }
        metrics.gauge("mpm_start_time_seconds", "When the engine was started, since 1970.");
        for (StatusReport report : reports) {
            metrics.sample(
                    BigDecimal.valueOf(report.snapshot().startMillis(), MILLI), labels(report));
        }
        gauge("mpm_generation", "Graceful restarts since the start.", Snapshot::generation);
    }

    private void workers() {
        metrics.gauge("mpm_workers", "Workers by what they do.");
        for (StatusReport report : reports) {
            WorkerStates.of(report.snapshot())
                    .forEach(
                            (state, count) ->
                                    metrics.sample(
                                            count,
                                            labels(
                                                    report,
                                                    "state",
                                                    state.name().toLowerCase(Locale.ROOT))));
        }
        gauge("mpm_workers_busy", "BusyWorkers of ?auto.", Snapshot::busyWorkers);
        gauge("mpm_workers_graceful", "GracefulWorkers of ?auto.", Snapshot::gracefulWorkers);
        gauge("mpm_workers_idle", "IdleWorkers of ?auto.", Snapshot::idleWorkers);
        gauge(
                "mpm_workers_most",
                "MaxRequestWorkers.",
                snapshot -> (long) snapshot.childrenShown() * snapshot.threadsShown());
        gauge(
                "mpm_auxiliaries_busy",
                "Threads that do what belongs to no worker, in prefork and worker.",
                Snapshot::busyAuxiliaries);
    }

    private void children() {
        metrics.gauge("mpm_children", "Children by whether they take connections.");
        for (StatusReport report : reports) {
            for (String state : List.of("accepting", "full", "leaving")) {
                metrics.sample(
                        report.snapshot().children().stream()
                                .filter(ChildSnapshot::present)
                                .filter(child -> state.equals(state(child)))
                                .count(),
                        labels(report, "state", state));
            }
        }
    }

    private static String state(ChildSnapshot child) {
        return child.stopping() ? "leaving" : child.accepting() ? "accepting" : "full";
    }

    private void connections() {
        gauge("mpm_connections", "Open connections.", Snapshot::connsTotal);
        metrics.gauge("mpm_connections_async", "Those without a worker, by what they wait for.");
        for (StatusReport report : reports) {
            AsyncCounts async = report.snapshot().async();
            metrics.sample(async.waitIo(), labels(report, "state", "wait_io"))
                    .sample(async.writing(), labels(report, "state", "writing"))
                    .sample(async.keepAlive(), labels(report, "state", "keepalive"))
                    .sample(async.closing(), labels(report, "state", "closing"));
        }
    }

    /** Writes figures that mod_status does not know, by their names in {@code ?auto}. */
    private void own() {
        for (Gauge gauge : Gauge.values()) {
            gauge(
                    metric(gauge.field()),
                    sentence(gauge.words()),
                    snapshot -> scale(gauge.field()) * (long) snapshot.gauge(gauge));
        }
        for (Total total : Total.values()) {
            if (total.reason().isEmpty()) {
                counter(
                        metric(total.field()),
                        sentence(total.words()),
                        report ->
                                BigDecimal.valueOf(
                                        scale(total.field()) * report.snapshot().total(total)),
                        reports);
            }
        }
        metrics.counter("mpm_refused", "What was refused to clients, by reason.");
        for (StatusReport report : reports) {
            for (Total refusal : Total.refusals()) {
                metrics.sample(
                        report.snapshot().total(refusal),
                        labels(report, "reason", refusal.reason().orElseThrow()));
            }
        }
    }

    /** Makes {@code mpm_conns_pinned} of {@code ConnsPinned}; kilobytes are given in bytes. */
    private static String metric(String field) {
        return "mpm_"
                + field.replace(KILOBYTES, "Bytes")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT);
    }

    private static long scale(String field) {
        return field.contains(KILOBYTES) ? BYTES_PER_KILOBYTE : 1;
    }

    private static String sentence(String words) {
        String plain = words.replace("KB of ", "");
        return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1) + ".";
    }

    private void traffic() {
        List<StatusReport> extended =
                reports.stream().filter(report -> report.snapshot().extended()).toList();
        if (extended.isEmpty()) {
            return;
        }
        counter(
                "mpm_requests",
                "Requests served.",
                report -> BigDecimal.valueOf(report.snapshot().totalAccesses()),
                extended);
        counter(
                "mpm_sent_bytes",
                "What was sent, headers included.",
                report -> BigDecimal.valueOf(report.snapshot().totalBytes()),
                extended);
        counter(
                "mpm_request_duration_seconds",
                "The time of all requests together.",
                report -> BigDecimal.valueOf(report.snapshot().totalDurationMillis(), MILLI),
                extended);
    }

    private void machine(MachineReadings machine) {
        metrics.counter("mpm_process_cpu_seconds", "Processor time of the process.");
        metrics.sample(decimal(machine.cpu().user()), "mode", "user")
                .sample(decimal(machine.cpu().system()), "mode", "system");
        if (machine.load().one() >= 0) {
            metrics.gauge("mpm_load", "Load averages of the machine.");
            metrics.sample(BigDecimal.valueOf(machine.load().one()), "minutes", "1")
                    .sample(BigDecimal.valueOf(machine.load().five()), "minutes", "5")
                    .sample(BigDecimal.valueOf(machine.load().fifteen()), "minutes", "15");
        }
    }

    /**
     * @return the double that reads as the float does, not the nearest one
     */
    private static BigDecimal decimal(float seconds) {
        return new BigDecimal(Float.toString(seconds));
    }

    private void gauge(String name, String help, ToLongFunction<Snapshot> figure) {
        metrics.gauge(name, help);
        for (StatusReport report : reports) {
            metrics.sample(figure.applyAsLong(report.snapshot()), labels(report));
        }
    }

    private void counter(
            String name,
            String help,
            Function<StatusReport, BigDecimal> figure,
            List<StatusReport> of) {
        metrics.counter(name, help);
        for (StatusReport report : of) {
            metrics.sample(figure.apply(report), labels(report));
        }
    }

    private static String[] labels(StatusReport report, String... more) {
        List<String> labels =
                new ArrayList<>(
                        List.of(
                                "connector",
                                report.engine(),
                                "model",
                                report.snapshot().model().toString()));
        labels.addAll(Arrays.asList(more));
        return labels.toArray(String[]::new);
    }
}
