package org.servletmpm.child;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.WorkerPool;

/**
 * Knows the children there are. The parent's thread adds; any thread moves one on, and reads. What
 * is read with every hand-off are arrays that are replaced together, never changed.
 */
final class ChildRegistry implements Peers {

    /**
     * The children at one moment.
     *
     * @param active those that are not leaving, lowest slot first
     * @param leaving those that are
     * @param workers how many the active ones have
     */
    private record Present(
            Child[] active,
            Child[] leaving,
            WorkerPool[] activePools,
            WorkerPool[] leavingPools,
            int workers) {

        static Present of(Child[] active, Child[] leaving) {
            return new Present(
                    active,
                    leaving,
                    pools(active),
                    pools(leaving),
                    Arrays.stream(active).map(Child::workers).mapToInt(WorkerPool::size).sum());
        }

        private static WorkerPool[] pools(Child[] children) {
            return Arrays.stream(children).map(Child::workers).toArray(WorkerPool[]::new);
        }
    }

    private volatile Present present = Present.of(new Child[0], new Child[0]);

    synchronized void joined(Child child) {
        present =
                Present.of(
                        with(present.active, child)
                                .sorted(Comparator.comparingInt(Child::slot))
                                .toArray(Child[]::new),
                        present.leaving);
    }

    /**
     * Before anything else learns of it, so that no connection is handed to a child that leaves.
     */
    synchronized void leaving(Child child) {
        present =
                Present.of(
                        without(present.active, child).toArray(Child[]::new),
                        with(without(present.leaving, child).toArray(Child[]::new), child)
                                .toArray(Child[]::new));
    }

    /**
     * @return true for the one caller that has removed it
     */
    synchronized boolean gone(Child child) {
        boolean was = all().contains(child);
        present =
                Present.of(
                        without(present.active, child).toArray(Child[]::new),
                        without(present.leaving, child).toArray(Child[]::new));
        return was;
    }

    private static Stream<Child> with(Child[] children, Child child) {
        return Stream.concat(Arrays.stream(children), Stream.of(child));
    }

    private static Stream<Child> without(Child[] children, Child child) {
        return Arrays.stream(children).filter(other -> other != child);
    }

    Stream<Child> leavingChildren() {
        return Arrays.stream(present.leaving);
    }

    /**
     * @return those that are not leaving, lowest slot first
     */
    Stream<Child> activeChildren() {
        return Arrays.stream(present.active);
    }

    @Override
    public WorkerPool[] active() {
        return present.activePools;
    }

    @Override
    public WorkerPool[] leaving() {
        return present.leavingPools;
    }

    @Override
    public int workers() {
        return present.workers;
    }

    boolean hasActive() {
        return present.active.length > 0;
    }

    /**
     * @return the connections of the child that takes over the next one that another child leaves:
     *     the lowest slot with room for it, or else the child with the fewest connections, as none
     *     is closed for that; null when there is none
     */
    ConnectionTable successor() {
        Child fewest = null;
        for (Child child : present.active) {
            if (child.acceptPolicy().hasRoom()) {
                return child.connections();
            }
            if (fewest == null || child.score().connections() < fewest.score().connections()) {
                fewest = child;
            }
        }
        return fewest == null ? null : fewest.connections();
    }

    @Override
    public Stream<Watch> watches() {
        return all().stream().flatMap(Child::watches);
    }

    @Override
    public ChildScore anyScore() {
        Child[] active = present.active;
        return active.length == 0 ? null : active[0].score();
    }

    List<Child> all() {
        Present now = present;
        return Stream.concat(Arrays.stream(now.active), Arrays.stream(now.leaving)).toList();
    }
}
