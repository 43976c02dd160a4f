package org.servletmpm.child;

import org.servletmpm.connection.WorkerIdentity;

/** The platform thread that a worker runs in, which tells who it is. Any thread may ask. */
final class WorkerThread extends Thread implements WorkerIdentity {

    private final WorkerThreads group;
    private final Worker worker;

    WorkerThread(WorkerThreads group, Worker worker, String name, long stack) {
        super(null, worker, name, stack);
        this.group = group;
        this.worker = worker;
    }

    /**
     * @return its worker, or null when that is of another group
     */
    Worker worker(WorkerThreads asked) {
        return asked == group ? worker : null;
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
