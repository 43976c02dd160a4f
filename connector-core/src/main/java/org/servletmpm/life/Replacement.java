package org.servletmpm.life;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces some children by new ones. The parent's thread.
 *
 * <p>If there is a free slot, a new child is there before an old one leaves. If there is none, some
 * of the old ones leave first, so that connections find a sibling until the first slot falls free:
 * half of them, or one where they {@linkplain Children#leaveOneByOne leave one by one}.
 */
final class Replacement {

    /** So many children may die on trial before it has failed, if there is a reason to go on. */
    private static final int TRIES = 3;

    private final String reason;
    private final int generation;
    private final Progress progress;

    /** Slots of the old children that are not gone. */
    private final Set<Integer> old;

    /** Slots of the old children that have not been told to leave. */
    private final Set<Integer> untold;

    /** New children that are still to be started. */
    private int wanted;

    /** Slots of the new children that are on trial. */
    private final Set<Integer> onTrial = new TreeSet<>();

    /** New children that have passed their trial and have not let an old one leave. */
    private int proven;

    /** Slots of the new children that have passed their trial. */
    private final Set<Integer> passed = new TreeSet<>();

    /** New children that have died on trial. */
    private int deaths;

    private boolean hasStarted;

    /** A new child has passed its trial. */
    private boolean hasServed;

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

    int generation() {
        return generation;
    }

    /**
     * @return whether another child is to be started
     */
    boolean isWanting() {
        return wanted > 0;
    }

    void started(int slot) {
        wanted--;
        hasStarted = true;
        onTrial.add(slot);
    }

    /**
     * Tells those to leave that are to leave now.
     *
     * @param failed whether a new child could not be started: without one none is told
     */
    void letLeave(boolean failed, Children children) {
        List<Integer> passing = onTrial.stream().filter(children::isProven).toList();
        passing.forEach(onTrial::remove);
        passed.addAll(passing);
        proven += passing.size();
        hasServed |= proven > 0;
        int leaving = leavingNow(failed, children.leaveOneByOne());
        List<Integer> told = untold.stream().limit(leaving).toList();
        if (told.isEmpty()) {
            return;
        }
        // If it fails, they are told once more.
        children.leave(told, reason);
        hasBegun = true;
        proven -= Math.min(proven, told.size());
        told.forEach(untold::remove);
    }

    private int leavingNow(boolean failed, boolean oneByOne) {
        if (!hasStarted) {
            int first = oneByOne ? 1 : (untold.size() + 1) / 2;
            return hasBegun || failed ? 0 : first;
        }
        boolean all = !oneByOne || wanted == 0 && onTrial.isEmpty();
        return all ? untold.size() : proven;
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
        onTrial.clear();
    }

    /**
     * @return whether a new child has passed its trial
     */
    boolean hasServed() {
        return hasServed;
    }

    /**
     * @return whether it still decides which children there are, so that nothing else may
     */
    boolean isUnderWay() {
        return wanted > 0 || !untold.isEmpty() || !onTrial.isEmpty();
    }

    /** Forgets the old child of a slot, so that its successor there is not told to leave. */
    void gone(int slot) {
        old.remove(slot);
        untold.remove(slot);
        passed.remove(slot);
    }

    /**
     * @return whether the child there is an old one that has not been told to leave
     */
    boolean awaits(int slot) {
        return untold.contains(slot);
    }

    /** An old child that had not been told to leave has died, and was started again. */
    void startedAgain(int slot) {
        old.add(slot);
        untold.add(slot);
    }

    /**
     * @return whether the child there is a new one that has not passed its trial
     */
    boolean isOnTrial(int slot) {
        return onTrial.contains(slot);
    }

    /**
     * A new child has died on trial. That says nothing about the generation if another one has
     * passed, and where no old child is there, nothing is gained by giving up at once.
     *
     * @return whether another one is started in its place
     */
    boolean triesAgain(int slot) {
        deaths++;
        boolean again = (hasServed || old.isEmpty()) && deaths < TRIES;
        if (again) {
            onTrial.remove(slot);
            wanted++;
        }
        return again;
    }

    /**
     * @return the slots of the new children that have passed their trial and are there
     */
    List<Integer> passed() {
        return List.copyOf(passed);
    }

    /** Lets the new children go that are on trial; the old ones stay. */
    void takeBack(Children children, String why) {
        children.leave(onTrial, reason + ": " + why);
    }

    /** Reports how far it has come. */
    boolean isDone() {
        if (untold.isEmpty() && (hasServed || !isUnderWay())) {
            progress.serving(generation);
        }
        if (!old.isEmpty() || wanted > 0 || !onTrial.isEmpty()) {
            return false;
        }
        progress.ended();
        return true;
    }
}
