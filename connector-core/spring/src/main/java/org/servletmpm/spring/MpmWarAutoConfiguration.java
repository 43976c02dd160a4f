package org.servletmpm.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Configures the notice for an application that is deployed in another server: {@link WarNotice}.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnWarDeployment
public final class MpmWarAutoConfiguration {

    @Bean
    WarNotice mpmWarNotice(Environment environment) {
        return new WarNotice(MpmProperties.of(environment));
    }
}
