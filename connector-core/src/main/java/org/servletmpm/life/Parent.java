package org.servletmpm.life;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Starts children and lets them leave: what httpd's parent process does. Once a second it asks the
 * regulator; a restart and a recycling replace children by new ones; a stop is announced, then what
 * is there is drained.
 *
 * <p>It is a duty cycle: one thread calls {@link #doWork} and {@link #everySecond}, and everything
 * that decides about children runs in that thread, or in the one that starts it before. Other
 * threads move the stop on and leave commands in the {@link ParentMailbox}; none of them waits for
 * the parent. A command or report that fails takes no other one with it.
 */
public final class Parent implements Supervisor {

    /** Nobody waits for it. */
    private static final Progress NOBODY =
            new Progress() {
                @Override
                public void serving(int generation) {}

                @Override
                public void ended() {}

                @Override
                public void failed(Throwable cause) {}
            };

    private static final String DEATH = "the one before has died";

    private final Children children;
    private final Scoreboard scoreboard;
    private final ParentMailbox mailbox;
    private final RateLimitedLogger logger;
    private final ChildStarter starter;
    private final Replacements replacements;
    private final SpareMaintenance spares;

    /** The spares', or another one's that an operator has chosen. */
    private Maintenance maintenance;

    /** Written by the parent's thread. */
    private volatile Directives directives;

    /** A generation that fails is taken back to these; null where there is none. */
    private Directives previous;

    /** The restart that began the generation, and fails with it. Null before the first one. */
    private Replacement restart;

    private final Shutdown shutdown;

    /** In nanoseconds, until a timeout of the stop ends. */
    private long untilTimeout = Long.MAX_VALUE;

    /** The time of this round. */
    private long now;

    // Made before they are needed: the memory may be used up then.
    private final Runnable seeGone = this::seeGone;
    private final Runnable seeLeaving = this::regulateIfNoneAccepts;
    private final Runnable goOn = this::goOn;
    private final Runnable lookAtTimeouts = this::lookAtTimeouts;
    private final Runnable end = this::end;

    /**
     * @param directives to start with
     * @param mailbox what the children report to
     */
    public Parent(
            Directives directives,
            Children children,
            Scoreboard scoreboard,
            ParentMailbox mailbox,
            RateLimitedLogger logger) {
        this.directives = directives;
        this.children = children;
        this.scoreboard = scoreboard;
        this.mailbox = mailbox;
        this.logger = logger;
        this.starter = new ChildStarter(children, scoreboard, directives, logger);
        this.replacements = new Replacements(children, starter);
        this.spares = new SpareMaintenance(children, starter, directives, logger);
        this.maintenance = spares;
        this.shutdown =
                new Shutdown(
                        children,
                        this::directives,
                        mailbox::wake,
                        () -> command(this::goOnWithoutReplacements));
    }

    @Override
    public Directives directives() {
        return directives;
    }

    @Override
    public Shutdown shutdown() {
        return shutdown;
    }

    /**
     * {@inheritDoc} StartServers of them.
     *
     * @throws IOException when not even the first can be started
     */
    @Override
    public void start() throws IOException {
        assert mailbox.isOnDuty();
        show();
        start(NOBODY);
    }

    /**
     * As {@link #start()}.
     *
     * @param starting told when they serve, and failed if the first dies on trial
     */
    public void start(Progress starting) throws IOException {
        int wanted = directives.startServers();
        String reason = "StartServers " + wanted;
        starter.start(0, reason);
        Replacement first = new Replacement(reason, 0, List.of(), wanted, starting);
        first.started(0);
        replace(first);
    }

    /** Tells the scoreboard's readers what is in effect. */
    private void show() {
        scoreboard.shown(
                directives.childrenLimit(),
                directives.threadsPerChild(),
                directives.extendedStatus());
    }

    // ---- commands, any thread

    @Override
    public void checkRestart() {
        if (shutdown.isAnnounced()) {
            throw new IllegalStateException("the engine is stopping: there is nothing to restart");
        }
    }

    @Override
    public void restart(Directives next, Progress progress) {
        command(() -> beginRestart(next, progress));
    }

    @Override
    public void recycle(String reason, Progress recycling) {
        command(() -> beginRecycling(reason, recycling));
    }

    /**
     * Replaces the children in these slots by new ones, each new one before an old one leaves if
     * there is a free slot.
     *
     * @param reason for the log
     * @param replacing told how far it has come, and failed if a stop comes first
     */
    public void replace(Collection<Integer> slots, String reason, Progress replacing) {
        command(
                () -> {
                    List<Integer> old = children.active().stream().filter(slots::contains).toList();
                    beginReplacing(old, reason, replacing);
                });
    }

    /**
     * Keeps a number of children, whatever there is to do for them.
     *
     * @param number from 1 to what MaxRequestWorkers allows; empty for as many as spare maintenance
     *     decides
     */
    public void keep(OptionalInt number) {
        command(
                () -> {
                    maintenance =
                            number.isPresent()
                                    ? new FixedNumber(number.getAsInt(), children, starter)
                                    : spares;
                    if (replacements.areSettled()) {
                        maintenance.regulate();
                    }
                });
    }

    /** A command that comes when the thread has gone is told so in the thread that brings it. */
    private void command(Runnable command) {
        mailbox.command(command);
        if (shutdown.isOver()) {
            performCommands();
        }
    }

    private void performCommands() {
        for (Runnable command = mailbox.nextCommand();
                command != null;
                command = mailbox.nextCommand()) {
            perform(command);
        }
    }

    private void perform(Runnable command) {
        try {
            command.run();
        } catch (Throwable t) {
            logger.failure(Level.ERROR, Thread.currentThread().getName(), null, t);
        }
    }

    // ---- the duty cycle, the parent's thread

    /** {@inheritDoc} Commands, reports of children, timeouts. */
    @Override
    public long doWork(long time) {
        assert mailbox.isOnDuty();
        now = time;
        performCommands();
        if (shutdown.isOver()) {
            perform(end);
            return Long.MAX_VALUE;
        }
        if (mailbox.nextGone() >= 0) {
            perform(seeGone);
        }
        if (mailbox.takeLeaving()) {
            perform(seeLeaving);
        }
        if (mailbox.takeProgressed()) {
            perform(goOn);
        }
        perform(lookAtTimeouts);
        return mailbox.isEmpty() ? untilTimeout : 0;
    }

    /** {@inheritDoc} Goes on with what is under way, and regulates the number of children. */
    @Override
    public void everySecond() {
        assert mailbox.isOnDuty();
        starter.rested();
        switch (shutdown.phase()) {
            case NONE, ANNOUNCED -> {
                replacements.goOn(directives.childrenLimit());
                if (replacements.areSettled()) {
                    maintenance.regulate();
                }
                hurryLeavingIfNoneAccepts();
            }
            case DRAINING -> serveQueued();
            case OVER -> {}
        }
    }

    private void lookAtTimeouts() {
        untilTimeout = shutdown.look(now);
    }

    private void end() {
        replacements.fail(stopping());
    }

    private void beginRestart(Directives next, Progress progress) {
        if (shutdown.isStopping()) {
            progress.failed(stopping());
            return;
        }
        assert mailbox.isOnDuty();
        int generation;
        try {
            generation = starter.nextGeneration(next);
        } catch (IOException e) {
            progress.failed(e);
            return;
        }
        boolean proven = restart == null || restart.hasServed();
        replacements.supersede();
        if (proven) {
            previous = directives;
        }
        List<Integer> old = children.active();
        int threads = old.size() * directives.threadsPerChild();
        directives = next;
        spares.restarted(next);
        show();
        int sameThreads = -Math.floorDiv(-threads, next.threadsPerChild());
        int wanted = Math.min(Math.max(next.startServers(), sameThreads), next.childrenLimit());
        String reason = "generation " + generation + " begins";
        restart = new Replacement(reason, generation, old, wanted, progress);
        replace(restart);
    }

    private void beginRecycling(String reason, Progress recycling) {
        assert mailbox.isOnDuty();
        List<Integer> used = children.used();
        if (!shutdown.isStopping()) {
            children.renewShared();
        }
        beginReplacing(used, reason, recycling);
    }

    private void beginReplacing(List<Integer> old, String reason, Progress replacing) {
        if (shutdown.isStopping()) {
            replacing.failed(stopping());
            return;
        }
        replace(new Replacement(reason, starter.generation(), old, old.size(), replacing));
    }

    /**
     * @return whether nothing is under way that decides which children there are. The parent's
     *     thread.
     */
    public boolean isSettled() {
        return !shutdown.isAnnounced() && replacements.areSettled();
    }

    /**
     * @return whether then spare maintenance does, and no operator. The parent's thread.
     */
    public boolean isRegulating() {
        return isSettled() && maintenance == spares;
    }

    private void replace(Replacement replacement) {
        replacements.add(replacement);
        replacements.goOn(directives.childrenLimit());
    }

    private void goOnWithoutReplacements() {
        if (shutdown.isOver()) {
            return;
        }
        assert mailbox.isOnDuty();
        replacements.fail(stopping());
        serveQueued();
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("the engine is stopping");
    }

    private void serveQueued() {
        if (!shutdown.isOver() && children.active().isEmpty() && !children.isSocketClosed()) {
            starter.tryAnywhere("what is queued is to be served");
        }
    }

    private void seeGone() {
        for (int slot = mailbox.nextGone(); slot >= 0; slot = mailbox.nextGone()) {
            Optional<Replacement> awaiting = replacements.awaiting(slot);
            replacements.gone(slot);
            Optional<ChildDeath> death = mailbox.death(slot);
            mailbox.seen(slot);
            if (death.isPresent() && !shutdown.isStopping()) {
                died(slot, death.get(), awaiting);
            }
        }
        if (shutdown.isStopping()) {
            serveQueued();
        } else {
            replacements.goOn(directives.childrenLimit());
            regulateIfNoneAccepts();
        }
    }

    /**
     * A child that was proven is replaced at once, one on trial perhaps ends what it was started
     * for.
     *
     * @param awaiting the replacement that had not told it to leave
     */
    private void died(int slot, ChildDeath how, Optional<Replacement> awaiting) {
        Optional<Replacement> trying = replacements.onTrial(slot);
        if (trying.isPresent()) {
            if (!trying.get().triesAgain(slot)) {
                takeBack(trying.get(), how);
            }
        } else if (!how.served()) {
            starter.rest();
        } else if (awaiting.isPresent() && starter.tryAgain(slot, DEATH)) {
            awaiting.get().startedAgain(slot);
        } else if (!starter.tryIn(slot, DEATH)) {
            // As soon as that is possible.
            replace(new Replacement(DEATH, starter.generation(), List.of(), 1, NOBODY));
        }
    }

    private void takeBack(Replacement failed, ChildDeath how) {
        replacements.takeBack(failed);
        if (failed == restart && previous != null) {
            directives = previous;
            spares.restarted(previous);
            starter.takeBack(previous, failed.generation() - 1);
            restart = null;
            show();
            List<Integer> passed = failed.passed();
            if (!passed.isEmpty()) {
                String reason = failed.reason() + ": is taken back";
                int generation = starter.generation();
                replace(new Replacement(reason, generation, passed, passed.size(), NOBODY));
            }
        }
        failed.fail(new IllegalStateException(failed.reason() + ": " + how.description()));
    }

    private void goOn() {
        if (!shutdown.isStopping()) {
            replacements.goOn(directives.childrenLimit());
        }
    }

    /** Regulates before the second is over, but only when clients would wait for that. */
    private void regulateIfNoneAccepts() {
        if (shutdown.isStopping() || !children.active().isEmpty()) {
            return;
        }
        if (replacements.areSettled()) {
            maintenance.regulate();
        }
        hurryLeavingIfNoneAccepts();
    }

    private void hurryLeavingIfNoneAccepts() {
        if (children.active().isEmpty()) {
            children.hurryLeaving();
        }
    }
}
