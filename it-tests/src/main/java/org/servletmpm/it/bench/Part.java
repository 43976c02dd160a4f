package org.servletmpm.it.bench;

import java.util.Locale;

/** A part of the report. */
enum Part {
    /** The hello servlet in every model, beside what it is to reach. */
    TARGETS,
    /** Event where a hand-off saved might cost something. */
    PRICE,
    /** Virtual threads against the stock connector on virtual threads. */
    VIRTUAL,
    /** Bytes allocated and system calls, for each request. */
    ALLOC,
    /** Servers of others. */
    PEERS;

    /** As the command line has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
