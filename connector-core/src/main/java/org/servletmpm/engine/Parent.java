package org.servletmpm.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.servletmpm.child.ChildEvents;
import org.servletmpm.child.ChildGroup;
import org.servletmpm.child.Heartbeat;
import org.servletmpm.connection.Adapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.regulator.Action;
import org.servletmpm.regulator.Regulator;
import org.servletmpm.scoreboard.Scoreboard;

/**
 * Starts children and lets them leave: what httpd's parent process does. Once a second it asks the
 * regulator; a restart and a recycling replace children by new ones.
 *
 * <p>What it knows is guarded by its monitor; its thread works on commands, one a time, so that
 * whoever reports or asks for something never waits. What children report is a mark that is looked
 * at, and takes no memory: a report must not get lost.
 */
final class Parent implements ChildEvents {

    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ChildGroup group;
    private final ChildStarter starter;
    private final Scoreboard scoreboard;
    private final RateLimitedLogger logger;
    private final Consumer<ExceptionHook.FatalError> hooks;
    private final Thread thread;

    /** Made before they are needed. */
    private final Runnable slotsFree = this::slotsFree;

    private final Runnable nobodyAccepts = this::regulateIfNobodyAccepts;
    private final Runnable[] everySecond;

    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

    /** Slots whose child is gone, which has not been seen to. Guarded by itself. */
    private final BitSet gone;

    /** A child leaves. */
    private volatile boolean left;

    private final Heartbeat heartbeat = new Heartbeat();

    /** On {@link System#nanoTime}; its thread's. */
    private long nextTick;

    /** Written under the monitor, read by whoever asks what is in effect. */
    private volatile Directives directives;

    private Regulator regulator;
    private Regulator.State regulation = Regulator.State.initial();

    /** Replacements under way, the oldest first. */
    private final List<Replacement> replacements = new ArrayList<>();

    private volatile boolean stopAnnounced;

    /**
     * When an announced stop begins, on {@link System#nanoTime}. Written before it is announced.
     */
    private volatile long delayEnds;

    private final CompletableFuture<Void> delayed = new CompletableFuture<>();
    private final Runnable delayEnded = () -> delayed.complete(null);

    private boolean draining;
    private volatile boolean over;

    /**
     * @param hooks told of fatal errors while EnableExceptionHook is on
     * @param duty what else is to be done once a second, in the parent's thread
     */
    Parent(
            String name,
            Directives directives,
            Adapter adapter,
            ServerSocketChannel socket,
            Runnable closeSocket,
            Scoreboard scoreboard,
            RateLimitedLogger logger,
            Consumer<ExceptionHook.FatalError> hooks,
            Runnable duty) {
        this.directives = directives;
        this.regulator = new Regulator(directives);
        this.scoreboard = scoreboard;
        this.logger = logger;
        this.hooks = hooks;
        this.group = new ChildGroup(name, directives, adapter, socket, closeSocket, this, logger);
        this.starter = new ChildStarter(group, scoreboard, logger, directives);
        this.everySecond = new Runnable[] {this::tick, group::look, duty};
        this.gone = new BitSet(directives.serverLimit());
        this.thread = new Thread(this::run, name + "-parent");
        thread.setDaemon(true);
    }

    ChildGroup group() {
        return group;
    }

    Directives directives() {
        return directives;
    }

    /** Of its thread, once a second. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /**
     * Starts StartServers children.
     *
     * @throws IOException when not even the first can be started
     */
    synchronized void start() throws IOException {
        show();
        int wanted = directives.startServers();
        String reason = "StartServers " + wanted;
        starter.start(0, reason);
        for (int slot = 1; slot < wanted && tryToStart(slot, reason); slot++) {
            // The next one.
        }
        thread.start();
    }

    /**
     * A stop is to come; until it begins, children come and go as ever.
     *
     * @return completed after GracefulShutdownDelay, in this parent's thread or at once in the
     *     calling one; a stop completes it early
     */
    CompletableFuture<Void> announceStop() {
        long millis = directives.gracefulShutdownDelayMillis();
        if (announce(millis)) {
            if (millis > 0) {
                // Its thread sees until when.
                command(() -> {});
            } else {
                delayed.complete(null);
            }
        }
        return delayed;
    }

