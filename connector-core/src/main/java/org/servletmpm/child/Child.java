package org.servletmpm.child;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.ThreadKind;
import org.servletmpm.leader.ServiceTimeEstimator;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.waiting.Watch;

/**
 * A slot with its own listener and workers, from its start until its last thread has ended. Its
 * methods are called by its listener, its workers, the parent, and whatever thread the application
 * or the container has; the parts that one thread owns are in {@link Listener} and {@link Worker}.
 *
 * <p>A child leaves when it is told to, or has accepted MaxConnectionsPerChild connections: it asks
 * for no more, gives the connections that no thread is bound to to a sibling, finishes the others,
 * and ends. {@link LiveThreads} knows when.
 */
public final class Child {

    private final ChildGroup group;
    private final ChildScore score;
    private final Model model;
    private final String name;
    private final ThreadKind threads;
    private final long stackSize;
    private final boolean describes;
    private final ConnectionTable connections;
    private final AcceptPolicy acceptPolicy;
    private final IdleWorkers<Worker> idle = new IdleWorkers<>();
    private final Listener listener;

    /** Null when workers do not lead. */
    private final ServiceTimeEstimator estimator;

    private final WorkSource source;
    private final List<Worker> workers;
    private final AuxiliaryPool auxiliaries;
    private final WriteBufferPool writeBufferPool;
    private final LiveThreads liveThreads = new LiveThreads(this::workersOver, this::over);
    private final Heartbeat heartbeat = new Heartbeat();

    private final AtomicBoolean decided = new AtomicBoolean();

    /** Set once, when no sibling leaves anything here any more. */
    private volatile boolean leaving;

    /** Leaving, and nobody comes who could take over what it has. */
    private volatile boolean alone;

    /** Leaving, and nobody accepts before it is gone. */
    private volatile boolean awaited;

    /** The engine stops. */
    private volatile boolean ending;

    /** A worker has run the application's code. */
    private volatile boolean used;

    Child(ChildGroup group, ChildScore score, Directives directives) throws IOException {
        this.group = group;
        this.score = score;
        this.model = group.model();
        this.name = group.name() + "-" + score.slot() + "." + score.generation();
        this.threads = directives.workerThreads();
        this.stackSize = directives.threadStackSize();
        this.describes = directives.extendedStatus();
        this.source =
                model.threaded()
                        ? new ThreadedSource(this, group)
                        : new AcceptingSource(this, group);
        this.estimator =
                model == Model.EVENT && directives.leaderFollower()
                        ? new ServiceTimeEstimator(Runtime.getRuntime().availableProcessors())
                        : null;
        this.writeBufferPool = model.bound() ? null : group.writeBufferPool(directives, score);
        this.auxiliaries =
                new AuxiliaryPool(
                        name,
                        directives.threadsPerChild(),
                        group.unbound(),
                        score,
                        liveThreads::auxiliariesEnded);
        Worker[] first = new Worker[directives.threadsPerChild()];
        for (int n = 0; n < first.length; n++) {
            first[n] = worker(n);
        }
        this.workers = new CopyOnWriteArrayList<>(first);
        // Last, because it takes descriptors.
        this.listener = new Listener(this, group, estimator, name + "-listener");
        boolean made = false;
        try {
            ChildHost host = new ChildHost(this, group, directives);
            this.connections =
                    new ConnectionTable(
                            score,
                            host,
                            listener.waiting(),
                            model.bound() ? AsyncColumns.NONE : AsyncColumns.of(score));
            this.acceptPolicy = new AcceptPolicy(this, group, directives, connections, host);
            made = true;
        } finally {
            if (!made) {
                listener.discard();
            }
        }
    }

    private Worker worker(int number) {
        return new Worker(
                this,
                group,
                number,
                source,
                group.workerThreads().named(name + "-worker-" + number, threads, stackSize));
    }

    /**
     * @throws OutOfMemoryError when a thread cannot be made; those that were go on
     */
    void start() {
        acceptPolicy.show();
        if (model.threaded()) {
            listener.start();
        }
        for (Worker worker : workers) {
            liveThreads.workerStarts(worker.thread());
        }
        if (model == Model.EVENT) {
            listener.wake();
        }
    }

