package org.servletmpm.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    private final ProcessTable table;
    private final Generations generations = new Generations();
    private final Deaths deaths;
    private final Places places;

    /** The snapshots that nothing may happen to. The parent's thread writes. */
    private volatile Set<Integer> snapshots = Set.of();

    private boolean draining;

    /** No child accepts; read by any thread. */
    private volatile boolean paused;

    /** No child is started before all have ended. */
    private boolean emptying;

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
        this.deaths = new Deaths(command.directives(), logger);
        this.places = new Places(command.directives().serverLimit(), SystemMemory.here()::kills);
        this.command = command;
        this.socket = socket;
        this.scoreboard = scoreboard;
        this.mailbox = mailbox;
        this.logger = logger;
        this.table = new ProcessTable(scoreboard.snapshot().children().size());
    }

    @Override
    public void start(int slot, int number, Directives directives) throws IOException {
        start(generations.current(), slot, number);
    }

    @Override
    public boolean startAgain(int slot, int number) throws IOException {
        if (!generations.isOnTrial(generations.current()) || !canStart(generations.before())) {
            return false;
        }
        start(generations.before(), slot, number);
        return true;
    }

    private void start(Generation of, int slot, int number) throws IOException {
        table.comes(slot, number);
        boolean canary = of.trial().needsCanary();
        boolean spare = !canary && all().anyMatch(child -> isReady(child.slot()));
        ChildStart start = ChildStart.with(command.archives().of(of, spare));
        Process process = command.start(of.program(), slot, number, start, canary);
        LastLines output =
                canary ? LastLines.of(process, "mpm-" + slot + "." + number) : LastLines.none();
        ChildScore score = scoreboard.claim(slot, process.pid(), number);
        ChildProcess child = new ChildProcess(process, score, start, of, output);
        table.add(child);
        seeSnapshots();
        process.onExit().thenRun(() -> mailbox.command(() -> gone(child)));
    }

    /** The children that come with the next generation run this. Any thread. */
    void next(Program program) {
        generations.next(program);
    }

    /**
     * @return the numbers of the snapshots that children run or may be started of. Any thread.
     */
    Set<Integer> snapshots() {
        return snapshots;
    }

    private void seeSnapshots() {
        Stream<Generation> used = Stream.concat(generations.kept(), all().map(ChildProcess::of));
        snapshots =
                used.map(each -> each.program().snapshot()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int lastGeneration(int slot) {
        return table.lastGeneration(slot);
    }

    /** {@inheritDoc} One that has not been proven is nothing to go back to. */
    @Override
    public void begin(Directives directives) throws IOException {
        generations.begin(directives);
        seeSnapshots();
    }

    @Override
    public void takeBack() {
        generations.takeBack();
        seeSnapshots();
    }

    @Override
    public boolean canStart() {
        return canStart(generations.current());
    }

    private boolean canStart(Generation of) {
        return !emptying
                && deaths.mayStart()
                && all().filter(child -> child.state() == ChildProcess.State.STARTING).count()
                        < of.trial().mostStarting();
    }

    @Override
    public int places() {
        return places.most();
    }

    @Override
    public boolean isProven(int slot) {
        ChildProcess child = table.at(slot);
        return child != null && child.isProven();
    }

    @Override
    public boolean leaveOneByOne() {
        return true;
    }

    /**
     * @return what was known of the children when one of them last changed. Any thread.
     */
    List<ChildFacts> facts() {
        return table.facts();
    }

    // ---- what an operator asks for

    /**
     * @throws IllegalArgumentException when there is no child, naming the slots that have one
     */
    ChildProcess in(int slot) {
        return table.in(slot);
    }

    /**
     * @return whether more children have died than CrashLimit allows. Any thread.
     */
    boolean areSick() {
        return deaths.areTooMany();
    }

    /**
     * @return the child that was there, whose process is about to end
     */
    ChildProcess kill(int slot) {
        ChildProcess child = in(slot);
        logger.log(Level.WARNING, child.name() + " is killed, as an operator asks");
        child.process().destroyForcibly();
        return child;
    }

    /** Lets no child accept until {@link #resume}: connections wait in the kernel. */
    void pause() {
        paused = true;
        all().forEach(child -> child.tell(Verb.PAUSE));
    }

    void resume() {
        paused = false;
        all().filter(child -> child.state() == ChildProcess.State.READY)
                .forEach(child -> child.tell(Verb.ACCEPT));
    }

    /**
     * @return whether no child accepts. Any thread.
     */
    boolean isPaused() {
        return paused;
    }

    /**
     * Ends all children at once, and lets none be started before they have ended.
     *
     * @param graceSeconds until those that are still there are killed
     */
    void endAll(long graceSeconds) {
        emptying = all().findAny().isPresent();
        Executor later = CompletableFuture.delayedExecutor(graceSeconds, TimeUnit.SECONDS);
        for (ChildProcess child : all().toList()) {
            child.leaving();
            child.process().destroy();
            later.execute(child.process()::destroyForcibly);
        }
        table.changed();
    }

    /**
     * @return the stacks of all children, as each tells them
     */
    List<CompletableFuture<String>> askStacks() {
        return all().map(ChildProcess::askStacks).toList();
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
        all().filter(child -> message.number("slot").orElse(-1L) == child.slot())
                .filter(child -> child.isHailedBy(link, message.text("token")))
                .findAny()
                .ifPresentOrElse(
                        child -> link.send(Message.of(Verb.WELCOME).with("claim", child.claim())),
                        link::close);
    }

    private void hear(ChildProcess child, Message message) {
        if (message.is(Verb.READY)) {
            child.ready(message.number("management").orElse(0L).intValue());
            table.changed();
            logger.log(Level.INFO, child.name() + " is ready");
            command.archives().ready(child);
            if (draining) {
                child.drain();
            } else if (!paused) {
                child.tell(Verb.ACCEPT);
            }
            mailbox.progressed();
        } else if (message.is(Verb.FAILED)) {
            child.failed(message.text("reason"));
        } else if (message.is(Verb.RENEW)) {
            child.usage().wishes(message.text("reason"));
        } else if (message.is(Verb.BEAT)) {
            child.usage().beat(message, generations.current().directives());
        } else if (message.is(Verb.LEAVING) && child.state() != ChildProcess.State.LEAVING) {
            child.leaving();
            table.changed();
            mailbox.leaving();
        } else if (message.is(Verb.QUEUE_EMPTY) && child.drainsQueue()) {
            child.queueEmpty();
            queueIsEmpty();
        } else if (message.is(Verb.STACKS)) {
            child.toldStacks(message);
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

    // ---- what they have used

    void measure() {
        all().map(ChildProcess::usage).forEach(ChildUsage::measure);
        table.changed();
    }

    /**
     * @return whether every child serves, and none is about to come or go
     */
    boolean areAllReady() {
        return all().allMatch(child -> child.state() == ChildProcess.State.READY);
    }

    /**
     * @return of each child; asked while all are ready
     */
    List<Recycler.Usage> usages() {
        return all().map(ChildProcess::used).toList();
    }

    /**
     * @return of each child that has begun to serve
     */
    List<Hangs.Vitals> vitals() {
        return all().filter(child -> child.state() != ChildProcess.State.STARTING)
                .map(ChildProcess::vitals)
                .toList();
    }

    /** Lets a child write its threads' stacks to its output, as a JVM does on SIGQUIT. */
    void stacks(int slot) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(table.at(slot).process().pid()))
                    .start();
        } catch (IOException e) {
            logger.failure(Level.WARNING, "SIGQUIT", null, e);
        }
    }

    /** Ends a child at once. */
    void kill(int slot, String reason) {
        table.at(slot).kill(reason);
    }

    /** Lets the child leave that has the least to do, when {@link IdleExit} says so. */
    void letIdleGo(IdleExit rule) {
        List<ChildSnapshot> serving =
                scoreboard.states().children().stream()
                        .filter(figures -> isReady(figures.slot()))
                        .toList();
        int idle = serving.stream().mapToInt(ChildSnapshot::idleWorkers).sum();
        if (rule.look(idle, serving.size())) {
            serving.stream()
                    .min(
                            Comparator.comparingInt(ChildSnapshot::busyWorkers)
                                    .thenComparingInt(ChildSnapshot::connections)
                                    .thenComparing(ChildSnapshot::slot, Comparator.reverseOrder()))
                    .ifPresent(
                            child -> leave(List.of(child.slot()), "IdleExit, " + idle + " idle"));
        }
    }

    private boolean isReady(int slot) {
        ChildProcess child = table.at(slot);
        return child != null && child.state() == ChildProcess.State.READY;
    }

    /** Once a second: ends what takes too long, and lets a trial be over. */
    void everySecond() {
        scoreboard.repeat();
        // Nobody may have had the memory to tell.
        all().filter(child -> !child.process().isAlive()).toList().forEach(this::gone);
        deaths.look();
        if (isQueueEmpty) {
            // A child that does not answer keeps the socket open no longer.
            closeSocket();
        }
        all().filter(child -> child.state() == ChildProcess.State.STARTING)
                .forEach(this::endIfItStartsTooLong);
        endLeaving();
        mailbox.progressed();
    }

    private void endLeaving() {
        all().filter(ChildProcess::isEnding).forEach(ChildProcess::end);
        List<LeavingLimit.Leaving> leaving =
                all().filter(child -> child.state() == ChildProcess.State.LEAVING)
                        .map(
                                child ->
                                        new LeavingLimit.Leaving(
                                                child.slot(),
                                                child.of().number(),
                                                TimeUnit.NANOSECONDS.toSeconds(child.leavingFor()),
                                                child.of()
                                                        .directives()
                                                        .gracefulShutdownTimeoutSeconds()))
                        .toList();
        LeavingLimit.over(leaving)
                .forEach(
                        (slot, reason) -> {
                            if (table.at(slot).end()) {
                                logger.log(
                                        Level.WARNING,
                                        table.at(slot).name() + " is ended: " + reason);
                            }
                        });
    }

    private void endIfItStartsTooLong(ChildProcess child) {
        int most = child.of().directives().childStartTimeoutSeconds();
        if (child.age() > TimeUnit.SECONDS.toNanos(most)) {
            child.kill("not ready after ChildStartTimeout " + most + " s");
        }
    }

    /** Its process has ended; told once, or once more. */
    private void gone(ChildProcess child) {
        if (table.at(child.slot()) != child) {
            return;
        }
        boolean expected = child.state() == ChildProcess.State.LEAVING;
        String oldest =
                OldestRequest.of(
                        scoreboard.snapshot().children().get(child.slot()),
                        System.currentTimeMillis());
        String epitaph = child.epitaph(oldest);
        logger.log(expected ? Level.INFO : Level.ERROR, epitaph.lines().findFirst().orElseThrow());
        child.gone();
        table.remove(child);
        emptying &= all().findAny().isPresent();
        seeSnapshots();
        if (expected) {
            mailbox.gone(child.slot());
        } else {
            boolean served = child.state() == ChildProcess.State.READY;
            places.died(child.name(), child.process().exitValue())
                    .ifPresent(line -> logger.log(Level.WARNING, line));
            deaths.died(child.death(oldest), !generations.isOnTrial(child.of()));
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
            child.end();
        } else {
            child.tell(Verb.LEAVE);
        }
        child.leaving();
        table.changed();
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
                child.end();
                child.leaving();
            } else {
                child.drain();
            }
        }
        table.changed();
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
        return table.all();
    }
}
