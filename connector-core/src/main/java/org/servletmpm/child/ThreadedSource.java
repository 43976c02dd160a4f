package org.servletmpm.child;

import java.io.IOException;

/**
 * worker and event: the child's listener, or a sibling's, gives work to whoever is idle. Runs in
 * the workers' threads.
 */
final class ThreadedSource implements WorkSource {

    private final Child child;
    private final Family family;

    ThreadedSource(Child child, Family family) {
        this.child = child;
        this.family = family;
    }

    @Override
    public Runnable next(Worker worker) throws IOException {
        if (child.isBound()) {
            // Who cannot wait for a client is not idle: nothing is accepted for him.
            worker.place();
        }
        while (true) {
            boolean told = worker.wasTold();
            if (child.isEnding() || child.dismissesIdle()) {
                if (told) {
                    family.dispatcher().toldLeaves(null);
                }
                return null;
            }
            Runnable work = family.dispatcher().poll(child, told);
            if (work != null) {
                return work;
            }
            IdleWorkers.Seat<Worker> seat = child.idle().sit(worker);
            // Whoever found no idle worker has queued by now, or will find the seat.
            boolean stands =
                    family.dispatcher().hasReady() || child.isEnding() || child.dismissesIdle();
            if (stands && child.idle().stand(seat)) {
                continue;
            }
            tellIdle(worker);
            work = worker.awaitAssignment(seat);
            if (work != null) {
                return work;
            }
        }
    }

    /** Whatever happens, it sits where somebody may find it, and waits. */
    private void tellIdle(Worker worker) {
        try {
            child.workerIdle();
        } catch (Throwable t) {
            worker.failed(null, t);
        }
    }
}
