package org.servletmpm.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Configures what is the same for every server. */
@AutoConfiguration
@ConditionalOnClass(WebServerFactory.class)
@ConditionalOnWebApplication
@ConditionalOnNotWarDeployment
public final class MpmAutoConfiguration {

    @Bean
    WebServerFactoryCustomizer<WebServerFactory> mpmServerCheck(
            Environment environment, ObjectProvider<MpmServerCustomizer<?>> connectors) {
        return new ServerCheck(MpmProperties.of(environment), connectors);
    }

    @Bean
    ManagementPort mpmManagementPort() {
        return new ManagementPort();
    }

    @Bean
    ChildReadiness mpmChildReadiness() {
        return new ChildReadiness();
    }
}
