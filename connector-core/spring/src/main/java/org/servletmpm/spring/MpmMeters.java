package org.servletmpm.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.servletmpm.status.Metric;
import org.servletmpm.status.MetricFamily;
import org.servletmpm.status.Metrics;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Registers the meters {@code mpm.*} of each connector that starts in the application, the
 * management server's included, tagged with its name; removes them when the application ends. Any
 * thread.
 */
final class MpmMeters implements ApplicationListener<WebServerInitializedEvent>, DisposableBean {

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    /** Kept here because Micrometer's references are weak. */
    private final List<RunningConnector> connectors = new ArrayList<>();

    MpmMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized void onApplicationEvent(WebServerInitializedEvent started) {
        int port = started.getWebServer().getPort();
        RunningConnector.all().stream()
                .filter(connector -> connector.engine().getPort() == port)
                .findFirst()
                .ifPresent(this::measure);
    }

    @Override
    public synchronized void destroy() {
        meters.forEach(registry::remove);
        meters.clear();
        connectors.clear();
    }

    private void measure(RunningConnector connector) {
        connectors.add(connector);
        Tags common =
                Tags.of("connector", connector.name(), "model", connector.engine().getModel());
        for (MetricFamily family : Metrics.all()) {
            for (Metric metric : family.metrics()) {
                Tags tags =
                        family.label().isEmpty()
                                ? common
                                : common.and(family.label(), metric.state());
                meters.add(
                        switch (family.kind()) {
                            case GAUGE ->
                                    Gauge.builder(
                                                    family.dotted(),
                                                    connector,
                                                    its -> its.figure(metric))
                                            .description(family.description())
                                            .baseUnit(unit(family))
                                            .tags(tags)
                                            .register(registry);
                            case COUNTER ->
                                    FunctionCounter.builder(
                                                    family.dotted(),
                                                    connector,
                                                    its -> its.figure(metric))
                                            .description(family.description())
                                            .baseUnit(unit(family))
                                            .tags(tags)
                                            .register(registry);
                        });
            }
        }
    }

    /** Null is Micrometer's word for none. */
    private static @Nullable String unit(MetricFamily family) {
        return family.unit() == Metric.Unit.NONE ? null : family.unit().word();
    }
}
