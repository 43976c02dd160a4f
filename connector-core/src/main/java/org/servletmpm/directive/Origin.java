package org.servletmpm.directive;

import java.util.Objects;

/**
 * Says where a value was written, and by what name, so that an operator can look there. Immutable.
 *
 * @param source a file as it was named, {@code --set}, {@code attribute}, {@code default}
 * @param line the line in a file, counted from 1; 0 where there are no lines
 * @param name as it was written there, such as {@code maxThreads}; empty for httpd's name
 */
public record Origin(String source, int line, String name) {

    /** The origin of httpd's default, which nobody wrote. */
    public static final Origin DEFAULT = of("default");

    public Origin {
        Objects.requireNonNull(source);
        Objects.requireNonNull(name);
        if (line < 0) {
            throw new IllegalArgumentException("line " + line);
        }
    }

    /** Makes the origin of a place without lines, such as {@code --set}. */
    public static Origin of(String source) {
        return new Origin(source, 0, "");
    }

    /** Makes the origin of a line of a file, counted from 1. */
    public static Origin file(String name, int line) {
        return new Origin(name, line, "");
    }

    /** Makes the origin of a value that has a name of its own there. */
    public static Origin named(String source, String name) {
        return new Origin(source, 0, name);
    }

    /** {@code mpm.conf:12}, or the source alone where there are no lines. */
    String place() {
        return line == 0 ? source : source + ":" + line;
    }

    /** {@code mpm.conf:12}, {@code --set} or {@code attribute maxThreads}. */
    @Override
    public String toString() {
        return name.isEmpty() ? place() : place() + " " + name;
    }
}
