package org.servletmpm.worker;

import org.servletmpm.connection.WorkerIdentity;

/**
 * The platform thread that a worker runs in, which knows its worker. Any thread.
 *
 * @param <W> the worker
 */
final class WorkerThread<W extends Runnable & WorkerIdentity> extends Thread
        implements WorkerIdentity {

    private final WorkerThreads<W> group;
    private final W worker;

    WorkerThread(WorkerThreads<W> group, W worker, String name, long stack) {
        super(null, worker, name, stack);
        this.group = group;
        this.worker = worker;
    }

    WorkerThreads<W> group() {
        return group;
    }

    W ofGroup() {
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
