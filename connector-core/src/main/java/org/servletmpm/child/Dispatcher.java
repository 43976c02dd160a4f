package org.servletmpm.child;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.servletmpm.directive.Model;

/**
 * Who runs what no thread is bound to: an idle worker of any child, or the next one that has time.
 * In prefork and worker, whose workers belong to their connections, an auxiliary thread. Any
 * thread; nothing here blocks.
 */
final class Dispatcher {

    private final Model model;
    private final Roster roster;
    private final WorkerThreads threads;
    private final Lane lane;

    /** Work that nobody has begun, whoever's it is. */
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    /**
     * An idle worker was told to look at the queue, and has not looked yet. When it does, it tells
     * the next one if there is more: workers that are awake take most of what comes together, and
     * the others sleep on. Waking each of them would cost as much as what it finds, or finds gone.
     */
    private final AtomicBoolean telling = new AtomicBoolean();

    Dispatcher(Model model, Roster roster, WorkerThreads threads, Lane lane) {
        this.model = model;
        this.roster = roster;
        this.threads = threads;
        this.lane = lane;
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
     * Runs a step of one of several requests that a connection carries at once: on the calling
     * worker when it leads, as soon as it has done what it does, or on the next that has time. In
     * prefork and worker as {@link #executor} does.
     */
    void execute(StreamStep step) {
        Worker worker = threads.current();
        if (isBound(worker)) {
            executeBeside(step);
        } else if (worker == null || !worker.child().begins(step)) {
            share(worker == null ? null : worker.child(), step);
        }
    }

    private Child caller() {
        Worker worker = threads.current();
        return worker == null ? null : worker.child();
    }

    private void executeBeside(Runnable work) {
        Child own = caller();
        Child[] all = roster.active();
        int any = all.length == 0 ? 0 : ThreadLocalRandom.current().nextInt(all.length);
        if (own != null && own.hasIdleAuxiliary() && own.executeBeside(work)
                || executeBeside(work, all, any, Child::hasIdleAuxiliary)
                || own != null && own.executeBeside(work)
                || executeBeside(work, all, any, child -> true)) {
            return;
        }
        // Between two children: it may not wait for one, somebody may be blocked for it.
        lane.execute(work);
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
        ready.add(work);
        tell(first);
    }

    private void tell(Child first) {
        while (hasReady() && telling.compareAndSet(false, true)) {
            if (tellIdle(first)) {
                return;
            }
            telling.set(false);
            // One that has sat down since has looked before, but perhaps not at what was added
            // meanwhile by somebody who saw that one is being told.
            if (roster.all().stream().noneMatch(Child::hasIdle)) {
                return;
            }
        }
    }

    private boolean tellIdle(Child first) {
        Worker worker = claimIdle(first);
        if (worker != null) {
            worker.assign(Worker.LOOK);
        }
        return worker != null;
    }

    /**
     * A worker looks for work.
     *
     * @param own its child
     * @param told whether it has been told to
     * @return null when there is none
     */
    Runnable poll(Child own, boolean told) {
        Runnable work = ready.poll();
        if (told) {
            toldLeaves(own);
        } else if (work != null) {
            tell(own);
        }
        return work;
    }

    /** One that was told to look does not look again. */
    void toldLeaves(Child own) {
        if (!hasReady() || !tellIdle(own)) {
            telling.set(false);
            tell(own);
        }
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
        Child[] all = roster.active();
        for (int n = 0; worker == null && n < all.length; n++) {
            worker = all[n].idle().claim();
        }
        if (worker == null) {
            for (Child leaving : roster.leaving()) {
                worker = worker == null ? leaving.idle().claim() : worker;
            }
        }
        for (int n = 0; worker == null && n < all.length; n++) {
            worker = all[n].callLeader();
        }
        if (worker == null) {
            // Perhaps the caller, whose child has begun to leave while he leads.
            for (Child leaving : roster.leaving()) {
                worker = worker == null ? leaving.callLeader() : worker;
            }
        }
        return worker;
    }

    /**
     * @return whether something is queued, and nobody is on his way to it
     */
    boolean isNeglected() {
        return hasReady() && !telling.get();
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }
}
