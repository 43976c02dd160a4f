package org.servletmpm.life;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** Children without threads: a child is a record in the scoreboard and leaves when it is told. */
final class FakeChildren implements Children {

    private final Scoreboard scoreboard;
    private final ParentMailbox mailbox;
    private final Map<Integer, ChildScore> present = new TreeMap<>();
    private final Set<Integer> leaving = new TreeSet<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final List<String> calls = new ArrayList<>();

    /** Slots of the children that have run the application's code. */
    final Set<Integer> used = new TreeSet<>();

    /** As processes: started one after the other, and ready when {@link #ready} says so. */
    boolean oneByOne;

    private final Set<Integer> starting = new TreeSet<>();

    boolean cannotStart;
    int places = Integer.MAX_VALUE;
    boolean isSocketClosed;

    FakeChildren(Scoreboard scoreboard, ParentMailbox mailbox) {
        this.scoreboard = scoreboard;
        this.mailbox = mailbox;
    }

    /** While a generation is on trial, a child that dies is started again of the one before. */
    boolean startsAgain;

    /** What has been asked since the last call. */
    List<String> calls() {
        List<String> asked = List.copyOf(calls);
        calls.clear();
        return asked;
    }

    /** A child decides itself to leave. */
    void leavesByItself(int slot) {
        letLeave(slot);
        mailbox.leaving();
    }

    /** A child that was started has passed its trial. */
    void ready(int slot) {
        starting.remove(slot);
        mailbox.progressed();
    }

    /** A child has died. */
    void dies(int slot) {
        boolean served = !starting.contains(slot);
        starting.remove(slot);
        present.remove(slot).release();
        mailbox.died(slot, new ChildDeath(served, "exit code 1"));
    }

    /** A child that leaves has finished what it had. */
    void finish(int slot) {
        present.remove(slot).release();
        leaving.remove(slot);
        used.remove(slot);
        mailbox.gone(slot);
    }

    /** All workers of a child have something to do. */
    void busy(int slot, int threads) {
        for (int n = 0; n < threads; n++) {
            present.get(slot).worker(n).status(WorkerStatus.WRITING);
        }
    }

    private void letLeave(int slot) {
        leaving.add(slot);
        present.get(slot).stopping(true);
    }

    @Override
    public int lastGeneration(int slot) {
        return scoreboard.lastGeneration(slot);
    }

    @Override
    public void begin(Directives directives) {}

    @Override
    public void takeBack() {
        calls.add("take back");
    }

    @Override
    public boolean canStart() {
        return !oneByOne || starting.isEmpty();
    }

    @Override
    public int places() {
        return places;
    }

    @Override
    public boolean isProven(int slot) {
        return !starting.contains(slot);
    }

    @Override
    public boolean leaveOneByOne() {
        return oneByOne;
    }

    @Override
    public Snapshot states() {
        return scoreboard.states();
    }

    @Override
    public void start(int slot, int generation, Directives directives) throws IOException {
        if (cannotStart) {
            calls.add("cannot start " + slot);
            throw new IOException("no descriptors");
        }
        calls.add("start " + slot + "." + generation);
        ChildScore score = scoreboard.claim(slot, 1, generation);
        score.accepting(true);
        for (int n = 0; n < directives.threadsPerChild(); n++) {
            score.worker(n).status(WorkerStatus.READY);
        }
        present.put(slot, score);
        if (oneByOne) {
            starting.add(slot);
        }
    }

    @Override
    public boolean startAgain(int slot, int generation) {
        if (startsAgain) {
            calls.add("start again " + slot + "." + generation);
            present.put(slot, scoreboard.claim(slot, 1, generation));
        }
        return startsAgain;
    }

    @Override
    public void leave(Collection<Integer> slots, String reason) {
        for (int slot : slots) {
            if (present.containsKey(slot) && !leaving.contains(slot)) {
                calls.add("leave " + slot);
                letLeave(slot);
                mailbox.leaving();
            }
        }
    }

    @Override
    public List<Integer> active() {
        return present.keySet().stream().filter(slot -> !leaving.contains(slot)).toList();
    }

    @Override
    public List<Integer> used() {
        return List.copyOf(used);
    }

    @Override
    public void renewShared() {
        calls.add("renew shared");
    }

    @Override
    public void hurryLeaving() {
        calls.add("hurry");
    }

    @Override
    public void announceStop() {
        calls.add("announce stop");
    }

    @Override
    public void drain() {
        calls.add("drain");
    }

    @Override
    public CompletableFuture<Void> drained() {
        return drained;
    }

    @Override
    public boolean isSocketClosed() {
        return isSocketClosed;
    }
}
