package org.servletmpm.it.bench;

import java.io.IOException;
import java.util.List;

/**
 * The figures of one run of a load generator.
 *
 * @param p99Millis what 99 of 100 answers did not exceed
 * @param requests that were answered
 * @param errors what else it says: answers that are none, connections that broke
 */
record Run(double requestsPerSecond, double p99Millis, long requests, List<String> errors) {

    /**
     * This, which has figures.
     *
     * @throws IOException if it has none, because no request was answered
     */
    Run answered() throws IOException {
        if (requests == 0) {
            throw new IOException("no request was answered in a run of it; " + errors);
        }
        return this;
    }
}
