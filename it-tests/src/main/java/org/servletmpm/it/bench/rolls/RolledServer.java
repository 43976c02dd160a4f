package org.servletmpm.it.bench.rolls;

import java.io.IOException;

/** A server on loopback that can replace its processes while it serves. */
interface RolledServer extends AutoCloseable {

    int port();

    /**
     * @return of a page that may be asked for by POST
     */
    String path();

    /**
     * Replaces every process once. Returns when the new ones serve, as far as that can be known.
     */
    void roll() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
