package org.servletmpm.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.servletmpm.engine.EngineMXBean;
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
        state(connector, "workers", "busy", EngineMXBean::getBusyWorkers);
        state(connector, "workers", "idle", EngineMXBean::getIdleWorkers);
        state(connector, "workers", "graceful", EngineMXBean::getGracefulWorkers);
        state(connector, "children", "running", e -> e.getProcesses() - e.getStopping());
        state(connector, "children", "stopping", EngineMXBean::getStopping);
        gauge(connector, "mpm.connections", EngineMXBean::getConnsTotal);
        state(connector, "connections.async", "wait-io", EngineMXBean::getConnsAsyncWaitIO);
        state(connector, "connections.async", "writing", EngineMXBean::getConnsAsyncWriting);
        state(connector, "connections.async", "keep-alive", EngineMXBean::getConnsAsyncKeepAlive);
        state(connector, "connections.async", "closing", EngineMXBean::getConnsAsyncClosing);
        gauge(connector, "mpm.connections.pinned", EngineMXBean::getConnsPinned);
        gauge(connector, "mpm.writers.blocked", EngineMXBean::getBlockedWriters);
        gauge(connector, "mpm.unsent.bytes", engine -> 1024.0 * engine.getUnsentKBytes());
        gauge(connector, "mpm.requests.queued", EngineMXBean::getRequestsQueued);
        gauge(connector, "mpm.queue.age", engine -> engine.getQueueAgeMillis() / 1000.0);
        gauge(connector, "mpm.queue.wait", engine -> engine.getQueueWaitMillis() / 1000.0);
        gauge(connector, "mpm.overloaded", engine -> engine.isOverloaded() ? 1 : 0);
        count(connector, "mpm.accesses", EngineMXBean::getTotalAccesses);
        count(connector, "mpm.bytes.sent", EngineMXBean::getTotalBytes);
        count(connector, "mpm.connections.given.way", EngineMXBean::getConnsEvicted);
        count(connector, "mpm.connections.handed.over", EngineMXBean::getConnsHandedOver);
        count(connector, "mpm.requests.helped", EngineMXBean::getRequestsHelped);
        count(connector, "mpm.accepts.failed", EngineMXBean::getAcceptsFailed);
        for (String reason : connector.engine().getRefused().keySet()) {
            meters.add(
                    FunctionCounter.builder(
                                    "mpm.refused",
                                    connector.engine(),
                                    of(engine -> engine.getRefused().get(reason)))
                            .tag("connector", connector.name())
                            .tag("reason", reason)
                            .register(registry));
        }
    }

    private void state(
            RunningConnector connector,
            String what,
            String state,
            ToDoubleFunction<EngineMXBean> figure) {
        meters.add(
                Gauge.builder("mpm." + what, connector.engine(), of(figure))
                        .tag("connector", connector.name())
                        .tag("state", state)
                        .register(registry));
    }

    private void gauge(
            RunningConnector connector, String name, ToDoubleFunction<EngineMXBean> figure) {
        meters.add(
                Gauge.builder(name, connector.engine(), of(figure))
                        .tag("connector", connector.name())
                        .register(registry));
    }

    private void count(
            RunningConnector connector, String name, ToDoubleFunction<EngineMXBean> figure) {
        meters.add(
                FunctionCounter.builder(name, connector.engine(), of(figure))
                        .tag("connector", connector.name())
                        .register(registry));
    }

    /** Reads a figure; a connector that has stopped has none. */
    private static ToDoubleFunction<EngineMXBean> of(ToDoubleFunction<EngineMXBean> figure) {
        return engine -> {
            try {
                return figure.applyAsDouble(engine);
            } catch (RuntimeException stopped) {
                return Double.NaN;
            }
        };
    }
}
