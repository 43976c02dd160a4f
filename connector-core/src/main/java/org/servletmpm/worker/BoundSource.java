package org.servletmpm.worker;

import java.io.IOException;

/**
 * worker: a worker sits idle until a connection was accepted for it, and serves that to its end.
 * Runs in the workers' threads.
 */
public final class BoundSource implements WorkSource {

    private final Runnable idle;

    /**
     * @param idle told when a worker sits idle
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
            Assignment assigned = worker.sits(pool.idle().sit(worker), idle);
            if (assigned != null) {
                return assigned;
            }
        }
        return null;
    }
}
