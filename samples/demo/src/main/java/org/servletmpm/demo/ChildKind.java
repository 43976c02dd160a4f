package org.servletmpm.demo;

import java.util.Locale;

/** What the demo's children can be. */
enum ChildKind {
    /** Threads of the one JVM. */
    THREAD,
    /** JVMs of their own. */
    PROCESS;

    static ChildKind parse(String name) {
        for (ChildKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("children " + name + ": allowed thread or process");
    }
}
