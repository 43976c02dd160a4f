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
 * The children of one snapshot as spare maintenance counts them. A free slot has no workers, and a
 * child that is leaving has none to offer.
 *
 * @param justRetired the slot of the child that was retired a second ago. httpd's parent collects
 *     its dead only after the second's maintenance, so that child is still there for one look,
 *     however quickly it left.
 * @param rule of the model
 */
record SpareCounts(Snapshot snapshot, OptionalInt justRetired, SpareRule rule) {

    /**
     * Workers that could take a connection, or are about to be able to. Those of a child that
     * refuses connections could not: if they counted, parked connections would hide that new ones
     * starve.
     */
    int idle() {
        return active().filter(child -> child.generation() >= snapshot.generation())
                .filter(child -> !rule.refuses(child))
                .mapToInt(child -> missing(child) + child.idleWorkers())
                .sum();
    }

    /** Those that are leaving included. */
    int children() {
        return snapshot.processes() + uncollected();
    }

    int activeChildren() {
        return (int) active().count();
    }

    int leaving() {
        return snapshot.stopping() + uncollected();
    }

    /** Workers at work or idle: those that are starting count when they have. */
    int activeThreads() {
        return active().mapToInt(SpareCounts::started).sum();
    }

    /** The free slots below a limit, lowest first. */
    List<Integer> freeBelow(int limit) {
        return snapshot.children().stream()
                .filter(child -> child.slot() < limit && !child.present())
                .map(ChildSnapshot::slot)
                .toList();
    }

    /**
     * The child that is missed least: in prefork an idle one, else that which has the least to
     * finish. Of equals the highest slot goes, because the lowest see the most connections.
     */
    OptionalInt leaver() {
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

    private int uncollected() {
        return justRetired.isPresent() && !snapshot.children().get(justRetired.getAsInt()).present()
                ? 1
                : 0;
    }

    /** What the child will have and has not yet. */
    private int missing(ChildSnapshot child) {
        return Math.max(snapshot.threadsShown() - started(child), 0);
    }

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
