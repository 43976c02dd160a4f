package org.servletmpm.child;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Roster roster;
    private final WorkerThreads threads;
    private final Lane lane;
    private final StreamLimit streamLimit;

    /** Work that nobody has begun, whoever's it is. */
    private final Queue<Runnable> ready = new ConcurrentLinkedQueue<>();

    /**
     * An idle worker was told to look at the queue, and has not looked yet. When it does, it tells
     * the next one if there is more: workers that are awake take most of what comes together, and
     * the others sleep on. Waking each of them would cost as much as what it finds, or finds gone.
     */
    private final AtomicBoolean telling = new AtomicBoolean();

    Dispatcher(
            Model model, Roster roster, WorkerThreads threads, Lane lane, StreamLimit streamLimit) {
        this.model = model;
        this.roster = roster;
        this.threads = threads;
        this.lane = lane;
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
    void execute(StreamStep step) {
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
                begin((StreamStep) next);
            }
        }
    }

    private Runnable next(StreamShare share) {
        return share.next(streamLimit.get());
    }

    private void begin(StreamStep step) {
        Worker worker = threads.current();
        if (isBound(worker)) {
            executeBeside(step);
        } else if (worker == null || !worker.child().begins(step)) {
            share(worker == null ? null : worker.child(), step);
        }
    }

    /** A step is over. In the thread that has run it. */
    void ended(StreamStep step) {
        StreamShare share = step.connection().streamShare();
        share.ended();
        Worker worker = threads.current();
        Runnable next = worker == null || isBound(worker) ? null : next(share);
        if (next != null && !worker.child().begins((StreamStep) next)) {
            // Nobody needs to be woken for it: this worker looks for work now, or ends and says so.
            ready.add(next);
        }
        beginWaiting(step.connection());
    }

    /** A worker ends, and may have left something to do, or a second has passed. */
    void lookAgain() {
        tell(null);
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
            if (passesOn(first)) {
                return;
            }
            // One that has sat down since has looked before, but perhaps not at what was added
            // meanwhile by somebody who saw that one is being told.
            if (roster.all().stream().noneMatch(Child::hasIdle)) {
                return;
            }
        }
    }

    /**
     * Whoever has the mark gives it to an idle worker, or takes it away: it is never left with
     * somebody who does not look.
     *
     * @return whether a worker has it
     */
    private boolean passesOn(Child first) {
        boolean told = false;
        try {
            Worker worker = claimIdle(first);
            if (worker != null) {
                worker.assign(Worker.LOOK);
                told = true;
            }
        } finally {
            if (!told) {
                telling.set(false);
            }
        }
        return told;
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
        try {
            if (told) {
                toldLeaves(own);
            } else if (work != null) {
                tell(own);
            }
        } catch (Throwable t) {
            // What was taken must not get lost. For what is behind it the watchdog looks again.
            return work;
        }
        return work;
    }

    /** One that was told to look does not look again. */
    void toldLeaves(Child own) {
        if (!hasReady()) {
            telling.set(false);
            tell(own);
        } else if (!passesOn(own)) {
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
