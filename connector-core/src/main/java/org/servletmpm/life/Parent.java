package org.servletmpm.life;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
public final class Parent {

    private final Children children;
    private final Scoreboard scoreboard;
    private final ParentMailbox mailbox;
    private final RateLimitedLogger logger;
    private final ChildStarter starter;
    private final Replacements replacements;
    private final SpareMaintenance spares;

    /** Written by the parent's thread. */
    private volatile Directives directives;

    private final AtomicReference<StopPhase> stop = new AtomicReference<>(StopPhase.NONE);
    private final CompletableFuture<Void> delayed = new CompletableFuture<>();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<Void> timeOver = new CompletableFuture<>();
    private final Timeout delay = new Timeout(() -> delayed.complete(null));
    private final Timeout shutdown = new Timeout(() -> timeOver.complete(null));

    /** In nanoseconds, until a timeout ends. */
    private long untilTimeout = Long.MAX_VALUE;

    /** The time of this round. */
    private long now;

    // Made before they are needed: the memory may be used up then.
    private final Runnable seeGone = this::seeGone;
    private final Runnable seeLeaving = this::regulateIfNoneAccepts;
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
        this.spares = new SpareMaintenance(children, starter, scoreboard, directives, logger);
        children.drained().thenRun(this::ended);
        timeOver.thenRun(this::ended);
    }

    /**
     * @return what is in effect. Any thread.
     */
    public Directives directives() {
        return directives;
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when not even the first can be started
     */
    public void start() throws IOException {
        assert mailbox.isOnDuty();
        show();
        int wanted = directives.startServers();
        String reason = "StartServers " + wanted;
        starter.start(0, reason);
        for (int slot = 1; slot < wanted && spares.start(slot, reason); slot++) {
            // The next one.
        }
    }

    /** Tells the scoreboard's readers what is in effect. */
    private void show() {
        scoreboard.shown(
                directives.childrenLimit(),
                directives.threadsPerChild(),
                directives.extendedStatus());
    }

    // ---- the stop, any thread

    /**
     * Says that a stop is to come. Until it begins, children come and go as ever.
     *
     * @return completed after GracefulShutdownDelay, in the parent's thread or, without one, in the
     *     calling one; a stop completes it early
     */
    public CompletableFuture<Void> announceStop() {
        if (advance(StopPhase.ANNOUNCED)) {
            children.announceStop();
            long millis = directives.gracefulShutdownDelayMillis();
            if (millis > 0) {
                delay.set(millis);
                mailbox.wake();
            } else {
                delayed.complete(null);
            }
        }
        return delayed;
    }

    /**
     * Announces a graceful stop and begins it, once, after GracefulShutdownDelay: what is queued is
     * accepted and served, then the socket closes. What is still open after GracefulShutdownTimeout
     * is left to {@link #stop}.
     *
     * @return as {@link #drained}
     */
    public CompletableFuture<Void> drain() {
        announceStop().thenRun(this::beginDrain);
        return drained;
    }

    private void beginDrain() {
        if (advance(StopPhase.DRAINING)) {
            children.drain();
            int seconds = directives.gracefulShutdownTimeoutSeconds();
            if (seconds > 0) {
                shutdown.set(TimeUnit.SECONDS.toMillis(seconds));
            }
            command(this::goOnWithoutReplacements);
        }
    }

    /**
     * @return completed when no connection is left, when GracefulShutdownTimeout has passed since
     *     the drain began, or when the children have been stopped
     */
    public CompletableFuture<Void> drained() {
        return drained;
    }

    /**
     * @return completed when GracefulShutdownTimeout has passed since the drain began, if it is set
     */
    public CompletableFuture<Void> shutdownTimeOver() {
        return timeOver;
    }

    /** Says that nothing is left to be drained, as the children have been stopped. */
    public void ended() {
        drained.complete(null);
    }

    /** Ends the duty cycle: no child is started after that. */
    public void stop() {
        advance(StopPhase.OVER);
        delayed.complete(null);
        mailbox.wake();
    }

    /**
     * @return false if it has come as far before
     */
    private boolean advance(StopPhase to) {
        StopPhase before = stop.getAndUpdate(phase -> phase.compareTo(to) < 0 ? to : phase);
        return before.compareTo(to) < 0;
    }

    /**
     * @return whether a stop is to come, or has begun
     */
    public boolean isStopAnnounced() {
        return stop.get() != StopPhase.NONE;
    }

    /**
     * @return whether a stop has begun, a graceful one or not
     */
    public boolean isStopping() {
        return stop.get().compareTo(StopPhase.DRAINING) >= 0;
    }

    /**
     * @return whether {@link #stop} has been called
     */
    public boolean isOver() {
        return stop.get() == StopPhase.OVER;
    }

    // ---- commands, any thread

    /**
     * Replaces all children by a new generation with other directives.
     *
     * @param restart told how far it has come, and failed if a stop comes first
     */
    public void restart(Directives next, Progress restart) {
        command(() -> beginRestart(next, restart));
    }

    /**
     * Replaces those children by new ones that have run the application's code.
     *
     * @param reason for the log
     * @param recycling told how far it has come, and failed if a stop comes first
     */
    public void recycle(String reason, Progress recycling) {
        command(() -> beginRecycling(reason, recycling));
    }

    /** A command that comes when the thread has gone is told so in the thread that brings it. */
    private void command(Runnable command) {
        mailbox.command(command);
        if (isOver()) {
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

    /**
     * Does what there is to do: commands, reports of children, timeouts.
     *
     * @param time in nanoseconds, with any origin
     * @return how many nanoseconds it may take until the next call, if nothing comes; {@link
     *     Long#MAX_VALUE} for as long as one likes
     */
    public long doWork(long time) {
        assert mailbox.isOnDuty();
        now = time;
        performCommands();
        if (isOver()) {
            perform(end);
            return Long.MAX_VALUE;
        }
        if (mailbox.nextGone() >= 0) {
            perform(seeGone);
        }
        if (mailbox.takeLeaving()) {
            perform(seeLeaving);
        }
        perform(lookAtTimeouts);
        return mailbox.isEmpty() ? untilTimeout : 0;
    }

    /** Once a second: goes on with what is under way, and regulates the number of children. */
    public void everySecond() {
        assert mailbox.isOnDuty();
        starter.rested();
        switch (stop.get()) {
            case NONE, ANNOUNCED -> {
                replacements.goOn(directives.childrenLimit());
                if (replacements.areSettled()) {
                    spares.regulate();
                }
                hurryLeavingIfNoneAccepts();
            }
            case DRAINING -> serveQueued();
            case OVER -> {}
        }
    }

    private void lookAtTimeouts() {
        untilTimeout = Math.min(delay.look(now), shutdown.look(now));
    }

    private void end() {
        replacements.fail(stopping());
    }

    private void beginRestart(Directives next, Progress restart) {
        if (isStopping()) {
            restart.failed(stopping());
            return;
        }
        assert mailbox.isOnDuty();
        replacements.supersede();
        List<Integer> old = children.active();
        int threads = old.size() * directives.threadsPerChild();
        directives = next;
        spares.restarted(next);
        int generation = starter.nextGeneration(next);
        show();
        int sameThreads = -Math.floorDiv(-threads, next.threadsPerChild());
        int wanted = Math.min(Math.max(next.startServers(), sameThreads), next.childrenLimit());
        String reason = "generation " + generation + " begins";
        replace(new Replacement(reason, generation, old, wanted, restart));
    }

    private void beginRecycling(String reason, Progress recycling) {
        if (isStopping()) {
            recycling.failed(stopping());
            return;
        }
        assert mailbox.isOnDuty();
        List<Integer> used = children.used();
        children.renewShared();
        replace(new Replacement(reason, starter.generation(), used, used.size(), recycling));
    }

    private void replace(Replacement replacement) {
        replacements.add(replacement);
        replacements.goOn(directives.childrenLimit());
    }

    private void goOnWithoutReplacements() {
        if (isOver()) {
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
        if (children.active().isEmpty() && !children.isSocketClosed()) {
            starter.tryAnywhere("what is queued is to be served");
        }
    }

    private void seeGone() {
        for (int slot = mailbox.nextGone(); slot >= 0; slot = mailbox.nextGone()) {
            replacements.gone(slot);
            mailbox.seen(slot);
        }
        if (isStopping()) {
            serveQueued();
        } else {
            replacements.goOn(directives.childrenLimit());
            regulateIfNoneAccepts();
        }
    }

    /** Regulates before the second is over, but only when clients would wait for that. */
    private void regulateIfNoneAccepts() {
        if (isStopping() || !children.active().isEmpty()) {
            return;
        }
        if (replacements.areSettled()) {
            spares.regulate();
        }
        hurryLeavingIfNoneAccepts();
    }

    private void hurryLeavingIfNoneAccepts() {
        if (children.active().isEmpty()) {
            children.hurryLeaving();
        }
    }
}
