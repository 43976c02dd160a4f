package org.servletmpm.child;

import java.io.IOException;

/**
 * worker and event: the child's listener, or a sibling's, gives work to whoever is idle. Runs in
 * the workers' threads.
 */
final class ThreadedSource implements WorkSource {

    private final Child child;
    private final ChildGroup group;

    ThreadedSource(Child child, ChildGroup group) {
        this.child = child;
        this.group = group;
    }

    @Override
    public Runnable next(Worker worker) throws IOException {
        if (child.isBound()) {
            // Who cannot wait for a client is not idle: nothing is accepted for him.
            worker.place();
        }
        WorkQueue<Worker, Child> queue = group.dispatcher().queue();
        while (!isOver()) {
            Runnable work = queue.next(child, worker.wasTold());
            if (work != null) {
                return work;
            }
            IdleWorkers.Seat<Worker> seat = queue.sit(child.idle(), worker, this::isOver);
            if (seat != null) {
                tellIdle(worker);
                work = worker.awaitAssignment(seat);
            }
            if (work != null) {
                return work;
            }
        }
        return null;
    }

    private boolean isOver() {
        return child.isEnding() || child.dismissesIdle();
    }

    /** Tells the child that the worker sits idle. Never throws: the worker has to wait then. */
    private void tellIdle(Worker worker) {
        try {
            child.workerIdle();
        } catch (Throwable t) {
            worker.failed(null, t);
        }
    }
}
