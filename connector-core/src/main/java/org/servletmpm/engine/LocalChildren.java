package org.servletmpm.engine;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.directive.Directives;
import org.servletmpm.life.Children;
import org.servletmpm.life.DutyThread;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Carries out what the parent decides with children that are threads of this JVM. The parent's
 * thread, except where {@link Children} says another.
 */
final class LocalChildren implements Children {

    private final ChildGroup group;
    private final Scoreboard scoreboard;
    private final DutyThread parentThread;

    LocalChildren(ChildGroup group, Scoreboard scoreboard, DutyThread parentThread) {
        this.group = group;
        this.scoreboard = scoreboard;
        this.parentThread = parentThread;
    }

    @Override
    public void start(int slot, int generation, Directives directives) throws IOException {
        assert parentThread.isCurrent();
        long pid = ProcessHandle.current().pid();
        group.start(scoreboard.claim(slot, pid, generation), directives);
    }

    /** {@inheritDoc} A thread's death is no child's. */
    @Override
    public boolean startAgain(int slot, int generation) {
        return false;
    }

    @Override
    public int lastGeneration(int slot) {
        return scoreboard.lastGeneration(slot);
    }

    @Override
    public void begin(Directives directives) {}

    @Override
    public void takeBack() {}

    @Override
    public boolean canStart() {
        return true;
    }

    /** {@inheritDoc} All of them. */
    @Override
    public int places() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isProven(int slot) {
        return true;
    }

    @Override
    public boolean leaveOneByOne() {
        return false;
    }

    @Override
    public void leave(Collection<Integer> slots, String reason) {
        assert parentThread.isCurrent();
        group.leave(slots, reason);
    }

    @Override
    public Snapshot states() {
        return scoreboard.states();
    }

    @Override
    public List<Integer> active() {
        assert parentThread.isCurrent();
        return group.active();
    }

    @Override
    public List<Integer> used() {
        assert parentThread.isCurrent();
        return group.used();
    }

    @Override
    public void renewShared() {
        assert parentThread.isCurrent();
        group.renewContinuations();
    }

    @Override
    public void hurryLeaving() {
        assert parentThread.isCurrent();
        group.hurryLeaving();
    }

    @Override
    public void announceStop() {
        group.announceStop();
    }

    @Override
    public void drain() {
        group.drain();
    }

    @Override
    public CompletableFuture<Void> drained() {
        return group.drained();
    }

    @Override
    public boolean isSocketClosed() {
        return group.isClosed();
    }
}
