package org.servletmpm.worker;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the parts of a child that still live: its workers, its listener, its auxiliary threads,
 * and for the time of its start the child itself. Any thread. The last worker to end lets the rest
 * end; the last part to end gives the slot back.
 */
public final class LiveThreads {

    private final Runnable workersEnded;
    private final Runnable allEnded;

    /**
     * One more until the start has ended, so that a start that fails half-way ends like any other.
     */
    private final AtomicInteger workers = new AtomicInteger(1);

    /** The workers are one part together. */
    private final AtomicInteger parts = new AtomicInteger(2);

    /**
     * @param workersEnded runs in the thread of the last worker
     * @param allEnded runs in the last thread of all
     */
    public LiveThreads(Runnable workersEnded, Runnable allEnded) {
        this.workersEnded = workersEnded;
        this.allEnded = allEnded;
    }

    /**
     * Starts a worker's thread.
     *
     * @throws OutOfMemoryError when there is none to be had
     */
    void workerStarts(Thread worker) {
        workers.incrementAndGet();
        boolean started = false;
        try {
            worker.start();
            started = true;
        } finally {
            if (!started) {
                // Never the last: the thread that starts one is alive itself.
                workers.decrementAndGet();
            }
        }
    }

    /** The start has ended, well or not. */
    public void startEnds() {
        workerEnded();
    }

    void workerEnded() {
        if (workers.decrementAndGet() == 0) {
            try {
                workersEnded.run();
            } finally {
                partEnded();
            }
        }
    }

    public boolean hasNoWorkers() {
        return workers.get() == 0;
    }

    /**
     * @return whether the listener may start: not in a child that is over
     */
    public boolean listenerStarts() {
        return parts.getAndUpdate(living -> living == 0 ? 0 : living + 1) != 0;
    }

    public void listenerEnded() {
        partEnded();
    }

    void auxiliariesEnded() {
        partEnded();
    }

    /**
     * @return whether its last part has ended, also if telling so has failed
     */
    public boolean isOver() {
        return parts.get() == 0;
    }

    private void partEnded() {
        if (parts.decrementAndGet() == 0) {
            allEnded.run();
        }
    }
}
