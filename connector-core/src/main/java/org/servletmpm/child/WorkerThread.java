package org.servletmpm.child;

import org.servletmpm.connection.WorkerIdentity;

/** The platform thread that a worker runs in, which tells who it is. Any thread may ask. */
final class WorkerThread extends Thread implements WorkerIdentity {

    private final Worker worker;

    WorkerThread(Worker worker, String name, long stack) {
        super(null, worker, name, stack);
        this.worker = worker;
    }

    Worker served() {
        return worker;
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
