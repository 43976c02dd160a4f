package org.servletmpm.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.leader.LeaderWatchdog;
import org.servletmpm.leader.Leadership;
import org.servletmpm.leader.ServiceTimeEstimator;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.Watch;

/**
 * Lets a worker of event have the listener's duty, for a {@link Leadership}: it leads, and runs
 * itself what it expects to be short. Meanwhile the listener's thread stands by, and takes over
 * when the worker stays away for longer than that, or was called to do something else; so a thread
 * selects also when every worker is busy.
 *
 * <p>Everything runs in the thread that has the duty, except {@link #call}, {@link #begins}, {@link
 * #looksAfter}, {@link #leader}, {@link #isIdle} and {@link #took}.
 */
public final class LeaderFollower implements StepStrategy {

    private final ListenerDuty duty;
    private final ListenerSelector selector;
    private final WorkerPool pool;
    private final WorkerDispatcher dispatcher;
    private final ContinuationExecutor continuations;
    private final Failures failures;
    private final ServiceTimeEstimator estimator;
    private final LeaderWatchdog watchdog;

    /** Made once: nothing may fail between the word to a leader and the wait for it. */
    private final LongSupplier patience;

    private final int processors;

    /** Steps of connections that were found and not yet begun. */
    private final Queue<Task> found = new ArrayDeque<>();

    /** How many workers were woken, each for a step of its own, for what was found last. */
    private int woken;

    /** A worker's; null when the listener's thread has the duty. Written by that thread. */
    private volatile Leadership<Watch, StreamTask> leadership;

    /**
     * @param processors of this machine
     */
    public LeaderFollower(
            ListenerDuty duty,
            WorkerPool pool,
            WorkerDispatcher dispatcher,
            ContinuationExecutor continuations,
            int processors) {
        this.duty = duty;
        this.selector = duty.selector();
        this.pool = pool;
        this.dispatcher = dispatcher;
        this.continuations = continuations;
        this.failures = pool.services().failures();
        this.processors = processors;
        this.estimator = new ServiceTimeEstimator(processors);
        this.watchdog = new LeaderWatchdog(duty.thread());
        this.patience = estimator::patience;
    }

    // ---- any thread

    @Override
    public boolean looksAfter(Watch watch) {
        Leadership<Watch, StreamTask> now = leadership;
        return now != null && now.looksAfter(watch);
    }

    @Override
    public Thread leader() {
        Leadership<Watch, StreamTask> now = leadership;
        return now == null ? null : now.leader();
    }

    @Override
    public boolean isIdle() {
        Leadership<Watch, StreamTask> now = leadership;
        return now != null && now.isIdle();
    }

    @Override
    public Worker call() {
        Leadership<Watch, StreamTask> now = leadership;
        if (now == null || !now.call()) {
            return null;
        }
        selector.wake();
        return dispatcher.workerOf(now.leader());
    }

    @Override
    public boolean begins(StreamTask step) {
        Leadership<Watch, StreamTask> now = leadership;
        return now != null && now.add(step);
    }

    @Override
    public void took(Connection connection, long nanos) {
        Watch watch = Watch.of(connection);
        watch.history(estimator.took(watch.history(), nanos));
    }

    // ---- the thread that has the duty

    @Override
    public void found(Task task) {
        found.add(task);
    }

    private void giveAway(Task step) {
        try {
            if (step instanceof StreamTask) {
                dispatcher.share(pool, step);
            } else if (step.urgency() == Urgency.CONTINUATION) {
                continuations.goOn(step);
            } else if (step.connection().pinnedBy() != null || wakesWorker()) {
                step.connection().submit(step);
            } else {
                dispatcher.share(pool, step);
            }
        } catch (Throwable t) {
            failures.failed(Thread.currentThread().getName(), step.connection(), t);
        }
    }

    /**
     * Decides whether a worker is woken for the next step alone. More of them than processors would
     * only wait for one; who is awake takes a step after the other, and each wakes the next.
     */
    private boolean wakesWorker() {
        boolean wakes = woken < processors && estimator.isWorthWaking();
        woken += wakes ? 1 : 0;
        return wakes;
    }

    private boolean isForLeader(Task step, int behind) {
        Connection connection = step.connection();
        return connection.pinnedBy() == null
                && estimator.isForLeader(Watch.of(connection).history())
                && !estimator.isWorthSharing(behind);
    }

    private void takeFrom(Leadership<Watch, StreamTask> theirs) {
        for (Task step = theirs.begun().poll(); step != null; step = theirs.begun().poll()) {
            found.add(step);
        }
    }

    // ---- the listener's thread

    @Override
    public void giveAway() {
        assert Thread.currentThread() == duty.thread();
        woken = 0;
        while (!found.isEmpty()) {
            Worker leader =
                    duty.mayBeLent() && isForLeader(found.peek(), found.size() - 1)
                            ? pool.idle().claim()
                            : null;
            if (leader == null) {
                giveAway(found.remove());
            } else {
                lend(leader);
            }
        }
    }

    private void lend(Worker leader) {
        Assignment told = Assignment.Order.LOOK;
        Leadership<Watch, StreamTask> begun;
        try {
            begun = new Leadership<>(leader.thread(), System.nanoTime());
            leadership = begun;
            told = Assignment.Order.LEAD;
        } finally {
            // Claimed, it waits for a word in any case.
            leader.assign(told);
        }
        boolean tookOver = watchdog.await(begun, patience);
        leadership = null;
        takeFrom(begun);
        if (tookOver) {
            estimator.wasWrong();
            if (begun.left() != null) {
                selector.look(begun.left());
            }
        }
    }

    // ---- a worker that leads

    @Override
    public boolean lead(Worker worker) {
        Leadership<Watch, StreamTask> mine = leadership;
        boolean called = false;
        if (mine == null || !mine.takeUp()) {
            return false;
        }
        // The first step is what the duty was lent for.
        boolean decided = true;
        try {
            while (goesOn(mine, worker)) {
                leadOn(mine, worker, decided);
                decided = false;
            }
        } finally {
            if (!mine.isOver()) {
                called = mine.end();
                watchdog.wake();
            }
        }
        return called;
    }

    /** Called away, the worker has to hear of it, whatever fails here. */
    private void leadOn(Leadership<Watch, StreamTask> mine, Worker worker, boolean decided) {
        Task step = found.poll();
        try {
            if (step == null) {
                worker.score().status(WorkerStatus.READY);
                woken = 0;
                duty.turn();
            } else if (!decided && !isForLeader(step, found.size()) || !runs(mine, worker, step)) {
                giveAway(step);
            }
        } catch (Throwable t) {
            Connection connection = step == null ? null : step.connection();
            failures.failed(Thread.currentThread().getName(), connection, t);
        }
    }

    private boolean goesOn(Leadership<Watch, StreamTask> mine, Worker worker) {
        return !mine.isOver()
                && !mine.isCalled()
                && duty.mayBeLent()
                && worker.isFree()
                && !dispatcher.queue().isNeglected();
    }

    /**
     * @return false when it does not, because it was called away
     */
    private boolean runs(Leadership<Watch, StreamTask> mine, Worker worker, Task step) {
        Watch watch = Watch.of(step.connection());
        long now = System.nanoTime();
        if (!mine.begin(watch, now)) {
            return false;
        }
        watchdog.stepBegins();
        worker.perform(step, now);
        if (mine.select()) {
            takeFrom(mine);
            selector.look(watch);
        } else {
            pool.child().watch(watch.connection());
        }
        return true;
    }
}
