package org.servletmpm.directive;

/**
 * Tells about one value what was written and where, what is allowed, and what was done. Immutable.
 *
 * @param directive httpd's name of the directive, or the name that was written when it is unknown
 * @param value as written, or as an earlier correction left it
 * @param allowed what could have been written; empty where the value as such is fine
 * @param action what was done about it
 */
public record Finding(
        Level level, Origin origin, String directive, String value, String allowed, String action) {

    /**
     * @return the same without anything that was written except the name of a directive
     */
    Finding withoutText() {
        return Directive.named(directive)
                .map(
                        known ->
                                new Finding(
                                        level,
                                        origin,
                                        known.directiveName(),
                                        "",
                                        allowed.isEmpty() ? "" : known.syntax().allowed(),
                                        action))
                .orElseGet(
                        () ->
                                new Finding(
                                        level,
                                        origin,
                                        "this line",
                                        "",
                                        "only MPM directives and whole sections of <IfModule>",
                                        "refused"));
    }

    /** {@code WARN mpm.conf:3 ThreadsPerChild 100: allowed 1 to ThreadLimit (64); using 64}. */
    @Override
    public String toString() {
        String subject = value.isEmpty() ? directive : directive + " " + value;
        String rule = allowed.isEmpty() ? "" : "allowed " + allowed + "; ";
        return level + " " + origin + " " + subject + ": " + rule + action;
    }
}
