package org.servletmpm.child;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
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
 * The duty of a child's selecting thread: it watches what waits at the child, in worker and event
 * also accepts, and gives away what it finds to do. The listener has a thread of its own for that,
 * which runs no code of the application and does no TLS work. In event a worker may have the duty
 * instead, for a {@link Leadership}: it leads, and runs itself what it expects to be short. Then
 * the listener's thread stands by, and takes over when the worker stays away for longer than that,
 * or was called to do something else; so somebody selects also when every worker is busy.
 *
 * <p>Everything runs in the thread that has the duty, except {@link #post}, {@link #forget}, {@link
 * #wake}, {@link #call}, {@link #begins} and {@link #isIdle}.
 *
 * <p>A prefork child seldom needs it (its worker accepts and waits), so there it starts with the
 * first interest that is armed while the worker is busy.
 */
final class Listener implements Runnable, ListenerSelector.Outlet {

    /** So that a failure that comes back at once does not take a core. */
    private static final long FAILURE_REST_NANOS = 10_000_000;

    private final Child child;
    private final ChildGroup group;
    private final ListenerSelector wait;
    private final Acceptor acceptor;
    private final ServiceTimeEstimator estimator;
    private final Thread thread;
    private final LeaderWatchdog watchdog;

    /** Steps of connections that were found and not yet begun. */
    private final Queue<Task> found = new ArrayDeque<>();

    /** A worker's; null when the listener's thread has the duty. Written by that thread. */
    private volatile Leadership<Watch, StreamTask> leadership;

    /** The duty is being done, in the thread that has it; asked by that thread only. */
    private boolean onDuty;

    /**
     * @param estimator null when workers do not lead
     */
    Listener(Child child, ChildGroup group, ServiceTimeEstimator estimator, String name)
            throws IOException {
        this.child = child;
        this.group = group;
        this.estimator = estimator;
        this.wait = new ListenerSelector(group::now, this);
        this.acceptor = new Acceptor(child, group, this);
        this.thread = ContinuationExecutor.daemon(new Thread(this, name));
        this.watchdog = new LeaderWatchdog(thread);
    }

    /** Starts the thread, once. Any thread. */
    void start() {
        synchronized (thread) {
            if (thread.getState() == Thread.State.NEW && child.liveThreads().listenerStarts()) {
                boolean started = false;
                try {
                    thread.start();
                    started = true;
                } finally {
                    if (!started) {
                        child.liveThreads().listenerEnded();
                    }
                }
            }
        }
    }

    /** Lets whoever has the duty look at a connection. */
    void post(Watch watch) {
        Leadership<Watch, StreamTask> now = leadership;
        if (now != null && now.looksAfter(watch)) {
            return;
        }
        wait.post(watch);
        if (thread.getState() == Thread.State.NEW) {
            start();
        }
    }

    ListenerSelector waiting() {
        return wait;
    }

    Acceptor acceptor() {
        return acceptor;
    }

    void forget(Watch watch) {
        wait.forget(watch);
    }

    void wake() {
        wait.wake();
    }

    /**
     * @return whether the calling thread is in the middle of the duty
     */
    boolean isOnDuty() {
        Leadership<Watch, StreamTask> now = leadership;
        return Thread.currentThread() == (now == null ? thread : now.leader()) && onDuty;
    }

    /**
     * @return whether a worker leads that has nothing to do but that
     */
    boolean isIdle() {
        Leadership<Watch, StreamTask> now = leadership;
        return now != null && now.isIdle();
    }

    /**
     * Calls the worker away that leads.
     *
     * @return the worker, which now waits for the caller to assign something; null when there is
     *     none that is idle
     */
    Worker call() {
        Leadership<Watch, StreamTask> now = leadership;
        if (now == null || !now.call()) {
            return null;
        }
        wait.wake();
        return group.workerThreads().of(now.leader());
    }

    // ---- what comes of those that wait

    @Override
    public void yielded(Connection connection, Task task) {
        if (estimator == null && task.urgency() == Urgency.CONTINUATION) {
            group.goOn(task);
        } else {
            found.add(task);
        }
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
        group.failed(Thread.currentThread().getName(), connection, cause);
    }

    private void duty() {
        onDuty = true;
        try {
            child.heartbeat().beat();
            boolean acceptable = wait.turn(acceptor.untilRetry());
            if (child.accepts()) {
                acceptor.accept(acceptable);
            }
        } catch (Throwable t) {
            goesOnAfter(t);
        } finally {
            onDuty = false;
        }
    }

    /** One connection's failure must not take the child's other ones with it. Never throws. */
    private void goesOnAfter(Throwable failure) {
        group.goesOnAfter(failure, FAILURE_REST_NANOS);
        // What was not done of this turn is for the next one, which must not sleep.
        wake();
    }

    private void giveAway(Task step) {
        try {
            if (step instanceof StreamTask) {
                group.dispatcher().share(child, step);
            } else if (step.urgency() == Urgency.CONTINUATION) {
                group.goOn(step);
            } else if (estimator == null
                    || step.connection().pinnedBy() != null
                    || estimator.isWorthWaking()) {
                step.connection().submit(step);
            } else {
                group.dispatcher().share(child, step);
            }
        } catch (Throwable t) {
            failed(step.connection(), t);
        }
    }

    // ---- the listener's thread

    @Override
    public void run() {
        try {
            while (!child.isOver()) {
                turn();
            }
        } finally {
            try {
                end();
            } finally {
                child.liveThreads().listenerEnded();
            }
        }
    }

    private void turn() {
        try {
            duty();
            giveAwayAll();
        } catch (Throwable t) {
            // Thrown where a failure was told of: nothing at all is done here.
            return;
        }
    }

    private void end() {
        try (wait) {
            acceptor.end();
        } catch (Throwable t) {
            group.goesOnAfter(t, 0);
        }
    }

    private void giveAwayAll() {
        try {
            while (!found.isEmpty()) {
                Worker leader =
                        mayLead() && isForLeader(found.peek(), found.size() - 1)
                                ? child.idle().claim()
                                : null;
                if (leader == null) {
                    giveAway(found.remove());
                } else {
                    lend(leader);
                }
            }
            if (child.isLeaving()) {
                child.handOver();
            }
        } catch (Throwable t) {
            goesOnAfter(t);
        }
    }

    private void lend(Worker leader) {
        Runnable duty = Worker.LOOK;
        Leadership<Watch, StreamTask> begun;
        try {
            begun = new Leadership<>(leader.thread(), System.nanoTime());
            leadership = begun;
            duty = Worker.LEAD;
        } finally {
            // Claimed, it waits for a word in any case.
            leader.assign(duty);
        }
        boolean tookOver = watchdog.await(begun, estimator::patience);
        leadership = null;
        takeFrom(begun);
        if (tookOver) {
            estimator.wasWrong();
            if (begun.left() != null) {
                wait.look(begun.left());
            }
        }
    }

    private void takeFrom(Leadership<Watch, StreamTask> theirs) {
        for (Task step = theirs.begun().poll(); step != null; step = theirs.begun().poll()) {
            found.add(step);
        }
    }

    private boolean mayLead() {
        return estimator != null && !child.isLeaving() && !child.isEnding() && !group.isDraining();
    }

    private boolean isForLeader(Task step, int behind) {
        Connection connection = step.connection();
        return connection.pinnedBy() == null
                && estimator.isForLeader(Watch.of(connection).history())
                && !estimator.isWorthSharing(behind);
    }

    // ---- a worker that leads

    /**
     * Leads until there is a reason not to. In the worker's thread.
     *
     * @return whether somebody has called the worker and is about to assign something to it; if
     *     not, it looks for work itself
     */
    boolean lead(Worker worker) {
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
                duty();
            } else if (!decided && !isForLeader(step, found.size()) || !runs(mine, worker, step)) {
                giveAway(step);
            }
        } catch (Throwable t) {
            failed(step == null ? null : step.connection(), t);
        }
    }

    private boolean goesOn(Leadership<Watch, StreamTask> mine, Worker worker) {
        return !mine.isOver()
                && !mine.isCalled()
                && mayLead()
                && worker.isFree()
                && !group.dispatcher().queue().isNeglected();
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
            wait.look(watch);
        } else {
            ChildHost.watch(watch.connection());
        }
        return true;
    }

    /**
     * A step of one of several requests is begun.
     *
     * @return whether it comes after what the calling thread runs as the leader
     */
    boolean begins(StreamTask step) {
        Leadership<Watch, StreamTask> now = leadership;
        return now != null && now.add(step);
    }

    Thread thread() {
        return thread;
    }

    /** Closes what a thread that never ran would have closed. */
    void discard() throws IOException {
        if (thread.getState() == Thread.State.NEW) {
            wait.close();
        }
    }
}
