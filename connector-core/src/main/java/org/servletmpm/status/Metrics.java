package org.servletmpm.status;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.status.Metric.Unit;

/**
 * Lists the figures of an engine: JMX, JSON, OpenMetrics and Micrometer have exactly these, {@code
 * ?auto} those that its model has, with mod_status's own words where there are any.
 */
public final class Metrics {

    private static final long BYTES_PER_KILOBYTE = 1024;

    private static final List<MetricFamily> ALL =
            Stream.of(server(), workers(), connections(), gauges(), totals(), traffic())
                    .flatMap(List::stream)
                    .toList();

    private static final Map<String, Metric> BY_NAME =
            ALL.stream()
                    .flatMap(family -> family.metrics().stream())
                    .collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));

    private Metrics() {}

    /**
     * @return in the order in which they are shown
     */
    public static List<MetricFamily> all() {
        return ALL;
    }

    /**
     * @param name as in JMX
     * @return null where no figure has it
     */
    public static Metric named(String name) {
        return BY_NAME.get(name);
    }

    /**
     * @return the word for a state in all labels, such as {@code wait-io}
     */
    static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<MetricFamily> server() {
        return List.of(
                single(
                        "When the engine was started, since 1970.",
                        gauge("StartTimeSeconds", Unit.SECONDS, Snapshot::startMillis)),
                single(
                        "Graceful restarts since the start.",
                        gauge("Generation", Snapshot::generation)));
    }

    private static List<MetricFamily> workers() {
        return List.of(
                single(
                        "Workers that have something to do; in prefork and worker also those that"
                                + " wait for a client.",
                        gauge("BusyWorkers", Snapshot::busyWorkers)),
                single("Workers that wait for work.", gauge("IdleWorkers", Snapshot::idleWorkers)),
                single(
                        "Workers that finish what they do and then end.",
                        gauge("GracefulWorkers", Snapshot::gracefulWorkers)),
                single(
                        "The most workers there can be.",
                        gauge(
                                "MaxRequestWorkers",
                                each -> (long) each.childrenShown() * each.threadsShown())),
                family(
                        "Workers",
                        "Workers by what they do, leaving children's included.",
                        "state",
                        Arrays.stream(WorkerStatus.values())
                                .filter(status -> status != WorkerStatus.DEAD)
                                .map(Metrics::workersThat)),
                single(
                        "Threads that do what belongs to no worker, in prefork and worker.",
                        gauge("BusyAuxiliaries", Snapshot::busyAuxiliaries)),
                single("The children there are.", gauge("Processes", Snapshot::processes)),
                single("Children that are leaving.", gauge("Stopping", Snapshot::stopping)),
                family(
                        "Children",
                        "Children by whether they take connections.",
                        "state",
                        Arrays.stream(ChildState.values()).map(Metrics::childrenThat)));
    }

    private static Metric workersThat(WorkerStatus status) {
        return gauge("Workers" + capitalized(status), each -> WorkerStates.of(each).get(status))
                .in(word(status));
    }

    private static Metric childrenThat(ChildState state) {
        return gauge(
                        "Children" + capitalized(state),
                        each ->
                                each.children().stream()
                                        .filter(ChildSnapshot::present)
                                        .filter(child -> ChildState.of(child) == state)
                                        .count())
                .in(word(state));
    }

    private static String capitalized(Enum<?> state) {
        return Arrays.stream(state.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** The attributes have mod_status's words, which the enum's do not make. */
    private static List<MetricFamily> connections() {
        return List.of(
                single("Open connections.", gauge("ConnsTotal", Snapshot::connsTotal)),
                family(
                        "ConnsAsync",
                        "Connections without a worker, by what they wait for.",
                        "state",
                        Stream.of(
                                gauge("ConnsAsyncWaitIO", each -> each.async().waitIo())
                                        .in(word(AsyncState.WAIT_IO)),
                                gauge("ConnsAsyncWriting", each -> each.async().writing())
                                        .in(word(AsyncState.WRITING)),
                                gauge("ConnsAsyncKeepAlive", each -> each.async().keepAlive())
                                        .in(word(AsyncState.KEEPALIVE)),
                                gauge("ConnsAsyncClosing", each -> each.async().closing())
                                        .in(word(AsyncState.CLOSING)))));
    }

    private static List<MetricFamily> gauges() {
        return Arrays.stream(Gauge.values()).map(Metrics::family).toList();
    }

    private static MetricFamily family(Gauge gauge) {
        String name = gauge.field();
        ToLongFunction<Snapshot> reading = each -> each.gauge(gauge);
        return switch (gauge) {
            case UNSENT ->
                    single(
                            "Memory for what clients have not yet taken of their responses.",
                            gauge(
                                    name,
                                    Unit.BYTES,
                                    each -> BYTES_PER_KILOBYTE * each.gauge(gauge)));
            case QUEUE_AGE ->
                    single(
                            "How long the oldest request that waits for a worker has waited.",
                            gauge(name, Unit.SECONDS, reading));
            case QUEUE_WAIT ->
                    single(
                            "How long 99 in 100 of the last requests have waited for a worker at"
                                    + " the most.",
                            gauge(name, Unit.SECONDS, reading));
            case PINNED, BLOCKED_WRITERS, QUEUED, OVERLOADED ->
                    single(sentence(gauge.words()), gauge(name, reading));
        };
    }

    private static List<MetricFamily> totals() {
        Stream<MetricFamily> others =
                Arrays.stream(Total.values())
                        .filter(total -> total.reason().isEmpty())
                        .map(total -> single(sentence(total.words()), counter(total)));
        MetricFamily refusals =
                family(
                        "Refused",
                        "What was refused to clients, by reason.",
                        "reason",
                        Total.refusals().stream()
                                .map(total -> counter(total).in(total.reason().orElseThrow())));
        return Stream.concat(others, Stream.of(refusals)).toList();
    }

    private static Metric counter(Total total) {
        return counter(total.field(), Unit.NONE, each -> each.total(total));
    }

    private static List<MetricFamily> traffic() {
        return List.of(
                traffic(
                        "Requests served.",
                        counter("TotalAccesses", Unit.NONE, Snapshot::totalAccesses)),
                traffic(
                        "Bytes sent, headers included.",
                        counter("TotalBytes", Unit.BYTES, Snapshot::totalBytes)),
                traffic(
                        "The time of all requests together.",
                        counter(
                                "TotalDurationSeconds",
                                Unit.SECONDS,
                                Snapshot::totalDurationMillis)));
    }

    private static MetricFamily traffic(String description, Metric metric) {
        return new MetricFamily(metric.name(), description, "", true, List.of(metric));
    }

    private static MetricFamily single(String description, Metric metric) {
        return new MetricFamily(metric.name(), description, "", false, List.of(metric));
    }

    private static MetricFamily family(
            String name, String description, String label, Stream<Metric> metrics) {
        return new MetricFamily(name, description, label, false, metrics.toList());
    }

    private static Metric gauge(String name, ToLongFunction<Snapshot> reading) {
        return gauge(name, Unit.NONE, reading);
    }

    private static Metric gauge(String name, Unit unit, ToLongFunction<Snapshot> reading) {
        return new Metric(name, "", Metric.Kind.GAUGE, unit, reading);
    }

    private static Metric counter(String name, Unit unit, ToLongFunction<Snapshot> reading) {
        return new Metric(name, "", Metric.Kind.COUNTER, unit, reading);
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
