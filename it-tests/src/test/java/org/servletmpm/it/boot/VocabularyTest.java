package org.servletmpm.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.servletmpm.it.client.Status;
import org.servletmpm.status.Metric;
import org.servletmpm.status.MetricFamily;
import org.servletmpm.status.Metrics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JMX, JSON, OpenMetrics, Micrometer and {@code ?auto} say the same in the same words. */
class VocabularyTest {

    private static final Map<String, String> HTTPDS_WORDS =
            Map.of(
                    "Generation", "ParentServerMPMGeneration",
                    "TotalAccesses", "Total Accesses",
                    "TotalBytes", "Total kBytes",
                    "TotalDurationSeconds", "Total Duration");

    /** Holds what the forms say while nothing happens in the server. */
    private record Forms(
            BootServer server, String model, JsonNode json, String openMetrics, Status auto) {

        static Forms of(BootServer server, String model) throws Exception {
            return new Forms(
                    server,
                    model,
                    JsonMapper.shared().readTree(asked(server, "?json")).get("connectors").get(0),
                    asked(server, "?openmetrics"),
                    Status.parse(asked(server, "?auto")));
        }

        private static String asked(BootServer server, String query) throws Exception {
            URI uri = URI.create("http://" + server.attribute("StatusAddress") + "/" + query);
            return server.client()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }

        BigDecimal inJmx(Metric metric) throws Exception {
            return new BigDecimal(server.attribute(metric.name()).toString());
        }

        BigDecimal inJson(MetricFamily family, Metric metric) {
            JsonNode figure = json.get("figures").get(family.camelCase());
            return (family.label().isEmpty() ? figure : figure.get(metric.state())).decimalValue();
        }

        BigDecimal inOpenMetrics(MetricFamily family, Metric metric) {
            String labels = "connector=\"http-" + server.port() + "\",model=\"" + model + "\"";
            if (!family.label().isEmpty()) {
                labels += "," + family.label() + "=\"" + metric.state() + "\"";
            }
            String suffix = family.kind() == Metric.Kind.COUNTER ? "_total" : "";
            Matcher sample =
                    Pattern.compile(
                                    "(?m)^"
                                            + Pattern.quote(
                                                    family.snakeCase()
                                                            + suffix
                                                            + "{"
                                                            + labels
                                                            + "} ")
                                            + "(.*)$")
                            .matcher(openMetrics);
            assertThat(sample.find()).as("%s in %s", family, openMetrics).isTrue();
            return new BigDecimal(sample.group(1));
        }

        BigDecimal inMicrometer(MetricFamily family, Metric metric) {
            Tags tags = Tags.of("connector", "http-" + server.port(), "model", model);
            Meter meter =
                    server.context()
                            .getBean(MeterRegistry.class)
                            .get(family.dotted())
                            .tags(
                                    family.label().isEmpty()
                                            ? tags
                                            : tags.and(family.label(), metric.state()))
                            .meter();
            assertThat(meter.getId().getDescription()).isEqualTo(family.description());
            assertThat(meter.getId().getType().name()).isEqualTo(family.kind().name());
            String unit = meter.getId().getBaseUnit();
            assertThat(unit == null ? "" : unit).isEqualTo(family.unit().word());
            return BigDecimal.valueOf(meter.measure().iterator().next().getValue());
        }

        /** Null where this form does not have it. */
        String inAuto(Metric metric) {
            return auto.fields().get(HTTPDS_WORDS.getOrDefault(metric.name(), metric.name()));
        }
    }

    private static void assertEqual(Forms forms) throws Exception {
        int inAuto = 0;
        for (MetricFamily family : Metrics.all()) {
            for (Metric metric : family.metrics()) {
                BigDecimal figure = forms.inJmx(metric);
                assertThat(forms.inJson(family, metric))
                        .as("%s in JSON", metric.name())
                        .isEqualByComparingTo(figure);
                assertThat(forms.inOpenMetrics(family, metric))
                        .as("%s in OpenMetrics", metric.name())
                        .isEqualByComparingTo(figure);
                assertThat(forms.inMicrometer(family, metric))
                        .as("%s in Micrometer", metric.name())
                        .isEqualByComparingTo(figure);
                String auto = forms.inAuto(metric);
                if (auto != null) {
                    inAuto++;
                    assertThat(new BigDecimal(auto))
                            .as("%s in ?auto", metric.name())
                            .isEqualByComparingTo(inHttpdsUnit(metric, figure));
                }
            }
        }
        assertThat(inAuto).isGreaterThan(20);
        assertThat(forms.json().get("model").stringValue()).isEqualTo(forms.model());
        assertThat(forms.server().attribute("Model")).isEqualTo(forms.model());
        assertThat(forms.auto().fields()).containsEntry("ServerMPM", forms.model());
    }

    private static BigDecimal inHttpdsUnit(Metric metric, BigDecimal figure) {
        return switch (metric.name()) {
            case "TotalBytes" -> figure.divideToIntegralValue(BigDecimal.valueOf(1024));
            case "TotalDurationSeconds" -> figure.movePointRight(3);
            default -> figure;
        };
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT,event", "JETTY,event", "JETTY,prefork"})
    void everyFigureIsTheSameInEveryForm(Container container, String model) throws Exception {
        try (BootServer server =
                BootServer.start(
                        container,
                        MeteredApplication.class,
                        "mpm.model=" + model,
                        "mpm.status-listen=127.0.0.1:0")) {
            for (int n = 0; n < 20; n++) {
                assertThat(server.get("/hello").statusCode()).isEqualTo(200);
            }
            await().untilAsserted(() -> assertEqual(Forms.of(server, model)));
            assertThat(((Number) server.attribute("TotalAccesses")).longValue()).isEqualTo(20);
        }
    }
}
