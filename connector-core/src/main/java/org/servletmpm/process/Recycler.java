package org.servletmpm.process;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;

/**
 * Decides which child is to be replaced because of what it has used: a pure function, as the
 * regulator is. It chooses one at a time, and of several the largest. Immutable.
 *
 * @param requests RecycleRequests; 0 for any number, as with the next three
 * @param ageSeconds RecycleAge
 * @param memoryBytes RecycleMemory
 * @param heapPercent RecycleHeap
 * @param jitterPercent RecycleJitter
 * @param minLifeSeconds MinLife
 */
record Recycler(
        long requests,
        long ageSeconds,
        long memoryBytes,
        int heapPercent,
        int jitterPercent,
        long minLifeSeconds) {

    /** Of the open files that the system allows, in percent: what comes then fails everywhere. */
    static final int MOST_FILES_PERCENT = 80;

    /**
     * Holds what is known of a child that serves.
     *
     * @param seconds for how long it has served
     * @param requests that it has answered
     * @param memoryBytes of its process that are resident; 0 where the system does not say
     * @param fullHeaps its last collections in a row after which RecycleHeap was exceeded
     * @param filesPercent open files of those it may have; 0 where the system does not say
     * @param wish why it wants to be replaced itself; empty if it does not
     */
    record Usage(
            int slot,
            long seconds,
            long requests,
            long memoryBytes,
            int fullHeaps,
            int filesPercent,
            String wish) {}

    /** The child in a slot is to be replaced. */
    record Choice(int slot, String reason) {}

    /**
     * @param allBytes the memory that there is; 0 where the system does not say
     */
    static Recycler of(Directives directives, long allBytes) {
        return new Recycler(
                directives.recycleRequests(),
                directives.recycleAgeSeconds(),
                directives.recycleMemory().bytes(allBytes),
                directives.recycleHeapPercent(),
                directives.recycleJitterPercent(),
                directives.minLifeSeconds());
    }

    /**
     * @param children that serve; none of them is being replaced
     * @return the child to replace now
     */
    Optional<Choice> choose(List<Usage> children) {
        return children.stream()
                .sorted(
                        Comparator.comparingLong(Usage::memoryBytes)
                                .thenComparingLong(Usage::seconds)
                                .reversed())
                .flatMap(child -> reason(child).stream())
                .findFirst();
    }

    private Optional<Choice> reason(Usage child) {
        String reason = "";
        if (!child.wish().isEmpty()) {
            reason = child.wish();
        } else if (child.seconds() < minLifeSeconds) {
            return Optional.empty();
        } else if (child.filesPercent() > MOST_FILES_PERCENT) {
            reason = child.filesPercent() + " % of the files that it may open are open";
        } else if (heapPercent > 0 && child.fullHeaps() >= HeapTrend.ENOUGH) {
            reason = "RecycleHeap " + heapPercent + " % of the heap exceeded after collections";
        } else if (isOver(child.memoryBytes(), memoryBytes)) {
            reason = "RecycleMemory " + memoryBytes + ": " + child.memoryBytes() + " bytes";
        } else if (isOver(child.requests(), spread(requests, child.slot()))) {
            reason = "RecycleRequests " + requests + ": " + child.requests() + " answered";
        } else if (isOver(child.seconds(), spread(ageSeconds, child.slot()))) {
            reason = "RecycleAge " + ageSeconds + " s: " + child.seconds() + " s";
        }
        return reason.isEmpty() ? Optional.empty() : Optional.of(new Choice(child.slot(), reason));
    }

    private static boolean isOver(long value, long limit) {
        return limit > 0 && value >= limit;
    }

    /**
     * Makes a limit larger by up to RecycleJitter, by another part of it in each slot: children
     * that begin together do not meet again.
     */
    private long spread(long limit, int slot) {
        double part = (Integer.reverse(slot) >>> 1) / (double) Integer.MAX_VALUE;
        return limit + (long) (limit * part * jitterPercent / 100);
    }
}
