package org.servletmpm.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directive;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.inherit.Inherited;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ResourceUtils;

/**
 * Reads the properties {@code mpm.*} of an application: {@code mpm.model}, {@code mpm.conf}, {@code
 * mpm.enabled}, and each directive in kebab case; {@code mpm.status-path} is {@link
 * MpmStatusAutoConfiguration}'s. A property comes before the same directive in the file that {@code
 * mpm.conf} names. Belongs to the thread that configures the server.
 */
public final class MpmProperties {

    private static final String OWN_THREADS =
            "requests run on the children's own threads, which MaxRequestWorkers bounds;"
                    + " in worker and event mpm.worker-threads=virtual makes those virtual (Java 21"
                    + " or later), with mpm.enabled=false the server has its own connector and any"
                    + " threads";

    /** The class loader of an application that Spring Boot's devtools restart. */
    private static final String DEVTOOLS =
            "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

    private final PropertyReader reader;

    /** Two children of four threads, or eight of one: probes and scrapes come one at a time. */
    private static final Map<Directive, String> MANAGEMENT_POOL =
            Map.of(
                    Directive.START_SERVERS, "1",
                    Directive.MIN_SPARE_SERVERS, "1",
                    Directive.MAX_SPARE_SERVERS, "2",
                    Directive.MIN_SPARE_THREADS, "1",
                    Directive.MAX_SPARE_THREADS, "8",
                    Directive.THREADS_PER_CHILD, "4",
                    Directive.MAX_REQUEST_WORKERS, "8");

    /** The directives that the server takes from properties. */
    private final Predicate<Directive> taken;

    /** The server has these, whatever the properties say. */
    private final Map<Directive, String> fixed;

    private MpmProperties(
            PropertyReader reader, Predicate<Directive> taken, Map<Directive, String> fixed) {
        this.reader = reader;
        this.taken = taken;
        this.fixed = fixed;
    }

    /**
     * Reads the properties for the application's server; in a child that is a process without those
     * that are its control's (Listen, PidFile, ScoreBoardFile, StatusListen).
     */
    public static MpmProperties of(Environment environment) {
        boolean isChild = Inherited.isHere();
        return new MpmProperties(
                new PropertyReader(environment),
                directive ->
                        !isChild || !directive.isExclusive() && directive != Directive.PID_FILE,
                Map.of());
    }

    /**
     * Reads the properties for the management server on a port of its own: the same, without those
     * that only one connector can have (Listen, PidFile, ScoreBoardFile, StatusListen), and without
     * GracefulShutdownDelay, because it answers during the application's. It has eight workers: the
     * application's pool is for the application.
     */
    public static MpmProperties ofManagement(Environment environment) {
        return new MpmProperties(
                new PropertyReader(environment),
                directive ->
                        !directive.isExclusive()
                                && directive != Directive.PID_FILE
                                && directive != Directive.GRACEFUL_SHUTDOWN_DELAY,
                MANAGEMENT_POOL);
    }

    /**
     * Tells whether the server is to have a processing model: as {@code mpm.enabled} says; unset,
     * whether any other {@code mpm.*} property is written.
     *
     * @throws MpmPropertiesException when {@code mpm.enabled} is neither true nor false
     */
    public boolean isEnabled() {
        Optional<WrittenProperty> enabled = reader.property(PropertyName.ENABLED);
        if (enabled.isEmpty()) {
            return !reader.all().isEmpty();
        }
        return switch (enabled.get().value().strip().toLowerCase(Locale.ROOT)) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default ->
                    throw new MpmPropertiesException(
                            List.of(refused(enabled.get(), "true or false", "")));
        };
    }

    /** The names of the {@code mpm.*} properties that somebody wrote. */
    List<String> written() {
        return Stream.concat(reader.property(PropertyName.ENABLED).stream(), reader.all().stream())
                .map(WrittenProperty::name)
                .toList();
    }

    /** Tells whether somebody wrote that property of Boot's own, such as {@code server.port}. */
    public boolean isWritten(String property) {
        return reader.isWritten(property);
    }

    /**
     * Checks the directives that are written.
     *
     * @return a builder for a connector to add to
     * @throws MpmPropertiesException with every error there is, unknown properties included
     */
    public Directives.Builder directives() {
        List<Finding> errors = new ArrayList<>();
        Directives.Builder builder = Directives.builder();
        reader.property(PropertyName.MODEL).ifPresent(model -> model(model, builder, errors));
        reader.property(PropertyName.CONF).ifPresent(file -> read(file, builder, errors));
        for (Directive directive : Directive.values()) {
            if (taken.test(directive)) {
                reader.properties(directive)
                        .forEach(
                                property ->
                                        builder.set(
                                                property.directive(),
                                                PropertyText.of(directive, property.value()),
                                                property.origin()));
            }
        }
        if (isRestartedByDevtools()) {
            // The developer waits for the restart, and is the only client.
            for (Directive wait :
                    List.of(Directive.GRACEFUL_KEEP_ALIVE, Directive.GRACEFUL_SHUTDOWN_DELAY)) {
                builder.set(wait.directiveName(), "0", Origin.of("devtools"));
            }
        }
        reader.unknown().forEach(property -> errors.add(unknown(property)));
        refuseVirtualThreads(errors);
        try {
            Directives written = builder.build();
            StatusPortCheck.taken(written).ifPresent(errors::add);
            fixed.forEach(
                    (directive, value) -> {
                        if (directive.concerns(written.model())) {
                            builder.set(
                                    directive.directiveName(), value, Origin.of("management port"));
                        }
                    });
        } catch (ConfigurationException e) {
            errors.addAll(e.findings());
        }
        if (!errors.isEmpty()) {
            throw new MpmPropertiesException(errors);
        }
        return builder;
    }

    private static boolean isRestartedByDevtools() {
        ClassLoader loader = ClassUtils.getDefaultClassLoader();
        return loader != null && DEVTOOLS.equals(loader.getClass().getName());
    }

    private static void model(
            WrittenProperty property, Directives.Builder builder, List<Finding> errors) {
        try {
            builder.model(Model.parse(property.value()));
        } catch (IllegalArgumentException e) {
            errors.add(refused(property, "prefork, worker or event", ""));
        }
    }

    /** Reads a file, named by a path or as Spring names a resource: {@code classpath:mpm.conf}. */
    private static void read(
            WrittenProperty property, Directives.Builder builder, List<Finding> errors) {
        String location = property.value().strip();
        Resource file =
                ResourceUtils.isUrl(location)
                        ? new DefaultResourceLoader().getResource(location)
                        : new FileSystemResource(Path.of(location));
        try {
            builder.read(file.getContentAsString(StandardCharsets.UTF_8), location);
        } catch (IOException e) {
            errors.add(refused(property, "a file that can be read", e.toString()));
        }
    }

    private void refuseVirtualThreads(List<Finding> errors) {
        reader.property("spring.threads.virtual.enabled")
                .filter(property -> Boolean.parseBoolean(property.value()))
                .ifPresent(property -> errors.add(refused(property, "false", OWN_THREADS)));
    }

    private static Finding unknown(WrittenProperty property) {
        String nearest = PropertyName.nearest(property.name());
        return refused(property, "", "is no property, did you mean " + nearest + "?");
    }

    private static Finding refused(WrittenProperty property, String allowed, String action) {
        return new Finding(
                Level.ERROR, property.origin(), property.name(), property.value(), allowed, action);
    }
}
