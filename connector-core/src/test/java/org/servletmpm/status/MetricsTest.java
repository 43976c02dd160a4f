package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.servletmpm.adapters.WrittenFile;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;

/** The figures have one name in all forms, and the book has all of them. */
class MetricsTest {

    /** What a bean of the test shows. */
    public interface ThingMXBean {
        @Description("How many there are.")
        int getCount();

        @Description("Makes more.")
        void make(@Description("So many more.") int number);
    }

    private record Thing() implements ThingMXBean {
        @Override
        public int getCount() {
            return 0;
        }

        @Override
        public void make(int number) {}
    }

    @Test
    void namesComeOnceAndUnitsAreTheirEnd() {
        assertThat(Metrics.all().stream().map(MetricFamily::dotted)).doesNotHaveDuplicates();
        assertThat(Metrics.all())
                .allSatisfy(
                        family -> {
                            assertThat(family.metrics())
                                    .allMatch(metric -> metric.kind() == family.kind())
                                    .allMatch(metric -> metric.unit() == family.unit())
                                    .allMatch(metric -> Metrics.named(metric.name()) == metric);
                            assertThat(family.snakeCase())
                                    .matches("mpm(_[a-z]+)+")
                                    .doesNotContain("total")
                                    .endsWith(family.unit().word());
                            assertThat(family.description()).matches("[A-Z].*\\.");
                        });
    }

    @Test
    void theTableOfFiguresIsTheCodes() throws IOException {
        String rows =
                Metrics.all().stream()
                        .map(
                                family ->
                                        "| %s | `%s%s` | %s |"
                                                .formatted(
                                                        attributes(family),
                                                        family.snakeCase(),
                                                        family.kind() == Metric.Kind.COUNTER
                                                                ? "_total"
                                                                : "",
                                                        text(family)))
                        .collect(Collectors.joining("\n"));
        WrittenFile.of("docs", "metrics.md")
                .has("<!-- figures -->", table(rows), "<!-- /figures -->");
    }

    private static String table(String rows) {
        return "| JMX and `?auto` | OpenMetrics | |\n|---|---|---|\n" + rows;
    }

    private static String attributes(MetricFamily family) {
        return family.metrics().stream()
                .map(metric -> "`" + metric.name() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String text(MetricFamily family) {
        return family.label().isEmpty()
                ? family.description()
                : family.description()
                        + " `"
                        + family.label()
                        + "`: "
                        + family.metrics().stream()
                                .map(metric -> "`" + metric.state() + "`")
                                .collect(Collectors.joining(", "));
    }

    @Test
    void everyAttributeOperationAndParameterOfABeanIsDescribed() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("org.servletmpm:type=Mpm,name=\"described\"");
        JmxRegistration registration =
                new JmxRegistration(
                        new Thing(),
                        ThingMXBean.class,
                        new Observed(
                                Scoreboard.create(Model.EVENT, 1, 1, 0),
                                Optional.empty(),
                                () -> Processes.NONE),
                        List.of("described"));
        registration.register();
        try {
            MBeanInfo bean = server.getMBeanInfo(name);
            assertThat(bean.getAttributes())
                    .extracting(MBeanAttributeInfo::getName)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            Stream.of("Count"),
                                            Metrics.all().stream()
                                                    .flatMap(family -> family.metrics().stream())
                                                    .map(Metric::name))
                                    .toList());
            assertThat(bean.getAttributes())
                    .extracting(MBeanAttributeInfo::getDescription)
                    .contains("How many there are.", "Workers that wait for work.")
                    .allMatch(text -> text.endsWith("."));
            MBeanOperationInfo make = bean.getOperations()[0];
            assertThat(make.getDescription()).isEqualTo("Makes more.");
            assertThat(make.getSignature()[0].getName()).isEqualTo("number");
            assertThat(make.getSignature()[0].getDescription()).isEqualTo("So many more.");
        } finally {
            registration.unregister();
        }
    }
}
