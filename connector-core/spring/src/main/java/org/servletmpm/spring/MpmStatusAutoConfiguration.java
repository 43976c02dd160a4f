package org.servletmpm.spring;

import jakarta.servlet.Servlet;
import org.servletmpm.servlet.StatusServlet;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Configures the status page: {@code mpm.status-path=/server-status}. It answers this machine's own
 * clients, as {@link StatusServlet} does; without the property there is no page.
 */
@AutoConfiguration
@ConditionalOnClass({Servlet.class, ServletRegistrationBean.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnNotWarDeployment
@ConditionalOnProperty(PropertyName.STATUS_PATH)
public final class MpmStatusAutoConfiguration {

    @Bean
    ServletRegistrationBean<StatusServlet> mpmStatus(Environment environment) {
        String path = environment.getRequiredProperty(PropertyName.STATUS_PATH).strip();
        return new ServletRegistrationBean<>(
                new StatusServlet(), path.startsWith("/") ? path : "/" + path);
    }
}
