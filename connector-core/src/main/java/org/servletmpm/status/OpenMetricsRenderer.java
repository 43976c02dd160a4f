package org.servletmpm.status;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Renders reports as one OpenMetrics text. Every figure has the labels {@code connector} and {@code
 * model}, except those of the machine and the process. Without ExtendedStatus there is no traffic.
 */
public final class OpenMetricsRenderer {
    private final OpenMetricsWriter metrics = new OpenMetricsWriter();

    /**
     * @param reports at least one, each of another engine
     * @return the text, to be sent as UTF-8
     */
    public String render(List<StatusReport> reports) {
        metrics.info("mpm_connector", "What runs.");
        for (StatusReport report : reports) {
            metrics.sample(
                    BigDecimal.ONE,
                    labels(
                            report,
                            "container",
                            report.container(),
                            "version",
                            report.release().version()));
        }
        for (MetricFamily family : Metrics.all()) {
            List<StatusReport> having =
                    reports.stream()
                            .filter(report -> report.snapshot().extended() || !family.isTraffic())
                            .toList();
            if (!having.isEmpty()) {
                family(family, having);
            }
        }
        ProcessFigures.metrics(metrics, reports);
        machine(reports.get(0).machine());
        return metrics.document();
    }

    private void family(MetricFamily family, List<StatusReport> reports) {
        switch (family.kind()) {
            case GAUGE -> metrics.gauge(family.snakeCase(), family.description());
            case COUNTER -> metrics.counter(family.snakeCase(), family.description());
        }
        for (StatusReport report : reports) {
            for (Metric metric : family.metrics()) {
                metrics.sample(
                        metric.of(report.snapshot()),
                        family.label().isEmpty()
                                ? labels(report)
                                : labels(report, family.label(), metric.state()));
            }
        }
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
