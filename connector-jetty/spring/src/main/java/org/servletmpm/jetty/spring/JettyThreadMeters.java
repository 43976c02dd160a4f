package org.servletmpm.jetty.spring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.servletmpm.jetty.MpmThreadPool;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Registers those meters {@code jetty.threads.*} that Micrometer has for Jetty's own pool only; it
 * has the others for any pool. Removes them when the application ends. Any thread.
 */
final class JettyThreadMeters
        implements ApplicationListener<WebServerInitializedEvent>, DisposableBean {

    private final MeterRegistry registry;
    private final List<Meter> meters = new ArrayList<>();

    JettyThreadMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public synchronized void onApplicationEvent(WebServerInitializedEvent started) {
        if (meters.isEmpty()
                && started.getWebServer() instanceof JettyWebServer jetty
                && pool(jetty) instanceof MpmThreadPool pool) {
            gauge(
                    pool,
                    "busy",
                    "The number of busy threads in the pool",
                    MpmThreadPool::getBusyThreads);
            gauge(
                    pool,
                    "jobs",
                    "Number of jobs queued waiting for a thread",
                    MpmThreadPool::getQueueSize);
        }
    }

    private static ThreadPool pool(JettyWebServer jetty) {
        return jetty.getServer().getThreadPool();
    }

    private void gauge(
            MpmThreadPool pool,
            String name,
            String description,
            ToDoubleFunction<MpmThreadPool> figure) {
        meters.add(
                Gauge.builder("jetty.threads." + name, pool, figure)
                        .description(description)
                        .register(registry));
    }

    @Override
    public synchronized void destroy() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
