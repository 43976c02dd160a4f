package org.servletmpm.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;

/** The attributes of Tomcat's own that somebody wrote and that a directive also speaks of. */
final class ContainerAttributes {

    private final Map<String, Integer> written = new LinkedHashMap<>();

    void put(String name, int value) {
        written.put(name, value);
    }

    boolean isMissing(String name) {
        return !written.containsKey(name);
    }

    void addTo(Directives.Builder builder) {
        written.forEach(
                (name, value) ->
                        builder.container(
                                name, String.valueOf(value), Origin.of("attribute " + name)));
    }
}
