package org.servletmpm.spring;

import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.ContainerRelease;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Origin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Refuses a processing model for a server that no connector on the class path can give one, and in
 * a Spring Boot that is too old. Runs in the thread that starts the application.
 */
final class ServerCheck implements WebServerFactoryCustomizer<WebServerFactory> {

    private static final String OLDEST_BOOT = "4.0";

    private final MpmProperties properties;
    private final ObjectProvider<MpmServerCustomizer<?>> connectors;

    ServerCheck(MpmProperties properties, ObjectProvider<MpmServerCustomizer<?>> connectors) {
        this.properties = properties;
        this.connectors = connectors;
    }

    @Override
    public void customize(WebServerFactory factory) {
        if (!properties.isEnabled()) {
            return;
        }
        // In an older one there are other factories: the check after this would name these.
        Optional<String> tooOld =
                ContainerRelease.tooOld("Spring Boot", OLDEST_BOOT, SpringBootVersion.getVersion());
        if (tooOld.isPresent()) {
            throw refused("", "", tooOld.get());
        }
        if (connectors.stream().noneMatch(c -> c.serves(factory))) {
            throw refused(
                    "for " + factory.getClass().getSimpleName(),
                    "with servlet-mpm-spring-boot-starter-tomcat for Boot's Tomcat,"
                            + " servlet-mpm-spring-boot-starter-jetty for Boot's Jetty",
                    "refused, the class path has no connector for this server");
        }
    }

    private static MpmPropertiesException refused(String value, String allowed, String action) {
        return new MpmPropertiesException(
                List.of(
                        new Finding(
                                Level.ERROR,
                                Origin.of("class path"),
                                "mpm",
                                value,
                                allowed,
                                action)));
    }
}
