package org.servletmpm.life;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Starts children in free slots. When one cannot be started it makes no more attempt in that
 * second: others would lack the same. The parent's thread.
 */
final class ChildStarter {

    private final Children children;
    private final Scoreboard scoreboard;
    private final RateLimitedLogger logger;
    private Directives directives;
    private int generation;

    /** Attempts that failed since the last that did not. */
    private int failed;

    /** Set until the next second, also when the failed child's slot is free before. */
    private boolean resting;

    ChildStarter(
            Children children,
            Scoreboard scoreboard,
            Directives directives,
            RateLimitedLogger logger) {
        this.children = children;
        this.scoreboard = scoreboard;
        this.directives = directives;
        this.logger = logger;
    }

    /**
     * Begins a new generation: the children to come belong to it.
     *
     * @return its number
     * @throws IOException when it cannot begin
     */
    int nextGeneration(Directives next) throws IOException {
        children.begin(next);
        directives = next;
        generation++;
        scoreboard.generation(generation);
        return generation;
    }

    int generation() {
        return generation;
    }

    /** Allows another attempt, once a second. */
    void rested() {
        resting = false;
    }

    /**
     * @return whether another child can be started now
     */
    boolean canStart() {
        return !resting && children.canStart() && freeSlot() >= 0;
    }

    /** Makes no more attempt in this second. */
    void rest() {
        resting = true;
    }

    boolean hasFreeSlot() {
        return freeSlot() >= 0;
    }

    /** The new generation has failed: children to come are of the one before. */
    void takeBack(Directives previous, int number) {
        children.takeBack();
        directives = previous;
        generation = number;
        scoreboard.generation(number);
    }

    private int freeSlot() {
        return children.states().children().stream()
                .filter(child -> !child.present() && child.slot() < children.places())
                .mapToInt(ChildSnapshot::slot)
                .findFirst()
                .orElse(-1);
    }

    /**
     * @return the slot of the child that was started, the lowest that was free; -1 for none
     */
    int tryAnywhere(String reason) {
        int slot = freeSlot();
        return slot >= 0 && tryIn(slot, reason) ? slot : -1;
    }

    /**
     * @return whether a child was started
     */
    boolean tryIn(int slot, String reason) {
        if (resting || slot >= children.places() || !children.canStart()) {
            return false;
        }
        try {
            start(slot, reason);
            return true;
        } catch (IOException | OutOfMemoryError e) {
            failed(slot, e);
            return false;
        }
    }

    /**
     * Starts a child of the generation that the dead one in this slot was of, while the present
     * generation is on trial.
     *
     * @return whether it was started
     */
    boolean tryAgain(int slot, String reason) {
        try {
            int next = number(slot);
            boolean started = children.startAgain(slot, next);
            if (started) {
                logger.log(Level.INFO, "child " + slot + "." + next + " started: " + reason);
            }
            return started;
        } catch (IOException | OutOfMemoryError e) {
            failed(slot, e);
            return false;
        }
    }

    private void failed(int slot, Throwable cause) {
        resting = true;
        logger.log(
                failed == 0 ? Level.ERROR : Level.DEBUG,
                "slot " + slot + ": no child could be started, one more attempt a second: " + cause,
                cause);
        failed++;
    }

    /**
     * Starts a child. Slot and generation together name it: no two children ever have both.
     *
     * @throws IOException when there are no descriptors for it
     * @throws OutOfMemoryError when there are no threads for it
     */
    void start(int slot, String reason) throws IOException {
        int next = number(slot);
        children.start(slot, next, directives);
        logger.log(
                Level.INFO, "child " + slot + "." + next + " started: " + reason + afterFailures());
    }

    private int number(int slot) {
        return Math.max(generation, children.lastGeneration(slot) + 1);
    }

    private String afterFailures() {
        int attempts = failed;
        failed = 0;
        return attempts == 0 ? "" : ", after " + attempts + " failed attempts";
    }
}
