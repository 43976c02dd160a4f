package org.servletmpm.tomcat.spring;

import org.servletmpm.spring.DrainingLifecycle;
import org.servletmpm.spring.MpmProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Does the same for the server of {@code management.server.port}. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnClass(TomcatWebServerFactory.class)
class MpmTomcatManagementConfiguration {

    @Bean
    MpmTomcatCustomizer mpmTomcatManagementCustomizer(
            Environment environment, DrainingLifecycle mpmTomcatManagementDraining) {
        return new MpmTomcatCustomizer(
                MpmProperties.ofManagement(environment), mpmTomcatManagementDraining);
    }

    @Bean
    DrainingLifecycle mpmTomcatManagementDraining() {
        return new DrainingLifecycle();
    }
}
