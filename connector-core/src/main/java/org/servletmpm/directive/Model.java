package org.servletmpm.directive;

import java.util.Locale;

/** The processing models of Apache httpd: who accepts a connection, and who waits for it. */
public enum Model {
    /** One thread per child: it accepts, serves and waits. */
    PREFORK,
    /** The child's listener accepts; a worker keeps its connection to the end. */
    WORKER,
    /**
     * The child's listener accepts and waits; a worker has a connection only while there is work.
     */
    EVENT;

    /** Whether a connection keeps its thread from accept to close. */
    public boolean bound() {
        return this != EVENT;
    }

    /** The name as httpd writes it, in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
