package org.servletmpm.it.bench;

import java.util.Locale;

/** A part of the report. */
enum Part {
    /** The hello servlet in every model, cold and warm. */
    TARGETS,
    /** Event under the loads of production, where a hand-off saved might cost something. */
    PRICE,
    /** Virtual threads against the stock connector on virtual threads. */
    VIRTUAL,
    /** Bytes allocated and system calls, for each request. */
    ALLOC,
    /** Servers of others, and the least that the kernel lets a server take. */
    PEERS;

    /** As the command line has it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
