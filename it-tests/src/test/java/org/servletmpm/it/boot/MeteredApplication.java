package org.servletmpm.it.boot;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.context.annotation.Bean;

/** The same with somewhere to keep meters. */
class MeteredApplication extends HelloApplication {

    @Bean
    MeterRegistry registry() {
        return new SimpleMeterRegistry();
    }
}