    /** The start is over, well or not: from now on the child ends with its last thread. */
    void born() {
        liveThreads.born();
    }

    int slot() {
        return score.slot();
    }

    int generation() {
        return score.generation();
    }

    ChildScore score() {
        return score;
    }

    /**
     * @return how many workers it has
     */
    int size() {
        return workers.size();
    }

    IdleWorkers<Worker> idle() {
        return idle;
    }

    LiveThreads liveThreads() {
        return liveThreads;
    }

    /** Of the thread that accepts. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /**
     * @return whether that thread comes round in any case, or as soon as it is woken: the only
     *     worker of a prefork child may be busy, unless it has the turn
     */
    boolean isToBeat() {
        return model.threaded() || group.acceptMutex().isHeldBy(candidate());
    }

    AcceptMutex.Candidate candidate() {
        return source instanceof AcceptMutex.Candidate worker ? worker : listener.acceptor();
    }

    boolean isEnding() {
        return ending;
    }

    boolean isLeaving() {
        return leaving;
    }

    /**
     * @return whether it finishes its connections itself, as nobody takes them over
     */
    boolean isAlone() {
        return alone;
    }

    /**
     * @return whether new clients wait for its end, as no other child can be started before
     */
    boolean isAwaited() {
        return awaited;
    }

    boolean isUsed() {
        return used;
    }

    /**
     * @return whether requests are described in the scoreboard (ExtendedStatus)
     */
    boolean describes() {
        return describes;
    }

    Stream<RequestTimer> timers() {
        return workers.stream().map(Worker::timer);
    }

    void runsApplication() {
        if (!used) {
            used = true;
        }
    }

    /**
     * @return where that waits which clients have not taken; null where a thread waits with each
     *     connection
     */
    WriteBufferPool writeBufferPool() {
        return writeBufferPool;
    }

    // ---- accepting

    AcceptPolicy acceptPolicy() {
        return acceptPolicy;
    }

    /**
     * @return whether this child's listener accepts; in prefork its worker does
     */
    boolean accepts() {
        return model.threaded();
    }

    boolean isBound() {
        return model.bound();
    }

    /**
     * @return whether a worker has nothing to do, as of a moment ago
     */
    boolean hasIdle() {
        return idleWorkers() > 0;
    }

    /** One that leads has the time to do something else instead. */
    int idleWorkers() {
        return idle.count() + (listener.isIdle() ? 1 : 0);
    }

    /**
     * @return the worker that a connection about to be taken will be bound to; null in event, or
     *     when none is idle
     */
    Worker reserve() {
        return model == Model.WORKER ? idle.claim() : null;
    }

    /** A worker has nothing to do. */
    void workerIdle() {
        if (model == Model.WORKER) {
            group.acceptMutex().want(listener.acceptor());
        } else {
            acceptPolicy.eased();
        }
    }

    // ---- work

    /** Lets the listener watch what is armed. */
    void watch(Watch watch) {
        listener.post(watch);
    }

    /**
     * A worker leads in the place of the listener's thread. In the worker's thread.
     *
     * @return whether it was called away, to what it will be assigned
     */
    boolean lead(Worker worker) {
        return listener.lead(worker);
    }

    /**
     * @return the worker that leads, if it has nothing else to do: it now waits for the caller to
     *     assign something; or null
     */
    Worker callLeader() {
        return listener.call();
    }

    /**
     * A step of one of several requests is begun.
     *
     * @return whether it comes after what the calling thread runs as the leader
     */
    boolean begins(StreamTask step) {
        return listener.begins(step);
    }

    /** A step of a connection's is over, after so many nanoseconds. */
    void took(Connection connection, long nanos) {
        if (estimator != null) {
            Watch watch = Watch.of(connection);
            watch.history(estimator.took(watch.history(), nanos));
        }
    }

    /** Runs a connection's step that no thread is bound to. Any thread; never blocks. */
    void execute(Runnable work) {
        if (!model.bound()) {
            group.dispatcher().execute(this, work);
        } else if (!executeBeside(work)) {
            group.executor().execute(work);
        }
    }

