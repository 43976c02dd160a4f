package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.servletmpm.adapters.Document;
import org.servletmpm.adapters.WrittenFile;

/** What samples/monitoring asks for is what the product exposes. */
class MonitoringTest {

    private static final Pattern NAME = Pattern.compile("\\bmpm_[a-z_]+");
    private static final Pattern STATE =
            Pattern.compile("\\b(state|reason|mode)=~?\\\\?\"([a-z|-]+)\\\\?\"");

    private static final Map<Metric.Unit, String> UCUM =
            Map.of(Metric.Unit.NONE, "1", Metric.Unit.BYTES, "By", Metric.Unit.SECONDS, "s");

    private static final String EXPOSED =
            new OpenMetricsRenderer().render(List.of(Reports.ofControl()));

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "alerts.test.yml", "grafana-dashboard.json"})
    void everyNameAndStateIsExposed(String file) throws IOException {
        String text = Files.readString(Document.TOP.resolve("samples/monitoring/" + file));
        Set<String> samples =
                EXPOSED.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replaceAll("[{ ].*", ""))
                        .collect(Collectors.toSet());

        assertThat(NAME.matcher(text).results().map(MatchResult::group).toList())
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(samples).contains(name));
        assertThat(STATE.matcher(text).results().toList())
                .allSatisfy(
                        label -> {
                            for (String value : label.group(2).split("\\|")) {
                                assertThat(EXPOSED).contains(label.group(1) + "=\"" + value + "\"");
                            }
                        });
    }

    /** For the JMX metrics of OpenTelemetry's agent and its JMX scraper. */
    @Test
    void openTelemetrysRulesHaveEveryFigure() throws IOException {
        StringBuilder rules =
                new StringBuilder(
                        """
                        # Rules for OpenTelemetry's JMX metrics (otel.jmx.config), written by MonitoringTest.
                        rules:
                          - bean: org.servletmpm:type=Mpm,name=*
                            metricAttribute:
                              connector: param(name)
                              model: beanattr(Model)
                            mapping:
                        """);
        for (MetricFamily family : Metrics.all()) {
            for (Metric metric : family.metrics()) {
                rules.append("      ").append(metric.name()).append(":\n");
                field(rules, "metric", family.dotted());
                field(rules, "type", word(family));
                field(rules, "unit", "\"" + UCUM.get(metric.unit()) + "\"");
                field(rules, "desc", "\"" + family.description() + "\"");
                if (!family.label().isEmpty()) {
                    rules.append("        metricAttribute:\n          ")
                            .append(family.label())
                            .append(": const(")
                            .append(metric.state())
                            .append(")\n");
                }
            }
        }
        WrittenFile.of("..", "samples", "monitoring", "otel-jmx.yml").is(rules.toString());
    }

    private static String word(MetricFamily family) {
        return switch (family.kind()) {
            case GAUGE -> "gauge";
            case COUNTER -> "counter";
        };
    }

    private static void field(StringBuilder rules, String name, String value) {
        rules.append("        ").append(name).append(": ").append(value).append('\n');
    }
}
