package org.servletmpm.tomcat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Finding;
import org.servletmpm.directive.Level;
import org.servletmpm.directive.Origin;

/**
 * The attributes of Tomcat's own that somebody wrote and that do not simply work: those that a
 * directive also speaks of, those without effect, those that are refused. Belongs to the thread
 * that configures the connector.
 */
final class ContainerAttributes {

    private final Map<String, Integer> written = new LinkedHashMap<>();

    /** Not yet known to the directives. */
    private final Map<String, Integer> pending = new LinkedHashMap<>();

    private final Set<String> withoutEffect = new TreeSet<>();

    private final Map<String, Finding> refused = new TreeMap<>();

    void put(String name, int value) {
        written.put(name, value);
        pending.put(name, value);
    }

    /** Somebody set it, but nobody wrote it. */
    void forget(String name) {
        written.remove(name);
        pending.remove(name);
        withoutEffect.remove(name);
    }

    void withoutEffect(String name) {
        withoutEffect.add(name);
    }

    /** The connector cannot start with this. */
    void refuse(String name, String value, String allowed) {
        Origin origin = Origin.of("attribute " + name);
        String action = "refused, " + reason(name);
        refused.put(name, new Finding(Level.ERROR, origin, name, value, allowed, action));
    }

    /** Nor with a model that there is none of. */
    void refuseModel(String value) {
        String name = "mpm";
        Origin origin = Origin.of("attribute " + name);
        String allowed = "prefork, worker or event";
        refused.put(name, new Finding(Level.ERROR, origin, name, value, allowed, "refused"));
    }

    /** What was refused has been taken back. */
    void allow(String name) {
        refused.remove(name);
    }

    /** Other directives have to be told everything again. */
    void startOver() {
        pending.putAll(written);
    }

    boolean isMissing(String name) {
        return !written.containsKey(name);
    }

    void addTo(Directives.Builder builder) {
        pending.forEach(
                (name, value) ->
                        builder.container(
                                name, String.valueOf(value), Origin.of("attribute " + name)));
        pending.clear();
    }

    /** A line for each attribute that keeps the connector from starting. */
    List<String> refusals() {
        return refused.values().stream().map(Finding::toString).toList();
    }

    /** One text for all that was written in vain; empty if nothing was. */
    Optional<String> warning() {
        return withoutEffect.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        withoutEffect.stream()
                                .map(name -> name + " (" + reason(name) + ")")
                                .collect(
                                        Collectors.joining(
                                                "; ", "attributes without effect: ", "")));
    }

    private static String reason(String name) {
        return Attributes.named(name).orElseThrow().remark();
    }
}
