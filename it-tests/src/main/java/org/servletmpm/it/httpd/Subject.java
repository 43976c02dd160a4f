package org.servletmpm.it.httpd;

import java.io.IOException;
import java.util.Map;

/** A server under the load: httpd or the demo. */
interface Subject extends AutoCloseable {

    String name();

    int port();

    /** Of something that reads a body to its end before it is done, without a query. */
    String holdPath();

    /**
     * The slot in which each request is held. Another worker is idle.
     *
     * @param held by the number in its query, {@code id}
     */
    Map<Integer, Integer> slots(Map<Integer, HeldRequest> held) throws IOException;

    @Override
    void close() throws IOException;
}