    /**
     * @return whether work beside the bound workers would not wait, at this moment
     */
    boolean hasIdleAuxiliary() {
        return auxiliaries.isIdle();
    }

    /**
     * Runs work beside the bound workers.
     *
     * @return false when the child has ended
     */
    boolean executeBeside(Runnable work) {
        try {
            auxiliaries.execute(work);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    // ---- leaving

    /**
     * @return true for the one caller who lets the child leave
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

    /** Called when nobody hands the child anything any more; again if it has failed half-way. */
    void leave() {
        connections.closeToSiblings();
        leaving = true;
        score.stopping(true);
        acceptPolicy.show();
        if (model.bound()) {
            finishAlone();
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
    void finishAlone() {
        if (!alone) {
            alone = true;
            connections.hasten();
        }
    }

    /** Leaving, and no child can be started before it is gone: new clients wait for that. */
    void nobodyComes() {
        if (!awaited) {
            awaited = true;
            alone = true;
            connections.hasten();
        }
    }

    /**
     * @return whether an idle worker may end: what the child still has is not its to serve
     */
    boolean dismissesIdle() {
        return leaving && (model.bound() || connections.isEmpty());
    }

    /**
     * Gives every connection to a sibling, if there is one. The listener's thread, while leaving:
     * it holds the keys.
     */
    void handOver() {
        while (group.hasSuccessor() && !connections.isEmpty()) {
            // One that leaves meanwhile takes no more, and is nobody's successor any more.
            connections.handOver(this::successor);
        }
        if (connections.isEmpty()) {
            wakeWorkers();
        }
    }

    private ConnectionTable successor() {
        Child next = group.successor();
        return next == null ? null : next.connections;
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

    /** A stop is to come: who can be told without a response is told. */
    void announceStop() {
        connections.goingAway();
    }

    /** Lets everybody see that the engine drains. */
    void drain() {
        score.stopping(true);
        connections.hasten();
        wake();
    }

    /** Closes every connection and lets the threads end. */
    void end() {
        ending = true;
        acceptPolicy.show();
        connections.abort();
        wake();
    }

    /** Makes all threads look around. */
    void wake() {
        listener.wake();
        wakeWorkers();
    }

    /** Makes whoever has the listener's duty look around. */
    void wakeListener() {
        listener.wake();
    }

    /** Makes whoever accepts look around. */
    void wakeAcceptor() {
        if (model.threaded()) {
            listener.wake();
        } else {
            wakeWorkers();
        }
    }

    /** Lets nobody overlook what there is to do, if a thread could not be woken or made for it. */
    void remind() {
        workers.forEach(Worker::remind);
        auxiliaries.remind();
    }

    /**
     * @return whether a worker has ended and nobody has taken its place
     */
    boolean hasLostWorker() {
        for (Worker worker : workers) {
            if (worker.thread().getState() == Thread.State.TERMINATED) {
                return true;
            }
        }
        return false;
    }

    void wakeWorkers() {
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    /** A worker is about to end by an Error. In its thread. */
    void replace(Worker dying, Error cause) {
        boolean replaced = false;
        try {
            Worker next = worker(dying.worker());
            workers.set(dying.worker(), next);
            liveThreads.workerStarts(next.thread());
            replaced = true;
        } finally {
            try {
                if (!replaced) {
                    group.leave(this, "a worker could not be replaced");
                }
            } finally {
                group.died(dying, cause, replaced);
            }
        }
    }

    private void workersOver() {
        auxiliaries.stop();
        listener.wake();
    }

    /**
     * @return whether nothing is left for the listener to do
     */
    boolean isOver() {
        return ending || leaving && liveThreads.hasNoWorkers() && connections.isEmpty();
    }

    private void over() {
        // Its thread may have died with the turn.
        group.acceptMutex().withdraw(candidate());
        group.gone(this);
    }

    /**
     * @return the threads that {@link #end} lets end
     */
    Stream<Thread> threads() {
        return Stream.of(
                        workers.stream().map(Worker::thread),
                        Stream.of(listener.thread()),
                        auxiliaries.threads())
                .flatMap(threads -> threads);
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
