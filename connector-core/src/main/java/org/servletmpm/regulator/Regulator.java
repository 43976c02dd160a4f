package org.servletmpm.regulator;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Decides once a second which children to start and which one to retire, as httpd's idle server
 * maintenance does. Any thread may ask; the engine's parent does.
 *
 * <p>The pool grows by 1, 2, 4 and so on up to 32 children a second for as long as fewer than
 * MinSpareServers (MinSpareThreads) are idle, and shrinks by one child a second while more than
 * MaxSpareServers (MaxSpareThreads) are. A child that left is not replaced as such: its slot is
 * free, and the next shortage may fill it.
 *
 * <p>What is decided depends on the arguments alone. Where children live and how long one takes to
 * start does not matter: a worker that is still starting counts as idle, so what was started a
 * second ago is not started again.
 */
public final class Regulator {
    /** The most children started in one second. */
    private static final int MAX_RATE = 32;

    /** From this rate on the log says that the server is busy. */
    private static final int BUSY_RATE = 8;

    private static final int HOLD_OFF = 10;

    private final Directives directives;
    private final Model model;
    private final int minSpare;
    private final int maxSpare;
    private final String minSpareName;
    private final String maxSpareName;

    /**
     * @param directives whose spares and limits count; after a restart with others, a new regulator
     *     takes over the old one's state
     */
    public Regulator(Directives directives) {
        this.directives = directives;
        this.model = directives.model();
        boolean threaded = model.threaded();
        this.minSpare = threaded ? directives.minSpareThreads() : directives.minSpareServers();
        this.maxSpare = threaded ? directives.maxSpareThreads() : directives.maxSpareServers();
        this.minSpareName = threaded ? "MinSpareThreads" : "MinSpareServers";
        this.maxSpareName = threaded ? "MaxSpareThreads" : "MaxSpareServers";
    }

    /**
     * What the regulator remembers from one second to the next.
     *
     * @param rate how many children the next shortage may start, 1 to 32
     * @param holdOff shortages to come that leave the rate as it is, from 0
     * @param limitReported whether reaching MaxRequestWorkers has been reported
     * @param nearReported whether coming near it has
     * @param fullReported whether a full scoreboard has
     */
    public record State(
            int rate,
            int holdOff,
            boolean limitReported,
            boolean nearReported,
            boolean fullReported) {

        /** At the start of the server. */
        public static State initial() {
            return new State(1, 0, false, false, false);
        }

        /**
         * After a graceful restart: old children free their slots as they finish, so the first ten
         * shortages do not speed up the growth. Every report may come again.
         */
        public State afterRestart() {
            return new State(1, HOLD_OFF, false, false, false);
        }

        /** After a child could not start for want of threads or descriptors: begin slowly again. */
        public State sick() {
            return new State(1, holdOff, limitReported, nearReported, fullReported);
        }

        private State calm() {
            return sick();
        }

        private State grown() {
            return holdOff > 0
                    ? new State(rate, holdOff - 1, limitReported, nearReported, fullReported)
                    : new State(
                            Math.min(MAX_RATE, rate * 2),
                            0,
                            limitReported,
                            nearReported,
                            fullReported);
        }

        private State withLimitReported() {
            return new State(rate, holdOff, true, nearReported, fullReported);
        }

        private State withNearReported() {
            return new State(rate, holdOff, limitReported, true, fullReported);
        }

        private State withFullReported() {
            return new State(rate, holdOff, limitReported, nearReported, true);
        }
    }

    /**
     * @param state for the next call
     * @param actions in the order in which they are to be done; often none
     */
    public record Decision(State state, List<Action> actions) {
        public Decision {
            actions = List.copyOf(actions);
        }

        private static Decision nothing(State state) {
            return new Decision(state, List.of());
        }
    }

    /**
     * One second's decision.
     *
     * @param snapshot the scoreboard of a server of this regulator's model
     * @param state from the last decision, or {@link State#initial()}
     */
    public Decision decide(Snapshot snapshot, State state) {
        Census census = new Census(snapshot);
        if (census.idle() > maxSpare) {
            return shrink(census, state.calm());
        }
        if (census.idle() < minSpare) {
            return model.threaded() ? growThreaded(census, state) : growPrefork(census, state);
        }
        return Decision.nothing(state.calm());
    }

