package org.servletmpm.worker;

import java.io.IOException;

/**
 * Lets a worker of worker be idle until a connection was accepted for it, which it serves to its
 * end. Runs in the workers' threads.
 */
public final class BoundSource implements WorkSource {

    private final Runnable idle;

    /**
     * @param idle told when a worker is idle
     */
    public BoundSource(Runnable idle) {
        this.idle = idle;
    }

    @Override
    public Assignment next(Worker worker) throws IOException {
        // One that cannot wait for a client is not idle: nothing is accepted for it.
        worker.place();
        WorkerPool pool = worker.pool();
        while (!pool.isOver()) {
            Assignment assigned = worker.awaitAssignment(pool.idle().push(worker), idle);
            if (assigned != null) {
                return assigned;
            }
        }
        return null;
    }
}
