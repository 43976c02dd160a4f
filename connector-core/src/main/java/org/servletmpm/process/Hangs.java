package org.servletmpm.process;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides what becomes of children that hang: of one with a request that its thread does not end
 * although it was interrupted (RequestTerminateTimeout), and of one whose listener makes no
 * progress while clients wait. There is one at a time: what makes all of them wait, such as a slow
 * database, must not end all. One thread asks once a second; nothing here knows a clock.
 */
final class Hangs {

    /** An interrupted request may take so long to end; then its child is to be replaced. */
    static final long REPLACE_MILLIS = 5_000;

    /** From the interrupt to the end of the child, with the requests that it still has. */
    static final long KILL_MILLIS = 35_000;

    /** So long a listener may make no progress. */
    static final int STALLED_SECONDS = 10;

    /** Looks from the wish for stacks to the end: writing them takes its time. */
    private static final int STACK_LOOKS = 2;

    /**
     * Holds what is known of a child that serves or leaves.
     *
     * @param isLeaving whether it has been told to leave
     * @param oldestMillis how long its oldest request runs; 0 for none
     * @param stalledSeconds how long it has accepted nothing although it should have, or has said
     *     nothing
     */
    record Vitals(
            int slot, int generation, boolean isLeaving, long oldestMillis, int stalledSeconds) {

        /** Makes no progress, which matters if somebody waits for it. */
        boolean isStalled() {
            return !isLeaving && stalledSeconds >= STALLED_SECONDS;
        }

        private boolean isSameChildAs(Vitals other) {
            return other != null && slot == other.slot && generation == other.generation;
        }
    }

    /** Says what is to be done. */
    enum Step {
        /** Another child takes its place, then it leaves and finishes what it has. */
        REPLACE,
        /** Its threads' stacks are written. */
        STACKS,
        /** It is ended. */
        KILL
    }

    /** Says what is to be done with the child in a slot. */
    record Verdict(Step step, int slot, String reason) {}

    private final long terminateMillis;

    /** The one that is dealt with; null for none. */
    private Vitals hung;

    /** Looks since its stacks were wanted; 0 while they were not. */
    private int looks;

    /**
     * @param terminateMillis RequestTerminateTimeout; 0 for none
     */
    Hangs(long terminateMillis) {
        this.terminateMillis = terminateMillis;
    }

    /**
     * Looks once a second.
     *
     * @param children that serve or leave
     * @param isQueued whether clients wait to be accepted
     * @return what is to be done now; REPLACE is said again until it has been done
     */
    Optional<Verdict> look(List<Vitals> children, boolean isQueued) {
        Vitals before = hung;
        hung =
                children.stream()
                        .filter(child -> isHung(child, isQueued))
                        .max(
                                Comparator.<Vitals, Boolean>comparing(
                                                child -> child.isSameChildAs(before))
                                        .thenComparing(Vitals::oldestMillis))
                        .orElse(null);
        if (hung == null) {
            return Optional.empty();
        }
        looks = hung.isSameChildAs(before) ? looks : 0;
        if (isStalled(hung, isQueued)) {
            String reason = "no progress for " + hung.stalledSeconds() + " s while clients wait";
            return end(reason);
        }
        String reason =
                "RequestTerminateTimeout: a request runs for " + hung.oldestMillis() + " ms";
        if (isOver(hung, KILL_MILLIS)) {
            return end(reason);
        }
        return hung.isLeaving() ? Optional.empty() : verdict(Step.REPLACE, reason);
    }

    private Optional<Verdict> end(String reason) {
        looks++;
        if (looks == 1) {
            return verdict(Step.STACKS, reason);
        }
        return looks > STACK_LOOKS ? verdict(Step.KILL, reason) : Optional.empty();
    }

    private Optional<Verdict> verdict(Step step, String reason) {
        return Optional.of(new Verdict(step, hung.slot(), reason));
    }

    private boolean isHung(Vitals child, boolean isQueued) {
        return isOver(child, REPLACE_MILLIS) || isStalled(child, isQueued);
    }

    private boolean isOver(Vitals child, long millis) {
        return terminateMillis > 0 && child.oldestMillis() >= terminateMillis + millis;
    }

    private static boolean isStalled(Vitals child, boolean isQueued) {
        return isQueued && child.isStalled();
    }
}
