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
 * maintenance does. Immutable: any thread may ask, and the parent's does.
 *
 * <p>The pool grows by 1, 2, 4 and so on up to 32 children a second for as long as fewer than
 * MinSpareServers (MinSpareThreads) are idle, and shrinks by one child a second while more than
 * MaxSpareServers (MaxSpareThreads) are; in event as a rule every other second. A child that left
 * is not replaced as such: its slot is free, and the next shortage may fill it.
 *
 * <p>A decision depends on the arguments alone. It does not matter where children live and how long
 * one takes to start: a worker that is still starting counts as idle, so that what was started a
 * second ago is not started again.
 */
public final class Regulator {
    /** The most children started in one second. */
    private static final int MAX_RATE = 32;

    /** From this rate on the log says that the load grows. */
    private static final int BUSY_RATE = 8;

    /** Shortages after a restart that leave the rate as it is. */
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
     * Remembers what the regulator has to know from one second to the next.
     *
     * @param rate how many children the next shortage may start, 1 to 32
     * @param holdOff how many shortages to come leave the rate as it is, from 0
     * @param reported what the operator has been told of since the last start or restart
     * @param justRetired the slot of the child retired by the last decision
     */
    public record State(int rate, int holdOff, Set<Limit> reported, OptionalInt justRetired) {
        public State {
            reported = Set.copyOf(reported);
        }

        /**
         * @return the state at the start of the server
         */
        public static State initial() {
            return new State(1, 0, Set.of(), OptionalInt.empty());
        }

        /**
         * @return the state after a graceful restart: old children free their slots as they finish,
         *     so the first ten shortages do not speed up the growth. Every report may come again.
         */
        public State afterRestart() {
            return new State(1, HOLD_OFF, Set.of(), OptionalInt.empty());
        }

        /**
         * @return the state after a child could not be started for lack of threads or descriptors:
         *     growth begins slowly again
         */
        public State afterFailedStart() {
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
     * Decides for one second.
     *
     * @param snapshot the scoreboard of a server of this regulator's model
     * @param state from the last decision, or {@link State#initial()}
     */
    public Decision decide(Snapshot snapshot, State state) {
        SpareCounts counts = new SpareCounts(snapshot, state.justRetired(), rule);
        State next = state.next();
        int idle = counts.idle();
        if (idle > spare.max()) {
            return shrink(counts, next.atRate(1));
        }
        if (idle < spare.min()) {
            return grow(counts, next);
        }
        return Decision.nothing(next.atRate(1));
    }

    private Decision shrink(SpareCounts counts, State state) {
        OptionalInt toRetire = rule.mayRetire(counts) ? counts.toRetire() : OptionalInt.empty();
        if (toRetire.isEmpty()) {
            return Decision.nothing(state);
        }
        int slot = toRetire.getAsInt();
        String reason = counts.idle() + " idle, " + spare.maxName() + " " + spare.max();
        return new Decision(state.retired(slot), List.of(new Action.Retire(slot, reason)));
    }

    private Decision grow(SpareCounts counts, State state) {
        List<Integer> free = rule.startable(counts);
        if (!free.isEmpty()) {
            return start(free, counts, state);
        }
        State slow = state.atRate(1);
        return rule.limit(counts)
                .map(limit -> report(limit, counts, slow))
                .orElseGet(() -> Decision.nothing(slow));
    }

    private Decision report(Limit limit, SpareCounts counts, State state) {
        if (state.reported().contains(limit)) {
            return Decision.nothing(state);
        }
        Action report = new Action.Report(Level.WARNING, message(limit, counts));
        return new Decision(state.having(limit), List.of(report));
    }

    private String message(Limit limit, SpareCounts counts) {
        int most = directives.maxRequestWorkers();
        return switch (limit) {
            case REACHED ->
                    "MaxRequestWorkers ("
                            + most
                            + ") is reached and more are wanted: clients wait; consider raising it";
            case NEAR ->
                    counts.idle()
                            + " workers are idle, fewer than MinSpareThreads ("
                            + spare.min()
                            + "), and MaxRequestWorkers ("
                            + most
                            + ") allows no more; consider raising it";
            case SLOTS ->
                    "the scoreboard is full: MaxRequestWorkers ("
                            + most
                            + ") allows more children, but "
                            + counts.leaving()
                            + " of the "
                            + directives.serverLimit()
                            + " slots belong to children that are leaving; raise ServerLimit";
        };
    }

    /** Starts as many as the rate allows in the lowest of these slots, at least one. */
    private Decision start(List<Integer> free, SpareCounts counts, State state) {
        List<Integer> slots = free.subList(0, Math.min(state.rate(), free.size()));
        List<Action> actions = new ArrayList<>();
        if (state.rate() >= BUSY_RATE) {
            actions.add(new Action.Report(Level.INFO, busy(slots.size(), counts)));
        }
        String reason =
                counts.idle()
                        + " idle, "
                        + spare.minName()
                        + " "
                        + spare.min()
                        + ", rate "
                        + state.rate();
        slots.forEach(slot -> actions.add(new Action.Start(slot, reason)));
        return new Decision(state.grown(), actions);
    }

    private String busy(int starting, SpareCounts counts) {
        return "the load grows faster than the spares: starting "
                + starting
                + " children at once, "
                + counts.idle()
                + " idle, "
                + counts.activeChildren()
                + " children active, "
                + counts.leaving()
                + " leaving; consider raising StartServers, "
                + rule.advice();
    }
}
