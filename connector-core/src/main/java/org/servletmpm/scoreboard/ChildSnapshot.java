package org.servletmpm.scoreboard;

import java.util.List;
import java.util.function.Predicate;

/**
 * Shows one slot at one moment.
 *
 * @param slot the slot's number, from 0
 * @param pid the process its child runs in, 0 if the slot is free
 * @param generation the child's generation
 * @param stopping whether the child is leaving
 * @param accepting whether the child takes new connections
 * @param connections the connections the child has, with a worker or without
 * @param async those that have none
 * @param auxiliaries auxiliary threads that are busy, in prefork and worker
 * @param gauges what else the child has
 * @param elsewhere requests of the slot that ended in a thread that is not a worker
 * @param totals what else the slot's children have counted
 * @param workers one entry for each thread the slot may have (ThreadLimit)
 */
public record ChildSnapshot(
        int slot,
        long pid,
        int generation,
        boolean stopping,
        boolean accepting,
        int connections,
        AsyncCounts async,
        int auxiliaries,
        Gauges gauges,
        NonWorkerRequests elsewhere,
        Totals totals,
        List<WorkerSnapshot> workers) {
    public ChildSnapshot {
        workers = List.copyOf(workers);
    }

    /**
     * @return whether a child has the slot
     */
    public boolean present() {
        return pid != 0;
    }

    /**
     * @return the workers that are busy and are not about to leave
     */
    public int busyWorkers() {
        return count(
                status ->
                        switch (status) {
                            case READING, WRITING, KEEPALIVE, DNS, CLOSING, LOGGING -> true;
                            case DEAD, STARTING, READY, GRACEFUL, IDLE_KILL -> false;
                        });
    }

    /**
     * @return the workers that finish what they do and then leave
     */
    public int gracefulWorkers() {
        return count(status -> status == WorkerStatus.GRACEFUL);
    }

    /**
     * @return the workers that wait for work; those that are starting are not counted
     */
    public int idleWorkers() {
        return count(status -> status == WorkerStatus.READY);
    }

    /**
     * @return the workers that wait in their thread for the next request of a connection
     */
    public int keepAliveWorkers() {
        return count(status -> status == WorkerStatus.KEEPALIVE);
    }

    private int count(Predicate<WorkerStatus> which) {
        int count = 0;
        for (WorkerSnapshot worker : workers) {
            if (which.test(worker.status())) {
                count++;
            }
        }
        return count;
    }
}
