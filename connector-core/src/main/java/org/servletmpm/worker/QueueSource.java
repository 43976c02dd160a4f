package org.servletmpm.worker;

/**
 * Gives the workers of event what is queued; one is idle when nothing is. Runs in the workers'
 * threads.
 */
public final class QueueSource implements WorkSource {

    private final WorkQueue<Worker, WorkerPool> queue;
    private final Runnable idle;

    /**
     * @param idle told when a worker is idle
     */
    public QueueSource(WorkQueue<Worker, WorkerPool> queue, Runnable idle) {
        this.queue = queue;
        this.idle = idle;
    }

    @Override
    public Assignment next(Worker worker) {
        WorkerPool pool = worker.pool();
        while (!pool.isOver()) {
            Runnable work = queue.next(worker, pool);
            if (work != null) {
                return worker.runs(work);
            }
            IdleWorkers.Entry<Worker> entry = queue.becomeIdle(pool.idle(), worker, pool::isOver);
            Assignment assigned = entry == null ? null : worker.awaitAssignment(entry, idle);
            if (assigned != null) {
                return assigned;
            }
        }
        return null;
    }

    @Override
    public void leave(Worker worker) {
        queue.leave(worker, null);
    }
}
