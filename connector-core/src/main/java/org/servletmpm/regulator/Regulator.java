package org.servletmpm.regulator;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Decides once a second which children to start and which one to retire, as httpd's idle server
 * maintenance does. Any thread may ask; the engine's parent does.
 *
 * <p>The pool grows by 1, 2, 4 and so on up to 32 children a second for as long as fewer than
 * MinSpareServers (MinSpareThreads) are idle, and shrinks by one child a second while more than
 * MaxSpareServers (MaxSpareThreads) are; in event as a rule every other second. A child that left
 * is not replaced as such: its slot is free, and the next shortage may fill it.
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
    private final SpareRule rule;
    private final SpareRule.Range spare;

    /**
     * @param directives whose spares and limits count; after a restart with others, a new regulator
     *     takes over the old one's state
     */
    public Regulator(Directives directives) {
        this.directives = directives;
        this.rule = SpareRule.of(directives);
        this.spare = rule.range();
    }

    /**
     * What the regulator remembers from one second to the next.
     *
     * @param rate how many children the next shortage may start, 1 to 32
     * @param holdOff shortages to come that leave the rate as it is, from 0
     * @param reported what the operator has been told since the last start or restart
     * @param justRetired the slot of the child retired by the last decision
     */
    public record State(int rate, int holdOff, Set<Limit> reported, OptionalInt justRetired) {
        public State {
            reported = Set.copyOf(reported);
        }

        /** At the start of the server. */
        public static State initial() {
            return new State(1, 0, Set.of(), OptionalInt.empty());
        }

        /**
         * After a graceful restart: old children free their slots as they finish, so the first ten
         * shortages do not speed up the growth. Every report may come again.
         */
        public State afterRestart() {
            return new State(1, HOLD_OFF, Set.of(), OptionalInt.empty());
        }

        /** After a child could not start for want of threads or descriptors: begin slowly again. */
        public State sick() {
            return atRate(1);
        }

        private State next() {
            return new State(rate, holdOff, reported, OptionalInt.empty());
        }

        private State atRate(int other) {
            return new State(other, holdOff, reported, justRetired);
        }

        private State grown() {
            return holdOff > 0
                    ? new State(rate, holdOff - 1, reported, justRetired)
                    : atRate(Math.min(MAX_RATE, rate * 2));
        }

        private State retired(int slot) {
            return new State(rate, holdOff, reported, OptionalInt.of(slot));
        }

        private State having(Limit told) {
            Set<Limit> all = EnumSet.of(told);
            all.addAll(reported);
            return new State(rate, holdOff, all, justRetired);
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
        SpareCounts census = new SpareCounts(snapshot, state.justRetired(), rule);
        State next = state.next();
        int idle = census.idle();
        if (idle > spare.max()) {
            return shrink(census, next.atRate(1));
        }
        if (idle < spare.min()) {
            return grow(census, next);
        }
        return Decision.nothing(next.atRate(1));
    }

    private Decision shrink(SpareCounts census, State state) {
        OptionalInt leaver = rule.mayRetire(census) ? census.leaver() : OptionalInt.empty();
        if (leaver.isEmpty()) {
            return Decision.nothing(state);
        }
        int slot = leaver.getAsInt();
        String reason = census.idle() + " idle, " + spare.maxName() + " " + spare.max();
        return new Decision(state.retired(slot), List.of(new Action.Retire(slot, reason)));
    }

    private Decision grow(SpareCounts census, State state) {
        List<Integer> free = rule.startable(census);
        if (!free.isEmpty()) {
            return start(free, census, state);
        }
        State slow = state.atRate(1);
        return rule.limit(census)
                .map(limit -> report(limit, census, slow))
                .orElseGet(() -> Decision.nothing(slow));
    }

    private Decision report(Limit limit, SpareCounts census, State state) {
        if (state.reported().contains(limit)) {
            return Decision.nothing(state);
        }
        Action report = new Action.Report(Level.WARNING, message(limit, census));
        return new Decision(state.having(limit), List.of(report));
    }

    private String message(Limit limit, SpareCounts census) {
        int most = directives.maxRequestWorkers();
        return switch (limit) {
            case REACHED ->
                    "MaxRequestWorkers ("
                            + most
                            + ") is reached and more are wanted: clients wait; consider raising it";
            case NEAR ->
                    census.idle()
                            + " workers are idle, fewer than MinSpareThreads ("
                            + spare.min()
                            + "), and MaxRequestWorkers ("
                            + most
                            + ") allows no more; consider raising it";
            case SLOTS ->
                    "the scoreboard is full: MaxRequestWorkers ("
                            + most
                            + ") allows more children, but "
                            + census.leaving()
                            + " of the "
                            + directives.serverLimit()
                            + " slots belong to children that are leaving; raise ServerLimit";
        };
    }

    /** Starts as many as the rate allows in the lowest of these slots, at least one. */
    private Decision start(List<Integer> free, SpareCounts census, State state) {
        List<Integer> slots = free.subList(0, Math.min(state.rate(), free.size()));
        List<Action> actions = new ArrayList<>();
        if (state.rate() >= BUSY_RATE) {
            actions.add(new Action.Report(Level.INFO, busy(slots.size(), census)));
        }
        String reason =
                census.idle()
                        + " idle, "
                        + spare.minName()
                        + " "
                        + spare.min()
                        + ", rate "
                        + state.rate();
        slots.forEach(slot -> actions.add(new Action.Start(slot, reason)));
        return new Decision(state.grown(), actions);
    }

    private String busy(int starting, SpareCounts census) {
        return "the load grows faster than the spares: starting "
                + starting
                + " children at once, "
                + census.idle()
                + " idle, "
                + census.activeChildren()
                + " children active, "
                + census.leaving()
                + " leaving; consider raising StartServers, "
                + rule.advice();
    }
}
