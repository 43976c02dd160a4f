package org.servletmpm.child;

import org.servletmpm.connection.WorkerIdentity;

/** The platform thread that a worker runs in, which tells who it is. Any thread may ask. */
final class WorkerThread extends Thread implements WorkerIdentity {

    private final WorkerThreads family;
    private final Worker worker;

    WorkerThread(WorkerThreads family, Worker worker, String name, long stack) {
        super(null, worker, name, stack);
        this.family = family;
        this.worker = worker;
    }

    /**
     * @return its worker, or null when that is of another family
     */
    Worker worker(WorkerThreads asked) {
        return asked == family ? worker : null;
    }

    @Override
    public int slot() {
        return worker.slot();
    }

    @Override
    public int generation() {
        return worker.generation();
    }

    @Override
    public int worker() {
        return worker.worker();
    }
}
