package org.servletmpm.worker;

import java.util.function.BooleanSupplier;
import org.servletmpm.connection.StreamShare;

/**
 * Runs connections' steps on workers, and all other work beside them: the worker that runs a step
 * keeps its connection, until another one waits for it. Any thread; nothing here blocks.
 */
public final class BoundDispatcher implements Dispatcher {

    private final WorkerDispatcher workers;
    private final Dispatcher beside;
    private final WorkerPools pools;
    private final BooleanSupplier waits;

    /**
     * @param waits whether a step waits for a worker
     */
    public BoundDispatcher(
            WorkerDispatcher workers, Dispatcher beside, WorkerPools pools, BooleanSupplier waits) {
        this.workers = workers;
        this.beside = beside;
        this.pools = pools;
        this.waits = waits;
    }

    @Override
    public void execute(Runnable work) {
        beside.execute(work);
    }

    @Override
    public void executeStep(WorkerPool own, Runnable step) {
        workers.executeStep(own, step);
        if (waits.getAsBoolean() && !own.callFromIdle()) {
            for (WorkerPool pool : pools.active()) {
                if (pool.callFromIdle()) {
                    return;
                }
            }
        }
    }

    @Override
    public boolean tryExecute(Runnable work) {
        return beside.tryExecute(work);
    }

    @Override
    public void begin(StreamTask step) {
        beside.begin(step);
    }

    @Override
    public void beginHere(StreamShare share, int most) {
        beside.beginHere(share, most);
    }

    @Override
    public void remind() {
        workers.remind();
    }
}
