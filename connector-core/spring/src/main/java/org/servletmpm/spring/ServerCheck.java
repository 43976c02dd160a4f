package org.servletmpm.spring;

import java.util.List;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Origin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Refuses a processing model for a server that no connector on the class path can give one. Runs in
 * the thread that starts the application.
 */
final class ServerCheck implements WebServerFactoryCustomizer<WebServerFactory> {

    private final MpmProperties properties;
    private final ObjectProvider<MpmServerCustomizer<?>> connectors;

    ServerCheck(MpmProperties properties, ObjectProvider<MpmServerCustomizer<?>> connectors) {
        this.properties = properties;
        this.connectors = connectors;
    }

    @Override
    public void customize(WebServerFactory factory) {
        if (properties.isEnabled() && connectors.stream().noneMatch(c -> c.serves(factory))) {
            Finding missing =
                    new Finding(
                            Level.ERROR,
                            Origin.of("class path"),
                            "mpm",
                            "for " + factory.getClass().getSimpleName(),
                            "with servlet-mpm-spring-boot-starter-tomcat for Boot's Tomcat,"
                                    + " servlet-mpm-spring-boot-starter-jetty for Boot's Jetty",
                            "refused, the class path has no connector for this server");
            throw new MpmPropertiesException(List.of(missing));
        }
    }
}
