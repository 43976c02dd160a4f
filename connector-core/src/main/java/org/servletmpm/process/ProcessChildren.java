package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.servletmpm.directive.Directives;
import org.servletmpm.inherit.Message;
import org.servletmpm.inherit.Verb;
import org.servletmpm.life.ChildDeath;
import org.servletmpm.life.Children;
import org.servletmpm.life.ParentMailbox;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Carries out what the parent decides with children that are processes. The parent's thread; what
 * other threads ask or report is done in it.
 */
final class ProcessChildren implements Children {

    private final ChildCommand command;
    private final InheritableSocket socket;
    private final Scoreboard scoreboard;
    private final ParentMailbox mailbox;
    private final RateLimitedLogger logger;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** By slot; null where it is free. */
    private final ChildProcess[] children;

    /** By slot. */
    private final int[] lastGeneration;

    private final CrashBackoff backoff = new CrashBackoff();

    /** Of the generation that children are started of, and of the one before. */
    private Trial trial;

    private Trial trialBefore;

    private Directives directives;

    /** Children that serve; read by any thread. */
    private volatile int serving;

    private boolean draining;

    /** While draining, one of the children has seen that nothing is queued. */
    private boolean isQueueEmpty;

    /**
     * @param mailbox what the children report to
     */
    ProcessChildren(
            ChildCommand command,
            InheritableSocket socket,
            Scoreboard scoreboard,
            ParentMailbox mailbox,
            RateLimitedLogger logger) {
        this.command = command;
        this.socket = socket;
        this.scoreboard = scoreboard;
        this.mailbox = mailbox;
        this.logger = logger;
        this.children = new ChildProcess[scoreboard.snapshot().children().size()];
        this.lastGeneration = new int[children.length];
        Arrays.fill(lastGeneration, -1);
    }

    @Override
    public void start(int slot, int generation, Directives directives) throws IOException {
        lastGeneration[slot] = generation;
        String token = ChildCommand.newToken();
        boolean canary = trial.needsCanary();
        Process process = command.start(slot, generation, token, canary);
        LastLines output =
                canary ? LastLines.of(process, "mpm-" + slot + "." + generation) : LastLines.none();
        ChildScore score = scoreboard.claim(slot, process.pid(), generation);
        ChildProcess child = new ChildProcess(process, score, token, trial, output);
        children[slot] = child;
        process.onExit().thenRun(() -> mailbox.command(() -> gone(child)));
    }

    @Override
    public int lastGeneration(int slot) {
        return lastGeneration[slot];
    }

    @Override
    public void begin(Directives next) {
        trialBefore = trial;
        // The first one has nothing to protect.
        trial = new Trial(trial == null ? 0 : next.minLifeSeconds());
        directives = next;
    }

    @Override
    public void takeBack() {
        trial = trialBefore;
    }

    @Override
    public boolean canStart() {
        return backoff.isOver(System.nanoTime())
                && all().filter(child -> child.state() == ChildProcess.State.STARTING).count()
                        < trial.mostStarting();
    }

    @Override
    public boolean isProven(int slot) {
        ChildProcess child = children[slot];
        return child != null && child.isProven();
    }

    @Override
    public boolean leaveOneByOne() {
        return true;
    }

    /**
     * @return how many children serve. Any thread.
     */
    int serving() {
        return serving;
    }

    /**
     * @return a line for each child. Any thread.
     */
    String table() {
        CompletableFuture<String> table = new CompletableFuture<>();
        mailbox.command(() -> table.complete(lines()));
        return table.join();
    }

    private String lines() {
        StringBuilder text = new StringBuilder();
        String row = "%-10s %-8s %-9s %7s %5s %5s %5s";
        text.append(row.formatted("child", "pid", "state", "age s", "conns", "busy", "idle"));
        List<ChildSnapshot> figures = scoreboard.snapshot().children();
        all().forEach(
                        child -> {
                            ChildSnapshot figure = figures.get(child.slot());
                            text.append('\n')
                                    .append(
                                            row.formatted(
                                                    child.slot() + "." + child.generation(),
                                                    child.process().pid(),
                                                    child.state().name().toLowerCase(Locale.ROOT),
                                                    TimeUnit.NANOSECONDS.toSeconds(child.age()),
                                                    figure.connections(),
                                                    figure.busyWorkers(),
                                                    figure.idleWorkers()));
                        });
        return text.toString();
    }

    private void count() {
        serving = (int) all().filter(child -> child.state() == ChildProcess.State.READY).count();
    }

    // ---- what children report

    /** A child has said something. Any thread. */
    void heard(ChildLink link, Message message) {
        mailbox.command(() -> hear(link, message));
    }

    private void hear(ChildLink link, Message message) {
        if (message.is(Verb.HELLO)) {
            hello(link, message);
            return;
        }
        all().filter(child -> child.speaksBy(link)).forEach(child -> hear(child, message));
    }

    private void hello(ChildLink link, Message message) {
        boolean known =
                all().filter(child -> message.number("slot").orElse(-1L) == child.slot())
                        .anyMatch(child -> child.isHailedBy(link, message.text("token")));
        if (known) {
            link.send(Message.of(Verb.WELCOME));
        } else {
            link.close();
        }
    }

