package org.servletmpm.child;

import java.io.IOException;

/** Where a worker's work comes from: what differs between the models, seen from the worker. */
interface WorkSource {

    /**
     * Waits for work, in the worker's thread.
     *
     * @return the work, or null when the child ends
     * @throws IOException when the worker's selector cannot be had
     */
    Runnable next(Worker worker) throws IOException;
}
