package org.servletmpm.status;

import java.util.EnumMap;
import java.util.Map;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** Counts the workers of all children by what they do. */
final class WorkerStates {
    private WorkerStates() {}

    /**
     * @return a count for each state that a worker can be in, 0 too; an open slot is none
     */
    static Map<WorkerStatus, Integer> of(Snapshot snapshot) {
        Map<WorkerStatus, Integer> states = new EnumMap<>(WorkerStatus.class);
        for (WorkerStatus status : WorkerStatus.values()) {
            states.put(status, 0);
        }
        for (ChildSnapshot child : snapshot.children()) {
            for (WorkerSnapshot worker : child.workers()) {
                states.merge(worker.status(), 1, Integer::sum);
            }
        }
        states.remove(WorkerStatus.DEAD);
        return states;
    }
}