    private Decision shrink(Census census, State state) {
        Optional<Integer> leaver = mayRetire(census) ? census.leaver() : Optional.empty();
        return leaver.map(
                        slot ->
                                new Decision(
                                        state,
                                        List.of(
                                                new Action.Retire(
                                                        slot,
                                                        census.idle()
                                                                + " idle, "
                                                                + maxSpareName
                                                                + " "
                                                                + maxSpare))))
                .orElseGet(() -> Decision.nothing(state));
    }

    /**
     * In event a child may drain for as long as its slowest client likes. Children retired
     * meanwhile would pile up and fill the slots that a restart or the next peak needs.
     */
    private boolean mayRetire(Census census) {
        return model != Model.EVENT
                || census.activeChildren() == census.children()
                || directives.serverLimit() - census.children() > directives.childrenLimit();
    }

    /** In prefork a child that is leaving is still one of MaxRequestWorkers. */
    private Decision growPrefork(Census census, State state) {
        List<Integer> free = census.freeBelow(directives.childrenLimit());
        return free.isEmpty() ? atLimit(state.calm()) : start(free, census, state);
    }

    private Decision growThreaded(Census census, State state) {
        int room = directives.childrenLimit() - census.activeChildren();
        if (room <= 0) {
            return fullyStaffed(census, state.calm());
        }
        List<Integer> free = census.freeBelow(directives.serverLimit());
        if (free.isEmpty()) {
            return scoreboardFull(census, state.calm());
        }
        return start(free.subList(0, Math.min(room, free.size())), census, state);
    }

    /**
     * As long as some of the threads are starting, more are about to be idle: nothing to report.
     */
    private Decision fullyStaffed(Census census, State state) {
        if (census.activeThreads() < directives.maxRequestWorkers()) {
            return Decision.nothing(state);
        }
        return census.idle() == 0 ? atLimit(state) : nearLimit(census, state);
    }

    private Decision atLimit(State state) {
        if (state.limitReported()) {
            return Decision.nothing(state);
        }
        return new Decision(
                state.withLimitReported(),
                warning(
                        "all "
                                + directives.maxRequestWorkers()
                                + " workers are taken and more are wanted: clients wait; consider"
                                + " raising MaxRequestWorkers"));
    }

    private Decision nearLimit(Census census, State state) {
        if (state.nearReported()) {
            return Decision.nothing(state);
        }
        return new Decision(
                state.withNearReported(),
                warning(
                        census.idle()
                                + " of "
                                + directives.maxRequestWorkers()
                                + " workers are left, fewer than MinSpareThreads ("
                                + minSpare
                                + "), and MaxRequestWorkers allows no more; consider raising it"));
    }

    private Decision scoreboardFull(Census census, State state) {
        if (state.fullReported()) {
            return Decision.nothing(state);
        }
        return new Decision(
                state.withFullReported(),
                warning(
                        "MaxRequestWorkers allows more children, but all "
                                + directives.serverLimit()
                                + " slots are taken, "
                                + census.leaving()
                                + " by children that are leaving; raise ServerLimit"));
    }

    private static List<Action> warning(String message) {
        return List.of(new Action.Report(Level.WARNING, message));
    }

    /** Starts as many as the rate allows in the lowest of these slots, at least one. */
    private Decision start(List<Integer> free, Census census, State state) {
        List<Integer> slots = free.subList(0, Math.min(state.rate(), free.size()));
        List<Action> actions = new ArrayList<>();
        if (state.rate() >= BUSY_RATE) {
            actions.add(new Action.Report(Level.INFO, busy(slots.size(), census)));
        }
        String reason =
                census.idle()
                        + " idle, "
                        + minSpareName
                        + " "
                        + minSpare
                        + ", rate "
                        + state.rate();
        slots.forEach(slot -> actions.add(new Action.Start(slot, reason)));
        return new Decision(state.grown(), actions);
    }

    private String busy(int starting, Census census) {
        return "the load grows faster than the spares: starting "
                + starting
                + " children at once, "
                + census.idle()
                + " idle, "
                + census.activeChildren()
                + " children active, "
                + census.leaving()
                + " leaving; consider raising StartServers, "
                + (model.threaded() ? "ThreadsPerChild, " : "")
                + minSpareName
                + " or "
                + maxSpareName;
    }
}
