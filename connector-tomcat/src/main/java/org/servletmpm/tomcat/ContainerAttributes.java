package org.servletmpm.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;

/** The attributes of Tomcat's own that somebody wrote and that a directive also speaks of. */
final class ContainerAttributes {

    private final Map<String, Integer> written = new LinkedHashMap<>();

    /** Not yet known to the directives. */
    private final Map<String, Integer> pending = new LinkedHashMap<>();

    void put(String name, int value) {
        written.put(name, value);
        pending.put(name, value);
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
}
