package org.servletmpm.jetty.spring;

import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jetty.JettyWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Does the same for the server of {@code management.server.port}. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass(JettyWebServerFactory.class)
class MpmJettyManagementConfiguration {

    @Bean
    MpmJettyCustomizer mpmJettyManagementCustomizer(
            Environment environment, DrainingLifecycle mpmJettyManagementDraining) {
        return new MpmJettyCustomizer(
                MpmProperties.ofManagement(environment), mpmJettyManagementDraining);
    }

    @Bean
    DrainingLifecycle mpmJettyManagementDraining() {
        return new DrainingLifecycle();
    }
}
