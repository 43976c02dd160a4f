package org.servletmpm.spring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Origin;
import org.servletmpm.inherit.Inherited;
import org.servletmpm.process.ControlProcess;
import org.servletmpm.process.ControlSettings;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes the JVM that was started the control of children that are processes ({@code
 * mpm.child-processes}), before the application's context is made: each child is the same command
 * once more. A child's management server gets a port of its own. Runs in the thread that starts the
 * application, which in a control does not return.
 */
final class ChildProcesses
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String MANAGEMENT_PORT = "management.server.port";
    private static final String USUAL_PORT = "8080";

    /** The other ones have read the properties by then, and have set the log up. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        WebApplicationType type = event.getSpringApplication().getWebApplicationType();
        if (type == WebApplicationType.NONE) {
            return;
        }
        ConfigurableEnvironment environment = event.getEnvironment();
        if (Inherited.isHere()) {
            ownManagementPort(environment);
            return;
        }
        Optional<WrittenProperty> wanted =
                new PropertyReader(environment).property(PropertyName.CHILD_PROCESSES);
        if (wanted.isPresent() && isTrue(wanted.get())) {
            control(environment, wanted.get());
        }
    }

    private static boolean isTrue(WrittenProperty wanted) {
        return switch (wanted.value().strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refused(wanted, "true or false", "");
        };
    }

    /** A port that is written would be the first child's alone. */
    private static void ownManagementPort(ConfigurableEnvironment environment) {
        Integer port = environment.getProperty(MANAGEMENT_PORT, Integer.class);
        if (port != null && port > 0) {
            environment
                    .getPropertySources()
                    .addFirst(
                            new MapPropertySource(
                                    "child of process mode", Map.of(MANAGEMENT_PORT, 0)));
        }
    }

    private static void control(ConfigurableEnvironment environment, WrittenProperty wanted) {
        Path run =
                Path.of(environment.getProperty(PropertyName.RUN_DIRECTORY, "mpm-run"))
                        .toAbsolutePath();
        try {
            ControlSettings settings =
                    new ControlSettings(
                            directives(environment),
                            ControlProcess.ownCommand(),
                            Path.of("").toAbsolutePath(),
                            run,
                            List.of());
            ControlProcess.run(settings, place -> {});
        } catch (ConfigurationException e) {
            throw new MpmPropertiesException(e.findings());
        } catch (IOException e) {
            throw refused(wanted, "", e.getMessage());
        }
        System.exit(0);
    }

    private static Directives directives(ConfigurableEnvironment environment)
            throws ConfigurationException {
        Directives.Builder builder = MpmProperties.of(environment).directives().forProcesses();
        Directives written = builder.build();
        if (written.listen().isEmpty()) {
            String address = environment.getProperty("server.address", "");
            String port = environment.getProperty("server.port", USUAL_PORT);
            builder.set(
                    Directive.LISTEN.directiveName(),
                    address.isEmpty() ? port : address + ":" + port,
                    Origin.of("server.port"));
        }
        return builder.build();
    }

    private static MpmPropertiesException refused(
            WrittenProperty property, String allowed, String reason) {
        return new MpmPropertiesException(
                List.of(
                        new Finding(
                                Level.ERROR,
                                property.origin(),
                                property.name(),
                                property.value(),
                                allowed,
                                reason)));
    }
}
