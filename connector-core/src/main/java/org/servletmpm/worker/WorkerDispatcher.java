package org.servletmpm.worker;

import java.util.Queue;
import org.servletmpm.connection.StreamShare;

/**
 * Runs what is ready on an idle worker of any child, or on the next one that has time. Any thread;
 * nothing here blocks.
 *
 * <p>What a bound worker begins (in event, one whose connection is pinned) runs beside it, on an
 * auxiliary thread: it may be the last worker, and wait for what it has begun.
 */
public final class WorkerDispatcher implements Dispatcher, WorkQueue.Idle<Worker, WorkerPool> {

    private final WorkerThreads<Worker> threads;
    private final WorkerPools pools;
    private final Dispatcher beside;
    private final WorkQueue<Worker, WorkerPool> queue;

    /**
     * @param beside runs what bound workers begin
     * @param waiting for what waits for the next worker that has time
     */
    public WorkerDispatcher(
            WorkerThreads<Worker> threads,
            WorkerPools pools,
            Dispatcher beside,
            Queue<Runnable> waiting) {
        this.threads = threads;
        this.pools = pools;
        this.beside = beside;
        this.queue = new WorkQueue<>(this, waiting);
    }

    /**
     * @return what waits for the next worker that has time
     */
    public WorkQueue<Worker, WorkerPool> queue() {
        return queue;
    }

    /**
     * @return the worker that runs in that thread, or null
     */
    Worker workerOf(Thread thread) {
        return threads.of(thread);
    }

    private static boolean isBound(Worker caller) {
        return caller != null && caller.isBound();
    }

    private static WorkerPool poolOf(Worker caller) {
        return caller == null ? null : caller.pool();
    }

    @Override
    public void execute(Runnable work) {
        Worker caller = threads.current();
        if (isBound(caller)) {
            beside.execute(work);
        } else {
            executeStep(poolOf(caller), work);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @param own may be null
     */
    @Override
    public void executeStep(WorkerPool own, Runnable step) {
        Worker worker = claim(own);
        if (worker != null) {
            worker.assign(worker.runs(step));
        } else {
            share(own, step);
        }
    }

    /**
     * Runs work, of which much may come at once, on the next worker that has time.
     *
     * @param first the workers that are asked first; may be null
     */
    void share(WorkerPool first, Runnable work) {
        queue.submit(work, first);
    }

    @Override
    public boolean tryExecute(Runnable work) {
        Worker worker = claim(poolOf(threads.current()));
        if (worker != null) {
            worker.assign(worker.runs(work));
        }
        return worker != null;
    }

    @Override
    public void begin(StreamTask step) {
        Worker caller = threads.current();
        if (isBound(caller)) {
            beside.begin(step);
        } else if (caller == null || !caller.pool().begins(step)) {
            share(poolOf(caller), step);
        }
    }

    @Override
    public void beginHere(StreamShare share, int most) {
        Worker caller = threads.current();
        Runnable next = caller == null || isBound(caller) ? null : share.next(most);
        if (next != null && !caller.pool().begins((StreamTask) next)) {
            // No worker needs to be woken for it: this one looks for work now, or ends and says so.
            queue.add(next);
        }
    }

    @Override
    public void remind() {
        queue.wake(null);
    }

    // ---- the workers that may be woken for what is queued

    /**
     * {@inheritDoc} No client waits behind slow requests while a sibling idles, be it one that
     * leaves. Those that lead come last: another thread has to take the duty over from them.
     */
    @Override
    public Worker claim(WorkerPool first) {
        Worker worker = first == null ? null : first.idle().claim();
        WorkerPool[] active = pools.active();
        WorkerPool[] leaving = pools.leaving();
        for (int n = 0; worker == null && n < active.length; n++) {
            worker = active[n].idle().claim();
        }
        for (int n = 0; worker == null && n < leaving.length; n++) {
            worker = leaving[n].idle().claim();
        }
        for (int n = 0; worker == null && n < active.length; n++) {
            worker = active[n].callLeader();
        }
        // Perhaps the caller, whose child has begun to leave while it leads.
        for (int n = 0; worker == null && n < leaving.length; n++) {
            worker = leaving[n].callLeader();
        }
        return worker;
    }

    @Override
    public boolean any() {
        return anyIdle(pools.active()) || anyIdle(pools.leaving());
    }

    private static boolean anyIdle(WorkerPool[] pools) {
        for (WorkerPool pool : pools) {
            if (pool.hasIdle()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void wake(Worker worker) {
        worker.assign(Assignment.Order.LOOK);
    }
}
