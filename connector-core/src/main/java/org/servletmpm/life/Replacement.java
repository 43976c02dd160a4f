package org.servletmpm.life;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Replaces some children by new ones. The parent's thread.
 *
 * <p>If there is a free slot, a new child is there before an old one leaves. If there is none, half
 * of the old ones leave first, so that connections find a sibling until the first slot falls free.
 */
final class Replacement {

    private final String reason;
    private final int generation;
    private final Progress progress;

    /** Slots of the old children that are not gone. */
    private final Set<Integer> old;

    /** Slots of the old children that have not been told to leave. */
    private final Set<Integer> untold;

    /** New children that are still to be started. */
    private int wanted;

    private boolean hasStarted;
    private boolean hasBegun;

    /**
     * @param generation of the new children
     * @param old slots of the children that are to leave
     * @param wanted how many come in their place
     */
    Replacement(String reason, int generation, List<Integer> old, int wanted, Progress progress) {
        this.reason = reason;
        this.generation = generation;
        this.old = new LinkedHashSet<>(old);
        this.untold = new LinkedHashSet<>(old);
        this.wanted = wanted;
        this.progress = progress;
    }

    String reason() {
        return reason;
    }

    /**
     * @return whether another child is to be started
     */
    boolean isWanting() {
        return wanted > 0;
    }

    void started() {
        wanted--;
        hasStarted = true;
    }

    /**
     * Tells those to leave that are to leave now.
     *
     * @param failed whether a new child could not be started: without one none is told
     * @param leave lets the children in these slots leave; if it fails, they are told once more
     */
    void letLeave(boolean failed, Consumer<List<Integer>> leave) {
        if (!hasStarted && (hasBegun || failed)) {
            return;
        }
        List<Integer> leaving =
                untold.stream()
                        .limit(hasStarted ? untold.size() : (untold.size() + 1) / 2)
                        .toList();
        leave.accept(leaving);
        hasBegun = true;
        leaving.forEach(untold::remove);
    }

    /** Gives up what is still wanted once all have been told: as many are there as may be. */
    void hasEnough() {
        if (untold.isEmpty()) {
            wanted = 0;
        }
    }

    /** Reports that it will not come to an end. */
    void fail(Throwable cause) {
        progress.failed(cause);
    }

    /** Leaves to a later replacement what this one has not begun. */
    void supersede() {
        wanted = 0;
        untold.clear();
    }

    /**
     * @return whether it still decides which children there are, so that nothing else may
     */
    boolean isUnderWay() {
        return wanted > 0 || !untold.isEmpty();
    }

    /** Forgets the old child of a slot, so that its successor there is not told to leave. */
    void gone(int slot) {
        old.remove(slot);
        untold.remove(slot);
    }

    /** Reports how far it has come. */
    boolean isDone() {
        if (untold.isEmpty() && (hasStarted || wanted == 0)) {
            progress.serving(generation);
        }
        if (!old.isEmpty() || wanted > 0) {
            return false;
        }
        progress.ended();
        return true;
    }
}