    /**
     * @return false when it has been announced before
     */
    private synchronized boolean announce(long millis) {
        if (stopAnnounced) {
            return false;
        }
        long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(millis), Long.MAX_VALUE / 2);
        delayEnds = System.nanoTime() + nanos;
        stopAnnounced = true;
        group.announceStop();
        return true;
    }

    /**
     * @return whether a stop is to come, or has begun
     */
    boolean isStopAnnounced() {
        return stopAnnounced;
    }

    /** Begins a graceful stop, once, with somebody there to serve what is queued. */
    synchronized CompletableFuture<Void> drain() {
        if (draining || over) {
            return group.drained();
        }
        draining = true;
        failReplacements();
        serveQueued();
        return group.drain();
    }

    private void serveQueued() {
        if (group.active().isEmpty() && !group.isClosed()) {
            starter.tryAnywhere("what is queued is to be served");
        }
    }

    /** Ends the thread: no child is started after that. */
    void stop() {
        synchronized (this) {
            over = true;
            stopAnnounced = true;
            failReplacements();
        }
        delayed.complete(null);
        LockSupport.unpark(thread);
    }

    private void failReplacements() {
        replacements.forEach(each -> each.fail(stopping()));
        replacements.clear();
    }

    private static IllegalStateException stopping() {
        return new IllegalStateException("the engine is stopping");
    }

    /** What comes when the thread has gone is told so by whoever brings it. */
    private void command(Runnable command) {
        commands.add(command);
        LockSupport.unpark(thread);
        if (over) {
            for (Runnable late = commands.poll(); late != null; late = commands.poll()) {
                late.run();
            }
        }
    }

    /** After {@link #stop}: no more than a command may be under way. */
    void awaitEnd() throws InterruptedException {
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    // ---- commands

    /** A new generation with other directives replaces the children there are. */
    Restart restart(Directives next) {
        Restart restart = new Restart();
        command(() -> beginRestart(next, restart));
        return restart;
    }

    private synchronized void beginRestart(Directives next, Restart restart) {
        if (isOver(restart.serving(), restart.ended())) {
            return;
        }
        replacements.forEach(Replacement::supersede);
        List<Integer> old = group.active();
        int threads = old.size() * directives.threadsPerChild();
        directives = next;
        regulator = new Regulator(next);
        regulation = regulation.afterRestart();
        int begun = starter.nextGeneration(next);
        show();
        int sameThreads = -Math.floorDiv(-threads, next.threadsPerChild());
        int wanted = Math.max(next.startServers(), sameThreads);
        replace(
                new Replacement(
                        "generation " + begun + " begins",
                        old,
                        Math.min(wanted, next.childrenLimit()),
                        () -> restart.serving().complete(begun),
                        () -> restart.ended().complete(null),
                        restart::fail));
    }

    /** Tells the scoreboard's readers what is in effect. */
    private void show() {
        scoreboard.shown(
                directives.childrenLimit(),
                directives.threadsPerChild(),
                directives.extendedStatus());
    }

    /**
     * New children take the place of those that have run the application's code.
     *
     * @return completed when the last of those has ended
     */
    CompletableFuture<Void> recycle(String reason) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        command(() -> beginRecycling(reason, done));
        return done;
    }

    private synchronized void beginRecycling(String reason, CompletableFuture<Void> done) {
        if (isOver(done)) {
            return;
        }
        List<Integer> used = group.used();
        group.renewContinuations();
        replace(
                new Replacement(
                        reason,
                        used,
                        used.size(),
                        () -> {},
                        () -> done.complete(null),
                        done::completeExceptionally));
    }

    private boolean isOver(CompletableFuture<?>... asked) {
        boolean isOver = over || draining;
        if (isOver) {
            Stream.of(asked).forEach(future -> future.completeExceptionally(stopping()));
        }
        return isOver;
    }

    private void replace(Replacement replacement) {
        replacements.add(replacement);
        goOn();
    }

    /** Starts what can be started and lets go whom somebody has replaced. */
    private void goOn() {
        for (Replacement each : replacements) {
            boolean sick = false;
            while (!sick && each.isWanting() && starter.hasFreeSlot()) {
                sick = !starter.tryAnywhere(each.reason());
                if (!sick) {
                    each.started();
                }
            }
            each.letLeave(sick, slots -> group.leave(slots, each.reason()));
            if (group.active().size() >= directives.childrenLimit()) {
                each.hasEnough();
            }
        }
        replacements.removeIf(Replacement::isDone);
    }

    // ---- what children report

    @Override
    public void leaving(int slot, int itsGeneration, String reason) {
        try {
            logger.log(Level.INFO, name(slot, itsGeneration) + " leaves: " + reason);
        } finally {
            left = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void gone(int slot, int itsGeneration) {
        synchronized (gone) {
            gone.set(slot);
        }
        LockSupport.unpark(thread);
        logger.log(Level.DEBUG, name(slot, itsGeneration) + " is gone");
    }

    @Override
    public void died(Thread worker, int slot, int itsGeneration, Error cause, boolean replaced) {
        logger.log(
                Level.ERROR,
                worker.getName()
                        + " ends by an Error"
                        + (replaced ? ", another worker takes its place: " : ": ")
                        + cause,
                cause);
        if (directives.enableExceptionHook()) {
            hooks.accept(
                    new ExceptionHook.FatalError(worker.getName(), slot, itsGeneration, cause));
        }
    }

    /** Between the ticks only when clients would wait for the next one. */
    private synchronized void regulateIfNobodyAccepts() {
        if (over || draining || !group.active().isEmpty()) {
            return;
        }
        if (isSettled()) {
            regulate();
        }
        if (group.active().isEmpty()) {
            group.nobodyComes();
        }
    }

    private synchronized void slotsFree() {
        for (int slot = nextGone(); slot >= 0; slot = nextGone()) {
            for (Replacement each : replacements) {
                each.gone(slot);
            }
            synchronized (gone) {
                gone.clear(slot);
            }
        }
        if (draining && !over) {
            serveQueued();
        } else if (!over) {
            goOn();
            regulateIfNobodyAccepts();
        }
    }

    private int nextGone() {
        synchronized (gone) {
            return gone.nextSetBit(0);
        }
    }

    // ---- the duty

    private void run() {
        nextTick = System.nanoTime() + TICK_NANOS;
        while (!over) {
            try {
                work();
            } catch (Throwable t) {
                // Whatever it was has been told of, if that was possible. Even a literal that is
                // used for the first time needs memory: nothing at all is done here.
                continue;
            }
        }
    }

    private void work() {
        while (!over) {
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                perform(command);
            }
            if (nextGone() >= 0) {
                perform(slotsFree);
            }
            if (left) {
                left = false;
                perform(nobodyAccepts);
            }
            if (untilDelayEnds() <= 0) {
                perform(delayEnded);
            }
            long now = System.nanoTime();
            if (now - nextTick >= 0) {
                nextTick = Math.max(nextTick + TICK_NANOS, now);
                for (Runnable duty : everySecond) {
                    perform(duty);
                }
                heartbeat.beat();
            }
            if (!isAsked()) {
                LockSupport.parkNanos(
                        this, Math.min(nextTick - System.nanoTime(), untilDelayEnds()));
            }
            // Nobody has a reason to interrupt it, and it must be able to park.
            Thread.interrupted();
        }
    }

    private boolean isAsked() {
        return over || left || nextGone() >= 0 || !commands.isEmpty();
    }

    /** Nothing that fails takes anything else with it. */
    private void perform(Runnable command) {
        try {
            command.run();
        } catch (Throwable t) {
            logger.failure(Level.ERROR, thread.getName(), null, t);
        }
    }

    /**
     * @return nanoseconds; {@link Long#MAX_VALUE} when nothing is waited for
     */
    private long untilDelayEnds() {
        return stopAnnounced && !delayed.isDone() ? delayEnds - System.nanoTime() : Long.MAX_VALUE;
    }

    private synchronized void tick() {
        starter.rested();
        group.tidy();
        if (draining && !over) {
            serveQueued();
        } else if (!over) {
            goOn();
            if (isSettled()) {
                regulate();
            }
            if (group.active().isEmpty()) {
                group.nobodyComes();
            }
        }
    }

    private boolean isSettled() {
        return replacements.stream().noneMatch(Replacement::isUnderWay);
    }

    private void regulate() {
        Regulator.Decision decision = regulator.decide(scoreboard.states(), regulation);
        regulation = decision.state();
        boolean well = true;
        for (Action action : decision.actions()) {
            well = well && act(action);
        }
    }

    private boolean tryToStart(int slot, String reason) {
        boolean started = starter.tryIn(slot, reason);
        if (!started) {
            regulation = regulation.sick();
        }
        return started;
    }

    /**
     * @return false when the rest would fail as well
     */
    private boolean act(Action action) {
        if (action instanceof Action.Start start) {
            return tryToStart(start.slot(), start.reason());
        } else if (action instanceof Action.Retire retire) {
            group.leave(List.of(retire.slot()), retire.reason());
        } else if (action instanceof Action.Report report) {
            logger.log(report.level(), report.message());
        }
        return true;
    }

    static String name(int slot, int generation) {
        return "child " + slot + "." + generation;
    }
}
