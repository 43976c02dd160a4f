package org.servletmpm.child;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.servletmpm.accept.AcceptChild;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.AcceptPolicy;
import org.servletmpm.accept.AcceptedConnections;
import org.servletmpm.accept.Accepting;
import org.servletmpm.accept.Acceptor;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.jfr.EngineEvents;
import org.servletmpm.model.ProcessingModel;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.LiveThreads;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.Worker;
import org.servletmpm.worker.WorkerChild;
import org.servletmpm.worker.WorkerPool;

/**
 * A slot with its own listener and workers, from its start until its last thread has ended. Its
 * methods are called by its listener, its workers, the parent, and any thread of the application or
 * the container; the parts that one thread owns are in {@link Listener} and {@link Worker}.
 *
 * <p>A child leaves when it is told to, or has accepted MaxConnectionsPerChild connections: it asks
 * for no more, hands its connections over to its siblings or finishes them, as its model says, and
 * ends. {@link LiveThreads} knows when.
 */
final class Child implements AcceptChild, WorkerChild, ListenerChild {

    private final GroupServices services;
    private final Siblings siblings;
    private final ChildScore score;
    private final ConnectionTable connections;
    private final ChildHost host;
    private final Accepting accepting;
    private final WorkerPool workers;
    private final Listener listener;
    private final WriteBufferPool writeBufferPool;
    private final LiveThreads liveThreads = new LiveThreads(this::workersOver, this::over);
    private final Heartbeat heartbeat = new Heartbeat();

    private final AtomicBoolean decided = new AtomicBoolean();

    /** Set once, when no sibling leaves anything here any more. */
    private volatile boolean leaving;

    /** Leaving, and no sibling comes that could take over what it has. */
    private volatile boolean withoutSuccessor;

    /** Leaving, and no other child accepts before it is gone. */
    private volatile boolean hurried;

    /** The engine stops. */
    private volatile boolean ending;

    Child(GroupServices services, Siblings siblings, ChildScore score, Directives directives)
            throws IOException {
        this.services = services;
        this.siblings = siblings;
        this.score = score;
        ProcessingModel model = services.model();
        this.accepting =
                model.accepting(
                        new AcceptParts(
                                this,
                                services.socket(),
                                new Accepted(),
                                services.eviction(),
                                directives.maxConnectionsPerChild()),
                        directives);
        this.workers =
                new WorkerPool(
                        services.workers(),
                        services.workerThreads(),
                        this,
                        directives,
                        accepting.source());
        this.writeBufferPool =
                model.writeBuffers(() -> services.writeBufferPool(directives, score));
        // Last, because it takes descriptors.
        this.listener =
                new Listener(
                        this,
                        services,
                        accepting.duty(),
                        workers.name() + "-listener",
                        duty -> model.strategy(duty, workers, directives));
        boolean made = false;
        try {
            this.host =
                    new ChildHost(
                            this, services, directives, listener.selector(), model.columns(score));
            this.connections = new ConnectionTable(score, host);
            made = true;
        } finally {
            if (!made) {
                listener.discard();
            }
        }
    }

    /** Makes connections of what is accepted. */
    private final class Accepted implements AcceptedConnections {
        @Override
        public Connection make(SocketChannel channel) throws Exception {
            return services.connection(channel, host);
        }

        @Override
        public void add(Connection connection) {
            connections.add(connection);
            if (!connection.isOpen()) {
                // Closed while it was made, when it did not count: now it does no more.
                host.closed(connection);
            }
        }
    }

    /**
     * @throws OutOfMemoryError when a thread cannot be made; those that were go on
     */
    void start() {
        accepting.acceptor().start();
        workers.start();
        accepting.acceptor().wake();
    }

    /** The start is over, well or not: from now on the child ends with its last thread. */
    void startEnds() {
        liveThreads.startEnds();
    }

    int slot() {
        return score.slot();
    }

    int generation() {
        return score.generation();
    }

    @Override
    public ChildScore score() {
        return score;
    }

    @Override
    public WorkerPool workers() {
        return workers;
    }

    @Override
    public StepStrategy leading() {
        return listener.strategy();
    }

    @Override
    public LiveThreads liveThreads() {
        return liveThreads;
    }

    @Override
    public boolean isEnding() {
        return ending;
    }

    @Override
    public boolean isLeaving() {
        return leaving;
    }

    /**
     * @return whether it finishes its connections itself, as no sibling takes them over
     */
    boolean isWithoutSuccessor() {
        return withoutSuccessor;
    }

    /**
     * @return whether new clients wait for its end, as no other child can be started before
     */
    boolean isHurried() {
        return hurried;
    }

    boolean hasSuccessor() {
        return siblings.hasSuccessor();
    }

    /**
     * @return where that waits which clients have not taken; null where a thread waits with each
     *     connection
     */
    WriteBufferPool writeBufferPool() {
        return writeBufferPool;
    }

    // ---- accepting

