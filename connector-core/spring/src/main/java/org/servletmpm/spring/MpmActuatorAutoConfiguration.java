package org.servletmpm.spring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** Configures {@code /actuator/mpm}, once it is exposed. */
@AutoConfiguration
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public final class MpmActuatorAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    MpmActuatorEndpoint mpmActuatorEndpoint(ApplicationContext application) {
        return new MpmActuatorEndpoint(application);
    }
}
