package org.servletmpm.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.ThreadKind;
import org.servletmpm.scoreboard.ChildScore;

/**
 * Holds the workers of one child, and its auxiliary threads. A worker that ends by an Error is
 * replaced by another one. Any thread.
 */
public final class WorkerPool {

    private final WorkerServices services;
    private final WorkerThreads<Worker> workerThreads;
    private final WorkerChild child;
    private final ChildScore score;
    private final WorkSource source;
    private final String name;
    private final ThreadKind kind;
    private final long stackSize;
    private final boolean describes;
    private final IdleWorkers<Worker> idle = new IdleWorkers<>();
    private final List<Worker> workers;
    private final AuxiliaryPool auxiliaries;

    /** A worker has run the application's code. */
    private volatile boolean used;

    /**
     * @param workerThreads makes the workers' threads
     * @param source of the work
     */
    public WorkerPool(
            WorkerServices services,
            WorkerThreads<Worker> workerThreads,
            WorkerChild child,
            Directives directives,
            WorkSource source) {
        this.services = services;
        this.workerThreads = workerThreads;
        this.child = child;
        this.score = child.score();
        this.source = source;
        this.name = services.name() + "-" + score.slot() + "." + score.generation();
        this.kind = directives.workerThreads();
        this.stackSize = directives.threadStackSize();
        this.describes = directives.extendedStatus();
        this.auxiliaries =
                new AuxiliaryPool(
                        name,
                        directives.threadsPerChild(),
                        services.poolThreads(),
                        score,
                        child.liveThreads()::auxiliariesEnded);
        Worker[] first = new Worker[directives.threadsPerChild()];
        for (int n = 0; n < first.length; n++) {
            first[n] = worker(n);
        }
        this.workers = new CopyOnWriteArrayList<>(first);
    }

    private Worker worker(int number) {
        return new Worker(
                this, number, workerThreads.named(name + "-worker-" + number, kind, stackSize));
    }

    /**
     * @throws OutOfMemoryError when a thread cannot be made; those that were go on
     */
    public void start() {
        for (Worker worker : workers) {
            child.liveThreads().workerStarts(worker.thread());
        }
    }

    /**
     * @return the prefix of the names of the child's threads
     */
    public String name() {
        return name;
    }

    WorkerServices services() {
        return services;
    }

    WorkerChild child() {
        return child;
    }

    ChildScore score() {
        return score;
    }

    WorkSource source() {
        return source;
    }

    /**
     * @return whether requests are described in the scoreboard (ExtendedStatus)
     */
    boolean describes() {
        return describes;
    }

    /**
     * @return how many workers it has
     */
    public int size() {
        return workers.size();
    }

    // ---- idle workers

    public IdleWorkers<Worker> idle() {
        return idle;
    }

    /** One that leads has the time to do something else instead. */
    public int idleCount() {
        return idle.count() + (child.leading().isIdle() ? 1 : 0);
    }

    /**
     * @return whether a worker has nothing to do, as of a moment ago
     */
    public boolean hasIdle() {
        return idleCount() > 0;
    }

    /**
     * @return whether an idle worker is to end
     */
    public boolean isOver() {
        return child.isEnding() || child.endsIdleWorkers();
    }

    /**
     * Calls a worker away from an idle connection, for what is queued.
     *
     * @return false when there is none
     */
    boolean callFromIdle() {
        for (Worker worker : workers) {
            if (worker.call()) {
                return true;
            }
        }
        return false;
    }

    // ---- one that leads

    /**
     * @return the worker that leads, if it has nothing else to do: it now waits for the caller to
     *     assign something; or null
     */
    Worker callLeader() {
        return child.leading().call();
    }

    /**
     * @return whether a step comes after what the calling thread runs as the leader
     */
    boolean begins(StreamTask step) {
        return child.leading().begins(step);
    }

    // ---- beside the workers

    /**
     * @return whether work beside bound workers would not wait, at this moment
     */
    boolean hasIdleAuxiliary() {
        return auxiliaries.isIdle();
    }

    /**
     * Runs work beside bound workers.
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

    // ---- what happens to them

    /** One of the workers runs a request, or a request of one of the child's connections is run. */
    public void runsApplication() {
        if (!used) {
            used = true;
        }
    }

    /**
     * @return whether the application's code has run here
     */
    public boolean isUsed() {
        return used;
    }

    public boolean isLeaving() {
        return child.isLeaving();
    }

    /** A worker is about to end by an Error. In its thread. */
    void replace(Worker dying, Error cause) {
        boolean replaced = false;
        try {
            Worker next = worker(dying.worker());
            workers.set(dying.worker(), next);
            child.liveThreads().workerStarts(next.thread());
            replaced = true;
        } finally {
            child.died(dying.thread(), cause, replaced);
        }
    }

    /**
     * @return whether a worker has ended and was not replaced
     */
    public boolean hasLostWorker() {
        for (Worker worker : workers) {
            if (worker.thread().getState() == Thread.State.TERMINATED) {
                return true;
            }
        }
        return false;
    }

    /** Makes all workers look around. */
    public void wake() {
        for (Worker worker : workers) {
            worker.wake();
        }
    }

    /** Wakes or makes threads for what there is to do, if that has failed before. */
    public void remind() {
        workers.forEach(Worker::remind);
        auxiliaries.remind();
    }

    /** The last worker has ended: the auxiliary threads end when they have done what is queued. */
    public void stopAuxiliaries() {
        auxiliaries.stop();
    }

    public Stream<Thread> threads() {
        return Stream.concat(workers.stream().map(Worker::thread), auxiliaries.threads());
    }

    public Stream<RequestTimer> timers() {
        return workers.stream().map(worker -> worker.requests().timer());
    }
}
