package org.servletmpm.directive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Collects what is written for one connector: directives, settings in the container's own words,
 * and what the connector cannot start with. Builds {@link Directives} of all of it. Belongs to the
 * thread that configures the connector.
 *
 * <p>A value is never refused when it is written but when the connector starts, with every other
 * error: containers log an exception of a setter and go on without the value.
 */
public final class ConnectorConfiguration {

    /** Why a connector takes no executor, and what there is instead. */
    public static final String OWN_THREADS =
            "requests run on the children's own threads: MaxRequestWorkers and ThreadsPerChild say"
                    + " how many, WorkerThreads virtual (Java 21) of what kind";

    private static final String MODEL = "mpm";

    private final String kind;

    private Directives.Builder directives = Directives.builder();

    /** By attribute; of two values for one the later counts. */
    private final Map<String, ContainerValue> containers = new LinkedHashMap<>();

    private final Map<String, Finding> refused = new TreeMap<>();

    /** Puts in what counts after everything else. */
    private UnaryOperator<Directives.Builder> inherited = builder -> builder;

    private record ContainerValue(String value, Origin origin) {}

    /**
     * @param kind what the container calls a connector's settings, such as {@code attribute}
     */
    public ConnectorConfiguration(String kind) {
        this.kind = kind;
    }

    /** Takes directives that a builder has collected, in place of those that were set here. */
    public void directives(Directives.Builder collected) {
        directives = collected;
        allow(MODEL);
    }

    /** Sets the processing model: prefork, worker or event, in any case. */
    public void model(String name) {
        try {
            directives.model(Model.parse(name));
            allow(MODEL);
        } catch (IllegalArgumentException e) {
            refuse(MODEL, name, "prefork, worker or event", "");
        }
    }

    /** Sets a directive, by any name that {@link Directive#named} knows. */
    public void set(String directive, String value) {
        directives.set(directive, value, origin(directive));
    }

    /** Sets an attribute of the container's that {@link Directives.Builder#container} knows. */
    public void container(String attribute, int value) {
        container(attribute, value, attribute);
    }

    /**
     * As {@link #container(String, int)}, where the container has another name for it.
     *
     * @param setting the name that somebody wrote
     */
    public void container(String attribute, int value, String setting) {
        containers.put(attribute, new ContainerValue(String.valueOf(value), origin(setting)));
    }

    /**
     * Sets an attribute of the container's that nobody has written to the container's default.
     *
     * @param container whose default it is
     */
    public void containerDefault(String attribute, int value, String container) {
        containers.putIfAbsent(
                attribute,
                new ContainerValue(String.valueOf(value), Origin.of(container + "'s default")));
    }

    /**
     * Tells how an attribute of the container's was written that a framework has set.
     *
     * @param setting the framework's name for it
     */
    public void writtenAs(String attribute, String setting) {
        containers.computeIfPresent(
                attribute,
                (name, set) -> new ContainerValue(set.value(), Origin.named("property", setting)));
    }

    /** Forgets an attribute of the container's: a framework set it, and nobody wrote it. */
    public void forget(String attribute) {
        containers.remove(attribute);
    }

    /**
     * Takes over what the control of this process has decided: it counts after everything that is
     * written here, the model too.
     */
    public void inherit(Model model, ConfigurationFile file) {
        inherited = builder -> builder.model(model).forProcesses().read(file.text(), file.name());
        allow(MODEL);
    }

    /**
     * Keeps the connector from starting.
     *
     * @param setting as it was written
     * @param allowed what could have been written; empty for nothing
     * @param action what is done about it, and the reason
     */
    public void refuse(String setting, String value, String allowed, String action) {
        refused.put(setting, finding(setting, value, allowed, action));
    }

    /** Takes back what {@link #refuse} did. */
    public void allow(String setting) {
        refused.remove(setting);
    }

    /** Goes on from the directives that a graceful restart has put into effect. */
    public void restarted(Directives next) {
        directives = next.toBuilder();
    }

    /**
     * Checks what is written.
     *
     * @return what takes effect
     * @throws IllegalArgumentException with a line for each error
     */
    public Directives build() {
        List<String> errors = new ArrayList<>();
        refused.values().forEach(finding -> errors.add(finding.toString()));
        Directives.Builder all = directives.copy();
        containers.forEach(
                (name, written) -> all.container(name, written.value(), written.origin()));
        try {
            Directives built = inherited.apply(all).build();
            if (errors.isEmpty()) {
                return built;
            }
        } catch (ConfigurationException e) {
            errors.add(e.getMessage());
        }
        throw new IllegalArgumentException(String.join("\n", errors));
    }

    /**
     * @return the error for a setting that the connector cannot take
     */
    public Finding finding(String setting, String value, String allowed, String action) {
        return new Finding(Level.ERROR, origin(setting), setting, value, allowed, action);
    }

    private Origin origin(String setting) {
        return Origin.named(kind, setting);
    }
}
