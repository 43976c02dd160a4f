package org.servletmpm.worker;

/**
 * event: a worker takes what is queued, and sits idle when nothing is. Runs in the workers'
 * threads.
 */
public final class QueueSource implements WorkSource {

    private final WorkQueue<Worker, WorkerPool> queue;
    private final Runnable idle;

    /**
     * @param idle told when a worker sits idle
     */
    public QueueSource(WorkQueue<Worker, WorkerPool> queue, Runnable idle) {
        this.queue = queue;
        this.idle = idle;
    }

    @Override
    public Assignment next(Worker worker) {
        WorkerPool pool = worker.pool();
        while (!pool.isOver()) {
            Runnable work = queue.next(pool, worker.wasTold());
            if (work != null) {
                return worker.runs(work);
            }
            IdleWorkers.Seat<Worker> seat = queue.sit(pool.idle(), worker, pool::isOver);
            Assignment assigned = seat == null ? null : worker.sits(seat, idle);
            if (assigned != null) {
                return assigned;
            }
        }
        return null;
    }

    @Override
    public void leave(Worker worker) {
        queue.leave(null, worker.wasTold());
    }
}
