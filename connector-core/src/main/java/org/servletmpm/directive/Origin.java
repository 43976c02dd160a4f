package org.servletmpm.directive;

import java.util.Objects;

/**
 * Where a value came from, in words an operator can go and look at.
 *
 * @param source a file as it was named, {@code --set}, {@code attribute maxThreads}, {@code
 *     default}
 * @param line the line in a file, counted from 1; 0 where there are no lines
 */
public record Origin(String source, int line) {

    /** Nobody wrote it: httpd's default. */
    public static final Origin DEFAULT = new Origin("default", 0);

    public Origin {
        Objects.requireNonNull(source);
        if (line < 0) {
            throw new IllegalArgumentException("line " + line);
        }
    }

    /** A place without lines, such as {@code --set} or {@code attribute maxThreads}. */
    public static Origin of(String source) {
        return new Origin(source, 0);
    }

    /** A line of a file, counted from 1. */
    public static Origin file(String name, int line) {
        return new Origin(name, line);
    }

    /** {@code mpm.conf:12}, or the source alone where there are no lines. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
