package org.servletmpm.child;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.directive.Model;

/**
 * Who runs what no thread is bound to: an idle worker of any child, or the next one that has time.
 * In prefork and worker, whose workers belong to their connections, an auxiliary thread. Any
 * thread; nothing here blocks.
 */
final class Dispatcher {

    private final Model model;
    private final ChildRegistry registry;
    private final WorkerThreads threads;
    private final ContinuationExecutor continuations;
    private final StreamLimit streamLimit;

    private final WorkQueue<Worker, Child> queue = new WorkQueue<>(new IdleWorkersOfAll());

    Dispatcher(
            Model model,
            ChildRegistry registry,
            WorkerThreads threads,
            ContinuationExecutor continuations,
            StreamLimit streamLimit) {
        this.model = model;
        this.registry = registry;
        this.threads = threads;
        this.continuations = continuations;
        this.streamLimit = streamLimit;
    }

    /**
     * @return runs work that is no connection's next step: on a worker in event, on an auxiliary
     *     thread of the calling worker's child, or of any, in prefork and worker, and for a worker
     *     that is pinned: it may be the last, and wait for what it has begun
     */
    Executor executor() {
        return work -> {
            Worker worker = threads.current();
            if (isBound(worker)) {
                executeBeside(work);
            } else {
                execute(worker == null ? null : worker.child(), work);
            }
        };
    }

    private boolean isBound(Worker caller) {
        return model.bound() || caller != null && caller.isPinned();
    }

    /**
     * Runs a step of one of several requests that a connection carries at once, as soon as the
     * connection's share lets: on the calling worker when it leads, when it has done what it does,
     * or on the next that has time. In prefork and worker as {@link #executor} does.
     */
    void execute(StreamTask step) {
        if (step.connection().streamShare().begins(step, streamLimit.get())) {
            begin(step);
        } else {
            beginWaiting(step.connection());
        }
    }

    /** Begins what waits for its connection's share, as far as that lets. */
    void beginWaiting(Connection connection) {
        StreamShare share = connection.streamShareIfAny();
        if (share != null) {
            for (Runnable next = next(share); next != null; next = next(share)) {
                begin((StreamTask) next);
            }
        }
    }

    private Runnable next(StreamShare share) {
        return share.next(streamLimit.get());
    }

    private void begin(StreamTask step) {
        Worker worker = threads.current();
        if (isBound(worker)) {
            executeBeside(step);
        } else if (worker == null || !worker.child().begins(step)) {
            share(worker == null ? null : worker.child(), step);
        }
    }

    /** A step is over. In the thread that has run it. */
    void ended(StreamTask step) {
        StreamShare share = step.connection().streamShare();
        share.ended();
        Worker worker = threads.current();
        Runnable next = worker == null || isBound(worker) ? null : next(share);
        if (next != null && !worker.child().begins((StreamTask) next)) {
            // Nobody needs to be woken for it: this worker looks for work now, or ends and says so.
            queue.add(next);
        }
        beginWaiting(step.connection());
    }

    private Child caller() {
        Worker worker = threads.current();
        return worker == null ? null : worker.child();
    }

    private void executeBeside(Runnable work) {
        Child own = caller();
        Child[] all = registry.active();
        int any = all.length == 0 ? 0 : ThreadLocalRandom.current().nextInt(all.length);
        if (own != null && own.hasIdleAuxiliary() && own.executeBeside(work)
                || executeBeside(work, all, any, Child::hasIdleAuxiliary)
                || own != null && own.executeBeside(work)
                || executeBeside(work, all, any, child -> true)) {
            return;
        }
        // Between two children: it may not wait for one, somebody may be blocked for it.
        continuations.execute(work);
    }

    /** By the first child from a given one on that is fit for it, and has not ended. */
    private static boolean executeBeside(
            Runnable work, Child[] children, int first, Predicate<Child> fit) {
        for (int n = 0; n < children.length; n++) {
            Child child = children[(first + n) % children.length];
            if (fit.test(child) && child.executeBeside(work)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Runs work on an idle worker, or on the next that has time.
     *
     * @param first the child whose workers are asked first; may be null
     */
    void execute(Child first, Runnable work) {
        Worker worker = claimIdle(first);
        if (worker != null) {
            worker.assign(work);
        } else {
            share(first, work);
        }
    }

    /** Runs work, of which much may come at once, on the next worker that has time. */
    void share(Child first, Runnable work) {
        queue.submit(work, first);
    }

    /**
     * @return what waits for the next worker that has time
     */
    WorkQueue<Worker, Child> queue() {
        return queue;
    }

    /**
     * @return whether a worker that was idle runs it; bound workers are never idle for that
     */
    boolean tryExecute(Runnable work) {
        Worker worker = model.bound() ? null : claimIdle(caller());
        if (worker != null) {
            worker.assign(work);
        }
        return worker != null;
    }

    /**
     * No client waits behind slow requests while a sibling idles, be it one that leaves. Those that
     * lead come last: somebody has to take the lead from them.
     */
    private Worker claimIdle(Child first) {
        Worker worker = first == null ? null : first.idle().claim();
        Child[] all = registry.active();
        for (int n = 0; worker == null && n < all.length; n++) {
            worker = all[n].idle().claim();
        }
        if (worker == null) {
            for (Child leaving : registry.leaving()) {
                worker = worker == null ? leaving.idle().claim() : worker;
            }
        }
        for (int n = 0; worker == null && n < all.length; n++) {
            worker = all[n].callLeader();
        }
        if (worker == null) {
            // Perhaps the caller, whose child has begun to leave while he leads.
            for (Child leaving : registry.leaving()) {
                worker = worker == null ? leaving.callLeader() : worker;
            }
        }
        return worker;
    }

    /** The workers that may be woken for what is queued. */
    private final class IdleWorkersOfAll implements WorkQueue.Idlers<Worker, Child> {
        @Override
        public Worker claim(Child first) {
            return claimIdle(first);
        }

        @Override
        public boolean any() {
            return registry.all().stream().anyMatch(Child::hasIdle);
        }

        @Override
        public void wake(Worker worker) {
            worker.assign(Worker.LOOK);
        }
    }
}
