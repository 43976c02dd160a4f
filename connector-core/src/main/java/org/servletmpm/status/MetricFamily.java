package org.servletmpm.status;

import java.util.List;
import java.util.Locale;

/**
 * Describes a figure, or several of one kind that a label tells apart. Each form of the status
 * spells the name in its own way. Immutable.
 *
 * @param name in the words of {@code ?auto}, such as {@code BusyWorkers}
 * @param description a sentence
 * @param label {@code state} or {@code reason}; empty where there is one figure
 * @param isTraffic whether httpd shows it with {@code ExtendedStatus On} only
 * @param metrics at least one, all of one kind and unit
 */
public record MetricFamily(
        String name, String description, String label, boolean isTraffic, List<Metric> metrics) {

    public MetricFamily {
        metrics = List.copyOf(metrics);
    }

    public Metric.Kind kind() {
        return metrics.get(0).kind();
    }

    public Metric.Unit unit() {
        return metrics.get(0).unit();
    }

    /**
     * @param metric one of these
     * @return what it counts, a sentence
     */
    String description(Metric metric) {
        return label.isEmpty()
                ? description
                : description.substring(0, description.length() - 1) + ": " + metric.state() + ".";
    }

    /**
     * @return in JSON: {@code busyWorkers}
     */
    public String camelCase() {
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /**
     * @return in Micrometer: {@code mpm.busy.workers}. The word Total is left out: where a figure
     *     has it in OpenMetrics, it is the end of a counter's name.
     */
    public String dotted() {
        return "mpm."
                + name.replace("Total", "")
                        .replaceAll("(?<=[a-z])(?=[A-Z])", ".")
                        .toLowerCase(Locale.ROOT);
    }

    /**
     * @return in OpenMetrics, without a counter's {@code _total}: {@code mpm_busy_workers}
     */
    public String snakeCase() {
        return dotted().replace('.', '_');
    }
}
