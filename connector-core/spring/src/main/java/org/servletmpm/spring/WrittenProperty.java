package org.servletmpm.spring;

import org.servletmpm.directive.Origin;

/**
 * A property that somebody wrote.
 *
 * @param name in kebab case, with its prefix
 * @param value as written, placeholders replaced
 * @param place where it is written, as Boot says it; empty if Boot does not know
 */
record WrittenProperty(String name, String value, String place) {

    Origin origin() {
        return Origin.of(place.isEmpty() ? name : name + " (" + place + ")");
    }

    /** The last part of the name, which says the directive. */
    String directive() {
        return PropertyName.directive(name);
    }
}
