package org.servletmpm.jetty.spring;

import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Configures the application's Jetty: {@code mpm.model=event}, or any other property {@code mpm.*},
 * gives it the connector with a processing model.
 */
@AutoConfiguration
@ConditionalOnClass(JettyWebServerFactory.class)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
public final class MpmJettyAutoConfiguration {

    @Bean
    MpmJettyCustomizer mpmJettyCustomizer(
            Environment environment, DrainingLifecycle mpmJettyDraining) {
        return new MpmJettyCustomizer(MpmProperties.of(environment), mpmJettyDraining);
    }

    @Bean
    DrainingLifecycle mpmJettyDraining() {
        return new DrainingLifecycle();
    }
}