    Acceptor acceptor() {
        return accepting.acceptor();
    }

    AcceptPolicy acceptPolicy() {
        return accepting.policy();
    }

    @Override
    public void comesRound() {
        heartbeat.beat();
    }

    @Override
    public void admissionClosed() {
        EngineEvents.admissionClosed(services.name(), slot(), generation(), score.connections());
    }

    /** Of the thread that accepts. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    @Override
    public void startListener() {
        listener.start();
    }

    @Override
    public ListenerSelector selector() {
        return listener.selector();
    }

    @Override
    public boolean isOnDuty() {
        return listener.isOnDuty();
    }

    @Override
    public void wakeListener() {
        listener.wake();
    }

    @Override
    public void begin(Connection connection) {
        listener.begin(connection);
    }

    // ---- work

    /** Lets the listener watch what is armed. */
    void watch(Watch watch) {
        listener.post(watch);
    }

    @Override
    public void watch(Connection connection) {
        ChildHost.watch(connection);
    }

    @Override
    public void hasten(Connection connection) {
        ChildHost.of(connection).hasten(connection);
    }

    /** {@inheritDoc} Any thread; never blocks. */
    @Override
    public void execute(Runnable step) {
        services.model().dispatcher().executeStep(workers, step);
    }

    // ---- leaving

    /**
     * @return true for the one caller that lets the child leave
     */
    boolean decideToLeave() {
        return decided.compareAndSet(false, true);
    }

    boolean hasDecidedToLeave() {
        return decided.get();
    }

    Stream<Watch> watches() {
        return connections.watches();
    }

    ConnectionTable connections() {
        return connections;
    }

    @Override
    public void leave(String reason) {
        siblings.leave(this, reason);
    }

    /**
     * Called when no sibling hands the child anything any more; again if it has failed half-way.
     */
    void leave() {
        connections.closeToSiblings();
        leaving = true;
        score.stopping(true);
        accepting.policy().show();
        if (!services.model().handsOver()) {
            expectNoSuccessor();
        } else if (!listener.thread().isAlive()) {
            // It could not be started, or has died: there is no thread that holds a key.
            handOver();
            connections.abort();
        }
        wake();
    }

    /**
     * Leaving, with no successor to come: clients may ask until their {@link GracefulKeepAlive} is
     * over, and are told to go.
     */
    void expectNoSuccessor() {
        if (!withoutSuccessor) {
            withoutSuccessor = true;
            connections.hasten();
        }
    }

    /** Leaving, and no child can be started before it is gone: new clients wait for that. */
    void hurry() {
        if (!hurried) {
            hurried = true;
            withoutSuccessor = true;
            connections.hasten();
        }
    }

    @Override
    public boolean endsIdleWorkers() {
        return leaving && (!services.model().handsOver() || connections.isEmpty());
    }

    /** {@inheritDoc} While leaving: that thread holds the keys. */
    @Override
    public void handOver() {
        while (siblings.hasSuccessor() && !connections.isEmpty()) {
            // One that leaves meanwhile takes no more, and is no successor any more.
            connections.handOver(siblings::successor);
        }
        if (connections.isEmpty()) {
            workers.wake();
        }
    }

    // ---- the end

    /**
     * A connection is closed.
     *
     * @return whether it was one of this child's, and is not any more
     */
    boolean abandon(Watch watch) {
        boolean own = connections.abandon(watch);
        if (own && leaving && connections.isEmpty()) {
            wake();
        }
        return own;
    }

    /** A stop is to come: clients that can be told without a response are told. */
    void announceStop() {
        connections.goingAway();
    }

    /** Lets clients and threads see that the engine drains. */
    void drain() {
        score.stopping(true);
        connections.hasten();
        wake();
    }

    /** Closes every connection and lets the threads end. */
    void end() {
        ending = true;
        accepting.policy().show();
        connections.abort();
        wake();
    }

    /** Makes all threads look around. */
    void wake() {
        listener.wake();
        workers.wake();
    }

    @Override
    public void died(Thread worker, Error cause, boolean replaced) {
        try {
            if (!replaced) {
                siblings.leave(this, "a worker could not be replaced");
            }
        } finally {
            siblings.died(this, worker, cause, replaced);
        }
    }

    private void workersOver() {
        workers.stopAuxiliaries();
        listener.wake();
    }

    @Override
    public boolean isOver() {
        return ending || leaving && liveThreads.hasNoWorkers() && connections.isEmpty();
    }

    private void over() {
        // Its thread may have died with the mutex.
        accepting.acceptor().withdraw();
        siblings.gone(this);
    }

    /**
     * @return the threads that {@link #end} lets end
     */
    Stream<Thread> threads() {
        return Stream.concat(workers.threads(), Stream.of(listener.thread()));
    }

    /** The threads are gone: the slot is free. */
    void release() throws IOException {
        try {
            listener.discard();
        } finally {
            score.release();
        }
    }
}
