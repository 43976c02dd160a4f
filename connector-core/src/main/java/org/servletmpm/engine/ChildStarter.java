package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Starts children in free slots, and rests when one cannot be started; guarded by the parent's
 * monitor.
 */
final class ChildStarter {

    private final ChildGroup group;
    private final Scoreboard scoreboard;
    private final RateLimitedLogger logger;
    private Directives directives;
    private int generation;

    /** Attempts that failed since the last that did not. */
    private int failed;

    /** No further attempt before the next tick: also not when the failed child's slot is free. */
    private boolean resting;

    ChildStarter(
            ChildGroup group,
            Scoreboard scoreboard,
            RateLimitedLogger logger,
            Directives directives) {
        this.group = group;
        this.scoreboard = scoreboard;
        this.logger = logger;
        this.directives = directives;
    }

    /**
     * The children to come belong to a new generation.
     *
     * @return its number
     */
    int nextGeneration(Directives next) {
        directives = next;
        generation++;
        scoreboard.generation(generation);
        return generation;
    }

    /** One attempt may be made again. */
    void rested() {
        resting = false;
    }

    boolean hasFreeSlot() {
        return freeSlot() >= 0;
    }

    private int freeSlot() {
        return scoreboard.states().children().stream()
                .filter(child -> !child.present())
                .mapToInt(ChildSnapshot::slot)
                .findFirst()
                .orElse(-1);
    }

    /**
     * @return whether a child was started, in the lowest free slot
     */
    boolean tryAnywhere(String reason) {
        int slot = freeSlot();
        return slot >= 0 && tryIn(slot, reason);
    }

    /**
     * @return whether a child was started
     */
    boolean tryIn(int slot, String reason) {
        if (resting) {
            return false;
        }
        try {
            start(slot, reason);
            return true;
        } catch (IOException | OutOfMemoryError e) {
            sick(slot, e);
            return false;
        }
    }

    /** A resource is missing that more attempts would only make scarcer. Said once. */
    private void sick(int slot, Throwable cause) {
        resting = true;
        logger.log(
                failed == 0 ? Level.ERROR : Level.DEBUG,
                "slot " + slot + ": no child could be started, one more attempt a second: " + cause,
                cause);
        failed++;
    }

    /**
     * Starts a child. A slot and a generation together name one: no two ever have both.
     *
     * @throws IOException when there are no descriptors for it
     * @throws OutOfMemoryError when there are no threads for it
     */
    void start(int slot, String reason) throws IOException {
        int next = Math.max(generation, scoreboard.lastGeneration(slot) + 1);
        group.start(scoreboard.claim(slot, ProcessHandle.current().pid(), next), directives);
        logger.log(Level.INFO, Parent.name(slot, next) + " started: " + reason + recovered());
    }

    private String recovered() {
        int attempts = failed;
        failed = 0;
        return attempts == 0 ? "" : ", after " + attempts + " failed attempts";
    }
}
