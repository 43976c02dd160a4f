package org.servletmpm.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration of an application that has no server of its own to give a model. */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnWarDeployment
public final class MpmWarAutoConfiguration {

    @Bean
    WarNotice mpmWarNotice(Environment environment) {
        return new WarNotice(MpmProperties.of(environment));
    }
}
