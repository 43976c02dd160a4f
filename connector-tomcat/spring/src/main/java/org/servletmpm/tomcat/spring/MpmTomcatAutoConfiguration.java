package org.servletmpm.tomcat.spring;

import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Configures the application's Tomcat: {@code mpm.model=event}, or any other property {@code
 * mpm.*}, gives it the connector with a processing model.
 */
@AutoConfiguration
@ConditionalOnClass(TomcatWebServerFactory.class)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
public final class MpmTomcatAutoConfiguration {

    @Bean
    MpmTomcatCustomizer mpmTomcatCustomizer(
            Environment environment, DrainingLifecycle mpmTomcatDraining) {
        return new MpmTomcatCustomizer(MpmProperties.of(environment), mpmTomcatDraining);
    }

    @Bean
    DrainingLifecycle mpmTomcatDraining() {
        return new DrainingLifecycle();
    }
}
