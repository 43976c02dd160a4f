package org.servletmpm.regulator;

import static java.util.Comparator.comparingInt;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/**
 * Counts the children of one snapshot as spare maintenance does: the workers of a leaving child are
 * not spare. Immutable.
 *
 * @param justRetired the slot of the child that was retired a second ago. httpd's parent reaps
 *     ended children only after the second's maintenance, so that child still counts once, however
 *     quickly it has left.
 * @param rule of the model
 */
record SpareCounts(Snapshot snapshot, OptionalInt justRetired, SpareRule rule) {

    /**
     * @return workers that can take a connection, or soon can. Those of a child that refuses
     *     connections cannot: if they counted, waiting connections would hide a shortage.
     */
    int idle() {
        return active().filter(child -> child.generation() >= snapshot.generation())
                .filter(child -> !rule.refuses(child))
                .mapToInt(child -> missing(child) + child.idleWorkers())
                .sum();
    }

    /**
     * @return all children, those that are leaving included
     */
    int children() {
        return snapshot.processes() + unreaped();
    }

    int activeChildren() {
        return (int) active().count();
    }

    int leaving() {
        return snapshot.stopping() + unreaped();
    }

    /**
     * @return workers that are busy or idle; those that are starting do not count yet
     */
    int activeThreads() {
        return active().mapToInt(SpareCounts::started).sum();
    }

    /**
     * @return the free slots below a limit, lowest first
     */
    List<Integer> freeBelow(int limit) {
        return snapshot.children().stream()
                .filter(child -> child.slot() < limit && !child.present())
                .map(ChildSnapshot::slot)
                .toList();
    }

    /**
     * @return the child to retire: of those that the rule allows, the one that has the least to
     *     finish. Of equals it is the highest slot, because connections gather in the lowest.
     */
    OptionalInt toRetire() {
        Comparator<ChildSnapshot> leastFirst =
                comparingInt(ChildSnapshot::busyWorkers)
                        .thenComparingInt(ChildSnapshot::connections)
                        .thenComparing(comparingInt(ChildSnapshot::slot).reversed());
        return active().filter(rule::mayLeave)
                .sorted(leastFirst)
                .mapToInt(ChildSnapshot::slot)
                .findFirst();
    }

    private Stream<ChildSnapshot> active() {
        return snapshot.children().stream().filter(child -> child.present() && !child.stopping());
    }

    private int unreaped() {
        return justRetired.isPresent() && !snapshot.children().get(justRetired.getAsInt()).present()
                ? 1
                : 0;
    }

    /**
     * @return workers that the child will have and has not yet
     */
    private int missing(ChildSnapshot child) {
        return Math.max(snapshot.threadsShown() - started(child), 0);
    }

    /**
     * @return workers that are busy or idle
     */
    static int started(ChildSnapshot child) {
        int started = 0;
        for (WorkerSnapshot worker : child.workers()) {
            if (worker.status() != WorkerStatus.DEAD && worker.status() != WorkerStatus.STARTING) {
                started++;
            }
        }
        return started;
    }
}
