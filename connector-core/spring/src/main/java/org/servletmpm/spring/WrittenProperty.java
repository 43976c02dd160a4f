package org.servletmpm.spring;

import org.servletmpm.directive.Origin;

/**
 * Holds a property that somebody wrote. Immutable.
 *
 * @param name in kebab case, with its prefix
 * @param value as written, placeholders replaced
 * @param place where it is written, as Boot says it; empty if Boot does not know
 */
record WrittenProperty(String name, String value, String place) {

    Origin origin() {
        return Origin.named(place.isEmpty() ? "property" : place, name);
    }

    /**
     * @return the last part of the name, as {@link Directive#named} knows it
     */
    String directive() {
        return PropertyName.directive(name);
    }
}
