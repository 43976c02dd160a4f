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
            throw refused(tooOld.get());
        }
        if (connectors.stream().noneMatch(c -> c.serves(factory))) {
            throw refused(
                    "there is no connector for "
                            + factory.getClass().getSimpleName()
                            + ", add servlet-mpm-spring-boot-starter-tomcat for Boot's Tomcat or"
                            + " servlet-mpm-spring-boot-starter-jetty for Boot's Jetty");
        }
    }

    private static MpmPropertiesException refused(String reason) {
        Origin classPath = Origin.of("class path");
        return new MpmPropertiesException(
                List.of(new Finding(Level.ERROR, classPath, PropertyName.MODEL, "", "", reason)));
    }
}
