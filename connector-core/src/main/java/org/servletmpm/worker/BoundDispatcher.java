package org.servletmpm.worker;

import java.util.Queue;
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

    /** What waits for a thread beside the workers. */
    private final Queue<Runnable> streams;

    /**
     * @param waits whether a step waits for a worker
     * @param streams holds steps of streams until a thread beside the workers has time
     */
    public BoundDispatcher(
            WorkerDispatcher workers,
            Dispatcher beside,
            WorkerPools pools,
            BooleanSupplier waits,
            Queue<Runnable> streams) {
        this.workers = workers;
        this.beside = beside;
        this.pools = pools;
        this.waits = waits;
        this.streams = streams;
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
        streams.add(step);
        beside.execute(this::runStream);
    }

    /** Unless it has been refused meanwhile. */
    private void runStream() {
        Runnable next = streams.poll();
        if (next != null) {
            next.run();
        }
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
