package org.servletmpm.worker;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.servletmpm.connection.StreamShare;

/**
 * Runs work on auxiliary threads, where workers belong to their connections: those of the calling
 * worker's child, or of any. Any thread; nothing here blocks.
 */
public final class AuxiliaryDispatcher implements Dispatcher {

    private final WorkerThreads<Worker> threads;
    private final WorkerPools pools;
    private final ContinuationExecutor continuations;

    public AuxiliaryDispatcher(
            WorkerThreads<Worker> threads, WorkerPools pools, ContinuationExecutor continuations) {
        this.threads = threads;
        this.pools = pools;
        this.continuations = continuations;
    }

    @Override
    public void execute(Runnable work) {
        Worker caller = threads.current();
        WorkerPool own = caller == null ? null : caller.pool();
        WorkerPool[] all = pools.active();
        int any = all.length == 0 ? 0 : ThreadLocalRandom.current().nextInt(all.length);
        if (own != null && own.hasIdleAuxiliary() && own.executeBeside(work)
                || executeBeside(work, all, any, WorkerPool::hasIdleAuxiliary)
                || own != null && own.executeBeside(work)
                || executeBeside(work, all, any, pool -> true)) {
            return;
        }
        // Between two children: it may not wait for one, a thread may be blocked for it.
        continuations.execute(work);
    }

    /** By the first child from a given one on that is fit for it, and has not ended. */
    private static boolean executeBeside(
            Runnable work, WorkerPool[] pools, int first, Predicate<WorkerPool> fit) {
        for (int n = 0; n < pools.length; n++) {
            WorkerPool pool = pools[(first + n) % pools.length];
            if (fit.test(pool) && pool.executeBeside(work)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void executeStep(WorkerPool own, Runnable step) {
        if (!own.executeBeside(step)) {
            execute(step);
        }
    }

    @Override
    public boolean tryExecute(Runnable work) {
        return false;
    }

    @Override
    public void begin(StreamTask step) {
        execute(step);
    }

    @Override
    public void beginHere(StreamShare share, int most) {}

    @Override
    public void remind() {}
}
