package org.servletmpm.demo.compare;

import java.util.Locale;

/** What a compared server runs as. */
public enum ComparedModel {
    EVENT,
    WORKER,
    PREFORK,

    /** The container's own connector. */
    STOCK;

    /** As the page and the command line have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
