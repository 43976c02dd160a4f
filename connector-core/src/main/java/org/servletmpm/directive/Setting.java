package org.servletmpm.directive;

/**
 * Holds the value of a directive that somebody wrote. Immutable.
 *
 * @param text as written
 * @param value of the directive's {@link Syntax#type()}
 * @param fromContainer whether it was written in the container's own words, which yield to httpd's
 */
record Setting(
        Directive directive, String text, Object value, Origin origin, boolean fromContainer) {

    Finding finding(Level level, String allowed, String action) {
        return new Finding(level, origin, directive.directiveName(), text, allowed, action);
    }
}