    private void hear(ChildProcess child, Message message) {
        if (message.is(Verb.READY)) {
            child.ready();
            count();
            logger.log(Level.INFO, child.name() + " is ready");
            if (draining) {
                child.drain();
            } else {
                child.tell(Verb.ACCEPT);
            }
            mailbox.progressed();
        } else if (message.is(Verb.RENEW)) {
            leave(List.of(child.slot()), message.text("reason"));
        } else if (message.is(Verb.LEAVING) && child.state() != ChildProcess.State.LEAVING) {
            child.leaving();
            mailbox.leaving();
        } else if (message.is(Verb.QUEUE_EMPTY) && child.drainsQueue()) {
            child.queueEmpty();
            queueIsEmpty();
        }
    }

    /** A child has seen it: the others need not look, and the socket closes when none does. */
    private void queueIsEmpty() {
        if (all().anyMatch(ChildProcess::drainsQueue)) {
            isQueueEmpty = true;
            all().filter(ChildProcess::drainsQueue).forEach(child -> child.tell(Verb.LEAVE));
        } else {
            closeSocket();
        }
    }

    /** Once a second: ends what takes too long, and lets a trial be over. */
    void everySecond() {
        if (isQueueEmpty) {
            // A child that does not answer keeps the socket open no longer.
            closeSocket();
        }
        long most = TimeUnit.SECONDS.toNanos(directives.childStartTimeoutSeconds());
        all().filter(child -> child.state() == ChildProcess.State.STARTING)
                .filter(child -> child.age() > most)
                .forEach(this::startsTooLong);
        mailbox.progressed();
    }

    private void startsTooLong(ChildProcess child) {
        logger.log(
                Level.ERROR,
                child.name()
                        + " is not ready after ChildStartTimeout "
                        + directives.childStartTimeoutSeconds()
                        + " s: killed");
        child.process().destroyForcibly();
    }

    private void gone(ChildProcess child) {
        boolean expected = child.state() == ChildProcess.State.LEAVING;
        String epitaph = child.epitaph();
        logger.log(expected ? Level.INFO : Level.ERROR, epitaph.lines().findFirst().orElseThrow());
        child.gone();
        children[child.slot()] = null;
        count();
        if (expected) {
            mailbox.gone(child.slot());
        } else {
            boolean served = child.state() == ChildProcess.State.READY;
            int rest = backoff.died(System.nanoTime());
            if (rest > 0) {
                String line =
                        "children die one after the other: none is started for " + rest + " s";
                logger.log(Level.WARNING, line);
            }
            mailbox.died(child.slot(), new ChildDeath(served, epitaph));
        }
        if (draining) {
            drainGoesOn();
        }
    }

    // ---- what the parent decides

    @Override
    public void leave(Collection<Integer> slots, String reason) {
        all().filter(child -> slots.contains(child.slot()))
                .filter(child -> child.state() != ChildProcess.State.LEAVING)
                .forEach(child -> leave(child, reason));
    }

    private void leave(ChildProcess child, String reason) {
        logger.log(Level.INFO, child.name() + " leaves: " + reason);
        if (child.state() == ChildProcess.State.STARTING) {
            child.process().destroy();
        } else {
            child.tell(Verb.LEAVE);
        }
        child.leaving();
    }

    @Override
    public Snapshot states() {
        return scoreboard.states();
    }

    @Override
    public List<Integer> active() {
        return all().filter(
                        child -> child.state() != ChildProcess.State.LEAVING || child.drainsQueue())
                .map(ChildProcess::slot)
                .toList();
    }

    /** {@inheritDoc} A process has nothing of an application that was there before. */
    @Override
    public List<Integer> used() {
        return active();
    }

    @Override
    public void renewShared() {}

    @Override
    public void hurryLeaving() {}

    @Override
    public void announceStop() {
        mailbox.command(() -> all().forEach(child -> child.tell(Verb.ANNOUNCE)));
    }

    @Override
    public void drain() {
        mailbox.command(this::beginDrain);
    }

    private void beginDrain() {
        draining = true;
        for (ChildProcess child : all().toList()) {
            if (child.state() == ChildProcess.State.STARTING) {
                child.process().destroy();
                child.leaving();
            } else {
                child.drain();
            }
        }
        drainGoesOn();
    }

    private void drainGoesOn() {
        if (all().noneMatch(ChildProcess::drainsQueue)) {
            closeSocket();
        }
        if (all().findAny().isEmpty()) {
            drained.complete(null);
        }
    }

    /** Ends every child that is there, as a service manager would. */
    void terminate() {
        all().map(ChildProcess::process).forEach(Process::destroy);
    }

    /** Waits for them to end. */
    void awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        long end = System.nanoTime() + unit.toNanos(time);
        for (ChildProcess child : all().toList()) {
            child.process().waitFor(Math.max(end - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends every child that is there at once. */
    void kill() {
        all().map(ChildProcess::process).forEach(Process::destroyForcibly);
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            logger.failure(Level.WARNING, "the listening socket", null, e);
        }
    }

    @Override
    public CompletableFuture<Void> drained() {
        return drained;
    }

    @Override
    public boolean isSocketClosed() {
        return socket.isClosed();
    }

    private Stream<ChildProcess> all() {
        return Arrays.stream(children).filter(Objects::nonNull);
    }
}
