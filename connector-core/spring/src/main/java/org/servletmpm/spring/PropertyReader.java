package org.servletmpm.spring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.servletmpm.directive.Directive;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds properties in an environment, in every spelling that Boot takes for the same. Belongs to
 * the thread that configures the server.
 */
final class PropertyReader {

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mpm");

    private final Environment environment;

    PropertyReader(Environment environment) {
        this.environment = environment;
    }

    /** Reads a property whose value is a text. */
    Optional<WrittenProperty> property(String name) {
        return bound(name, Bindable.of(String.class));
    }

    /** Reads what is written for a directive; today's name, which counts, is the last. */
    List<WrittenProperty> properties(Directive directive) {
        List<WrittenProperty> written = new ArrayList<>();
        for (String name : PropertyName.of(directive)) {
            (directive == Directive.EVENT_INCOMPATIBLE ? list(name) : property(name))
                    .ifPresent(property -> written.add(0, property));
        }
        return written;
    }

    /** Reads a list: YAML's lists, and values between commas, are words between blanks in httpd. */
    private Optional<WrittenProperty> list(String name) {
        return bound(name, Bindable.listOf(String.class));
    }

    private Optional<WrittenProperty> bound(String name, Bindable<?> type) {
        Place place = new Place();
        return Optional.ofNullable(Binder.get(environment).bind(name, type, place).orElse(null))
                .map(value -> new WrittenProperty(name, text(value), place.found));
    }

    private static String text(Object value) {
        return value instanceof List<?> words
                ? String.join(" ", words.stream().map(String::valueOf).toList())
                : value.toString();
    }

    /** Keeps the place of a property while it is bound. */
    private static final class Place implements BindHandler {
        private String found = "";

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name,
                Bindable<?> target,
                BindContext context,
                Object result) {
            ConfigurationProperty property = context.getConfigurationProperty();
            if (found.isEmpty()) {
                found = place(property);
            }
            return result;
        }
    }

    /** Tells whether any source has it, whatever the value. */
    boolean isWritten(String name) {
        ConfigurationPropertyName wanted = ConfigurationPropertyName.of(name);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.getConfigurationProperty(wanted) != null) {
                return true;
            }
        }
        return false;
    }

    /** Reads all properties under {@code mpm} except {@code mpm.enabled}. */
    List<WrittenProperty> all() {
        List<WrittenProperty> all = new ArrayList<>();
        property(PropertyName.MODEL).ifPresent(all::add);
        property(PropertyName.CONF).ifPresent(all::add);
        property(PropertyName.CHILD_PROCESSES)
                .filter(wanted -> Boolean.parseBoolean(wanted.value()))
                .ifPresent(all::add);
        List.of(Directive.values()).forEach(directive -> all.addAll(properties(directive)));
        all.addAll(unknown());
        return all;
    }

    /**
     * Finds the names under {@code mpm} that mean nothing. It leaves environment variables out:
     * another program may have set {@code MPM_HOME}, as Kubernetes does for a service called mpm.
     */
    List<WrittenProperty> unknown() {
        Map<String, WrittenProperty> unknown = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource known
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                known.stream()
                        .filter(ROOT::isAncestorOf)
                        .filter(name -> !isKnown(name))
                        .forEach(name -> unknown.putIfAbsent(name.toString(), at(source, name)));
            }
        }
        return List.copyOf(unknown.values());
    }

    private static boolean isKnown(ConfigurationPropertyName name) {
        boolean deeper = name.getNumberOfElements() > 2 && !name.isLastElementIndexed();
        return !deeper
                && PropertyName.isKnown(PropertyName.PREFIX + name.getElement(1, Form.DASHED));
    }

    private static WrittenProperty at(
            ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        String value = property == null ? "" : String.valueOf(property.getValue());
        return new WrittenProperty(name.toString(), value, place(property));
    }

    /**
     * @param property may be null
     * @return the file and the line, or another place as Boot names it; empty if Boot does not know
     */
    private static String place(ConfigurationProperty property) {
        Origin origin = property == null ? null : property.getOrigin();
        if (origin instanceof TextResourceOrigin text
                && text.getResource() != null
                && text.getLocation() != null) {
            return text.getResource().getFilename() + ":" + (text.getLocation().getLine() + 1);
        }
        if (origin instanceof PropertySourceOrigin source) {
            return source.getPropertySource().getName();
        }
        return origin == null ? "" : origin.toString();
    }
}
