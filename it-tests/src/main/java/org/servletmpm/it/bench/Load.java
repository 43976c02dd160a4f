package org.servletmpm.it.bench;

import java.io.IOException;

/** A load that one server at a time is put under. */
interface Load {

    /** Blocks for about as long as it says. */
    Run run(int port, int seconds) throws IOException, InterruptedException;
}
