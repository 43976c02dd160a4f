package org.servletmpm.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Some children leave, and others come in their place; guarded by the parent's monitor.
 *
 * <p>If there is a free slot, somebody new is there before anybody leaves. If there is none, half
 * of them leave first, so that connections find a sibling until the first slot falls free.
 */
final class Replacement {

    private final String reason;
    private final Runnable serving;
    private final Runnable ended;
    private final Consumer<Throwable> failed;

    /** Slots of those that are not gone. */
    private final Set<Integer> old;

    /** Slots of those that have not been told. */
    private final Set<Integer> untold;

    private int wanted;
    private boolean anybodyNew;
    private boolean begun;

    /**
     * @param serving runs when somebody new serves and all of the old ones have been told
     * @param ended runs when the last of the old ones is gone and the last new one there
     * @param failed told why it will not come to an end
     */
    Replacement(
            String reason,
            List<Integer> old,
            int wanted,
            Runnable serving,
            Runnable ended,
            Consumer<Throwable> failed) {
        this.reason = reason;
        this.old = new LinkedHashSet<>(old);
        this.untold = new LinkedHashSet<>(old);
        this.wanted = wanted;
        this.serving = serving;
        this.ended = ended;
        this.failed = failed;
    }

    String reason() {
        return reason;
    }

    boolean isWanting() {
        return wanted > 0;
    }

    void started() {
        wanted--;
        anybodyNew = true;
    }

    /**
     * Those leave that are to leave now.
     *
     * @param sick whether somebody new could not be started: then nobody leaves for nobody
     * @param leave lets those in these slots leave; if it fails, they are told once more
     */
    void letLeave(boolean sick, Consumer<List<Integer>> leave) {
        if (!anybodyNew && (begun || sick)) {
            return;
        }
        List<Integer> leaving =
                untold.stream()
                        .limit(anybodyNew ? untold.size() : (untold.size() + 1) / 2)
                        .toList();
        leave.accept(leaving);
        begun = true;
        leaving.forEach(untold::remove);
    }

    /** All have been told, and as many are there as may be. */
    void hasEnough() {
        if (untold.isEmpty()) {
            wanted = 0;
        }
    }

    /** The engine stops. */
    void fail(Throwable cause) {
        failed.accept(cause);
    }

    /** A later replacement sees to what this one has not begun. */
    void supersede() {
        wanted = 0;
        untold.clear();
    }

    /**
     * @return whether it still decides who is there, so that nobody else may
     */
    boolean isUnderWay() {
        return wanted > 0 || !untold.isEmpty();
    }

    void gone(int slot) {
        old.remove(slot);
        untold.remove(slot);
    }

    /** Reports how far it has come; each report may be repeated. */
    boolean isDone() {
        if (untold.isEmpty() && (anybodyNew || wanted == 0)) {
            serving.run();
        }
        if (!old.isEmpty() || wanted > 0) {
            return false;
        }
        ended.run();
        return true;
    }
}
