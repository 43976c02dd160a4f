package org.servletmpm.regulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauges;
import org.servletmpm.scoreboard.NonWorkerRequests;
import org.servletmpm.scoreboard.RequestText;
import org.servletmpm.scoreboard.ScopedTotal;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.Totals;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/**
 * Simulates children as figures and asks the regulator: one tick is one second. Requests go to the
 * lowest slot that has an idle worker, and end in the highest first.
 */
final class SimulatedChildren {

    private static final class Child {
        private int startingFor;
        private int busy;
        private boolean stopping;
        private boolean accepting = true;
        private int generation;
    }

    private static final ScopedTotal NO_TALLY = new ScopedTotal(0, 0, 0);

    private final Directives directives;
    private final Regulator regulator;
    private final int secondsToStart;
    private final Child[] slots;
    private final List<Action> actions = new ArrayList<>();
    private Regulator.State state = Regulator.State.initial();
    private int generation;
    private int load;

    /**
     * @param secondsToStart ticks that see a new child's threads starting, from 0
     */
    SimulatedChildren(Directives directives, int secondsToStart) {
        this.directives = directives;
        this.regulator = new Regulator(directives);
        this.secondsToStart = secondsToStart;
        this.slots = new Child[directives.serverLimit()];
        for (int slot = 0; slot < directives.startServers(); slot++) {
            start(slot);
        }
    }

    /** From now on so many requests want to be served. */
    SimulatedChildren load(int requests) {
        load = requests;
        settle();
        return this;
    }

    /** One second goes by and the regulator is asked. */
    SimulatedChildren tick() {
        for (Child child : slots) {
            if (child != null && child.startingFor > 0) {
                child.startingFor--;
            }
        }
        settle();
        Regulator.Decision decision = regulator.decide(snapshot(), state);
        state = decision.state();
        decision.actions().forEach(this::carryOut);
        settle();
        return this;
    }

    /** So many ticks, and how many children there were after each. */
    List<Integer> children(int ticks) {
        return IntStream.range(0, ticks).map(n -> tick().children()).boxed().toList();
    }

    void restart() {
        generation++;
        for (Child child : slots) {
            if (child != null) {
                child.stopping = true;
            }
        }
        state = state.afterRestart();
        settle();
    }

    void cannotStart() {
        state = state.afterFailedStart();
    }

    /** The child takes no new connections, whatever its workers do. */
    void refuse(int slot) {
        slots[slot].accepting = false;
    }

    /** Asks a child to leave, for a reason of its own. */
    void retire(int slot) {
        slots[slot].stopping = true;
        settle();
    }

    /** The child is gone at once. */
    void kill(int slot) {
        slots[slot] = null;
        settle();
    }

    int children() {
        return (int) present().count();
    }

    int activeChildren() {
        return (int) present().filter(child -> !child.stopping).count();
    }

    int busy() {
        return present().filter(child -> !child.stopping).mapToInt(child -> child.busy).sum();
    }

    int idle() {
        return activeChildren() * directives.threadsPerChild() - busy();
    }

    boolean present(int slot) {
        return slots[slot] != null;
    }

    /** What the regulator has wanted since this was last asked. */
    List<Action> actions() {
        List<Action> seen = List.copyOf(actions);
        actions.clear();
        return seen;
    }

    List<String> reports() {
        return actions().stream()
                .filter(Action.Report.class::isInstance)
                .map(action -> ((Action.Report) action).message())
                .toList();
    }

    private Stream<Child> present() {
        return Arrays.stream(slots).filter(Objects::nonNull);
    }

    private void carryOut(Action action) {
        actions.add(action);
        if (action instanceof Action.Start started) {
            if (slots[started.slot()] != null) {
                throw new AssertionError("slot " + started.slot() + " is taken");
            }
            start(started.slot());
        } else if (action instanceof Action.Retire retired) {
            if (slots[retired.slot()] == null || slots[retired.slot()].stopping) {
                throw new AssertionError("slot " + retired.slot() + " has no child to retire");
            }
            slots[retired.slot()].stopping = true;
        }
    }

    private void start(int slot) {
        slots[slot] = new Child();
        slots[slot].startingFor = secondsToStart;
        slots[slot].generation = generation;
    }

    /** Requests end or find workers, and a child that was leaving and has none left is gone. */
    private void settle() {
        int surplus = present().mapToInt(child -> child.busy).sum() - load;
        for (int slot = slots.length - 1; slot >= 0; slot--) {
            if (slots[slot] != null) {
                int ended = Math.max(0, Math.min(slots[slot].busy, surplus));
                slots[slot].busy -= ended;
                surplus -= ended;
            }
        }
        for (Child child : slots) {
            if (child != null && !child.stopping && child.accepting && child.startingFor == 0) {
                int begun =
                        Math.max(0, Math.min(directives.threadsPerChild() - child.busy, -surplus));
                child.busy += begun;
                surplus += begun;
            }
        }
        for (int slot = 0; slot < slots.length; slot++) {
            if (slots[slot] != null && slots[slot].stopping && slots[slot].busy == 0) {
                slots[slot] = null;
            }
        }
    }

    private Snapshot snapshot() {
        return new Snapshot(
                directives.model(),
                0,
                generation,
                directives.childrenLimit(),
                directives.threadsPerChild(),
                true,
                IntStream.range(0, slots.length).mapToObj(this::child).toList());
    }

    private ChildSnapshot child(int slot) {
        Child child = slots[slot];
        return new ChildSnapshot(
                slot,
                child == null ? 0 : 1,
                child == null ? 0 : child.generation,
                child != null && child.stopping,
                child != null && child.accepting,
                child == null ? 0 : child.busy,
                new AsyncCounts(0, 0, 0, 0),
                0,
                Gauges.NONE,
                new NonWorkerRequests(0, 0, 0),
                Totals.NONE,
                IntStream.range(0, directives.threadLimit())
                        .mapToObj(thread -> worker(thread, status(child, thread)))
                        .toList());
    }

    private WorkerStatus status(Child child, int thread) {
        if (child == null || thread >= directives.threadsPerChild()) {
            return WorkerStatus.DEAD;
        }
        if (child.startingFor > 0) {
            return WorkerStatus.STARTING;
        }
        boolean busy = thread < child.busy;
        if (child.stopping) {
            return busy ? WorkerStatus.GRACEFUL : WorkerStatus.IDLE_KILL;
        }
        return busy ? WorkerStatus.WRITING : WorkerStatus.READY;
    }

    private static WorkerSnapshot worker(int thread, WorkerStatus status) {
        return new WorkerSnapshot(
                thread, status, 0, NO_TALLY, NO_TALLY, 0, 0, 0, 0, 0, RequestText.NONE, "");
    }
}
