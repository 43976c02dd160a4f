package org.servletmpm.jetty.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.context.annotation.Bean;

/** Configures the meters {@code jetty.threads.*} of a server whose workers are the connector's. */
@AutoConfiguration(
        afterName =
                "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, JettyWebServer.class})
@ConditionalOnBean(MeterRegistry.class)
public final class MpmJettyMetricsAutoConfiguration {

    @Bean
    JettyThreadMeters jettyThreadMeters(MeterRegistry registry) {
        return new JettyThreadMeters(registry);
    }
}
