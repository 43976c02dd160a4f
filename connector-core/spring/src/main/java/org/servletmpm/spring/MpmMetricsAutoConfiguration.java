package org.servletmpm.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;

/** Configures the meters {@code mpm.*}. */
@AutoConfiguration(
        afterName =
                "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, WebServerInitializedEvent.class})
@ConditionalOnBean(MeterRegistry.class)
public final class MpmMetricsAutoConfiguration {

    @Bean
    MpmMeters mpmMeters(MeterRegistry registry) {
        return new MpmMeters(registry);
    }
}
