package org.servletmpm.directive;

import java.util.Objects;

/**
 * Says where a value was written, so that an operator can look there. Immutable.
 *
 * @param source a file as it was named, {@code --set}, {@code attribute maxThreads}, {@code
 *     default}
 * @param line the line in a file, counted from 1; 0 where there are no lines
 */
public record Origin(String source, int line) {

    /** The origin of httpd's default, which nobody wrote. */
    public static final Origin DEFAULT = new Origin("default", 0);

    public Origin {
        Objects.requireNonNull(source);
        if (line < 0) {
            throw new IllegalArgumentException("line " + line);
        }
    }

    /** Makes the origin of a place without lines, such as {@code attribute maxThreads}. */
    public static Origin of(String source) {
        return new Origin(source, 0);
    }

    /** Makes the origin of a line of a file, counted from 1. */
    public static Origin file(String name, int line) {
        return new Origin(name, line);
    }

    /** {@code mpm.conf:12}, or the source alone where there are no lines. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
