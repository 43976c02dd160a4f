package org.servletmpm.directive;

/**
 * Tells about one value what was written and where, what is allowed, and what was done. Immutable.
 *
 * @param directive httpd's name of the directive, or the name that was written when it is unknown
 * @param value as written, or as an earlier correction left it
 * @param allowed what it must be; empty where the value as such is fine
 * @param action what was done about it, or what is wrong beyond the value; empty where an error's
 *     value says all
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
                                        known.effect() == Scope.Effect.REFUSED ? action : ""))
                .orElseGet(
                        () ->
                                new Finding(
                                        level,
                                        origin,
                                        "this line",
                                        "",
                                        "an MPM directive, or of a whole section of <IfModule>",
                                        ""));
    }

    /**
     * {@code ThreadsPerChild=100 (mpm.conf:3): must be 1 to ThreadLimit (64); using 64}, by the
     * name that was written.
     */
    @Override
    public String toString() {
        String name = origin.name().isEmpty() ? directive : origin.name();
        String subject = value.isEmpty() ? name : name + "=" + value;
        String rule = allowed.isEmpty() ? "" : "must be " + allowed;
        String end = rule.isEmpty() || action.isEmpty() ? "" : "; ";
        return subject + " (" + origin.place() + "): " + rule + end + action;
    }
}
