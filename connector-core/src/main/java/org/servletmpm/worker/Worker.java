package org.servletmpm.worker;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WorkerIdentity;
import org.servletmpm.scoreboard.WorkerScore;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.BoundSelector;
import org.servletmpm.waiting.WaitingPlace;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.Assignment.Order;
import org.servletmpm.worker.Assignment.Run;
import org.servletmpm.worker.Assignment.Serve;

/**
 * Serves requests in one thread: one step of a connection at a time (event), or one connection to
 * its end (prefork, worker, and event for a connection that is pinned). Everything runs in that
 * thread except {@link #assign}, {@link #remind} and {@link #wake}.
 */
public final class Worker implements Runnable, WorkerIdentity {

    /** Loads the orders before the first worker is claimed, when there is memory for that. */
    private static final Order LOOK = Order.LOOK;

    /** So that a failure that comes back at once, such as EMFILE, does not take a core. */
    private static final long FAILURE_REST_NANOS = 100_000_000;

    private final WorkerPool pool;
    private final WorkerChild child;
    private final Failures failures;
    private final int number;
    private final Thread thread;
    private final WorkerScore score;
    private final WorkerRequests requests;

    /** Written by the thread that has claimed the worker, taken by the worker. */
    private volatile Assignment assigned;

    private final Run run = new Run();
    private final Serve serve = new Serve();

    /** Made by the worker when it is first bound; read by the threads that wake it. */
    private volatile BoundSelector place;

    /**
     * The thread waits for the next request of its connection, and would do something else. Written
     * by it and by whoever calls it.
     */
    private volatile boolean waitsForNext;

    /** The connection whose step runs, unless the thread is bound. */
    private Connection stepping;

    /** The connection that this thread serves to its end; null when there is none. */
    private Connection bound;

    /** The Error that the thread ends by, and is replaced for. */
    private Error fatal;

    /**
     * @param threads makes the thread that it runs in
     */
    Worker(WorkerPool pool, int number, Function<Worker, Thread> threads) {
        this.pool = pool;
        this.child = pool.child();
        this.failures = pool.services().failures();
        this.number = number;
        this.score = pool.score().worker(number);
        this.thread = threads.apply(this);
        this.requests =
                new WorkerRequests(thread, score, pool.services().poolThreads(), pool.describes());
        score.status(WorkerStatus.STARTING);
    }

    @Override
    public int slot() {
        return pool.score().slot();
    }

    @Override
    public int generation() {
        return pool.score().generation();
    }

    @Override
    public int worker() {
        return number;
    }

    public Thread thread() {
        return thread;
    }

    /**
     * @return the workers of its child
     */
    public WorkerPool pool() {
        return pool;
    }

    public WorkerScore score() {
        return score;
    }

    /**
     * @return writes down what it runs
     */
    public WorkerRequests requests() {
        return requests;
    }

    /** Tells a claimed worker what to do. Any thread. */
    public void assign(Assignment assignment) {
        assigned = assignment;
        LockSupport.unpark(thread);
    }

    /**
     * @return an assignment to run work; for a thread that has claimed the worker, or its own
     */
    public Assignment runs(Runnable work) {
        return run.of(work);
    }

    /**
     * @return an assignment to serve a connection to its end; for a thread that has claimed the
     *     worker, or its own
     */
    public Assignment serves(Connection connection) {
        return serve.of(connection);
    }

    /** Wakes it again if it was assigned something, in case that wake-up has failed. Any thread. */
    void remind() {
        if (assigned != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Makes an idle or waiting worker look whether the child ends or drains. Any thread. */
    public void wake() {
        LockSupport.unpark(thread);
        BoundSelector waiting = place;
        if (waiting != null) {
            waiting.wake();
        }
    }

    /**
     * Waits until there is something to do.
     *
     * @param entry lets others claim the worker
     * @param idle told that the worker is idle; may throw
     * @return what there is to do, or null when the worker should look around
     */
    Assignment awaitAssignment(IdleWorkers.Entry<Worker> entry, Runnable idle) {
        assert isCurrent();
        try {
            idle.run();
        } catch (Throwable t) {
            // The worker may be claimed already, and is about to be assigned something.
            failed(null, t);
        }
        while (assigned == null) {
            if (pool.isOver() && pool.idle().takeBack(entry)) {
                return null;
            }
            sleep();
        }
        return taken();
    }

    /** Sleeps until it is woken. Never throws: it may be about to be assigned something. */
    private void sleep() {
        try {
            LockSupport.park(this);
            Thread.interrupted();
        } catch (Throwable t) {
            failed(null, t);
        }
    }

    /** Takes what it was assigned; null when that is only to look around. */
    private Assignment taken() {
        Assignment taken = assigned;
        assigned = null;
        return taken == LOOK ? null : taken;
    }

    /** Leads, until there is a reason not to or another thread calls it to work. */
    private Assignment lead() {
        boolean called = child.leading().lead(this);
        while (called && assigned == null) {
            sleep();
        }
        return called ? taken() : null;
    }

    /**
     * @return whether it has nothing that keeps it from leading. In this thread.
     */
    public boolean isFree() {
        assert isCurrent();
        return bound == null && fatal == null;
    }

    @Override
    public void run() {
        try {
            while (work()) {
                // The next piece.
            }
        } finally {
            score.status(WorkerStatus.DEAD);
            end();
        }
    }

    /** Ends the worker. The child learns of that even when a part of it fails. */
    private void end() {
        try {
            closePlace();
            pool.source().leave(this);
        } finally {
            try {
                if (fatal != null && !child.isEnding()) {
                    pool.replace(this, fatal);
                }
            } finally {
                child.liveThreads().workerEnded();
            }
        }
    }

    /**
     * @return false when the child ends, or the thread has to
     */
    private boolean work() {
        try {
            score.status(WorkerStatus.READY);
            Assignment next = pool.source().next(this);
            if (next == null) {
                return false;
            }
            if (next == Order.LEAD) {
                next = lead();
            }
            if (next instanceof Run work) {
                perform(work.take(), System.nanoTime());
            } else if (next instanceof Serve connection) {
                serve(connection.take());
            }
            if (bound != null) {
                servePinned();
            }
        } catch (Throwable t) {
            fatal(t);
            failures.goesOnAfter(t, FAILURE_REST_NANOS);
        }
        return fatal == null;
    }

    /** After an Error the state of a thread is unknown: it ends. */
    private void fatal(Throwable cause) {
        if (cause instanceof Error error) {
            fatal = error;
        }
    }

    /** Something of a connection (or of none, null) failed. In this thread. */
    public void failed(Connection connection, Throwable cause) {
        fatal(cause);
        failures.failed(thread.getName(), connection, cause);
    }

    /**
     * Runs one piece of work; a failure harms its connection only. In this thread.
     *
     * @param now on {@link System#nanoTime}
     */
    public void perform(Runnable work, long now) {
        assert isCurrent();
        Connection connection = work instanceof Task task ? task.connection() : null;
        if (connection != null && ((Task) work).urgency() == Urgency.NEXT_STEP) {
            if (isAnothers(connection)) {
                connection.submit((Task) work);
                return;
            }
            connection.reading();
        }
        score.status(
                connection != null && connection.state() == ConnectionState.REQUEST
                        ? WorkerStatus.READING
                        : WorkerStatus.WRITING);
        Thread.interrupted();
        try {
            work.run();
        } catch (Throwable t) {
            failed(connection, t);
        } finally {
            requests.timer().stop();
            stepping = null;
            Thread.interrupted();
        }
        if (connection != null) {
            child.leading().took(connection, System.nanoTime() - now);
        }
    }

    // ---- a connection of event that only one thread may serve

    /**
     * The connection's next step is about to run here.
     *
     * @return whether another thread has to run it
     */
    private boolean isAnothers(Connection connection) {
        if (bound == connection) {
            return false;
        }
        stepping = connection;
        if (connection.pinnedBy() != null) {
            pin(connection);
            WaitingPlace its = Watch.of(connection).place();
            if (its.isBound() && !its.isOwner()) {
                stepping = null;
                return true;
            }
        }
        return false;
    }

    /**
     * The connection is pinned: if its step runs here, this thread has it from now on, and keeps it
     * when the step is over. In this thread.
     */
    public void pin(Connection connection) {
        assert isCurrent();
        if (stepping != connection || bound != null || !connection.isOpen()) {
            return;
        }
        try {
            if (place().enter(connection)) {
                bound = connection;
                score.pinned(connection.pinnedBy());
            }
        } catch (IOException e) {
            // Closed meanwhile, or no descriptor: the worker of its next step tries again.
            failures.log(Level.DEBUG, thread.getName() + ", not pinned: " + e, e);
        }
    }

    /**
     * @return whether the thread serves one connection to its end. In this thread.
     */
    boolean isBound() {
        return bound != null;
    }

    /** Goes on with the connection whose step was just run. */
    private void servePinned() {
        Connection connection = bound;
        try {
            try {
                pool.source().leave(this);
                serveBound(connection, place, null);
            } finally {
                bound = null;
                score.pinned("");
                place.leave().forEach(child::execute);
                if (pool.source().isShared()) {
                    child.watch(connection);
                } else {
                    // The next pinned one may be long in coming: no descriptors are kept for it.
                    closePlace();
                    place = null;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(connection, e);
        }
    }

    /** Serves one connection from its first byte to its end. */
    private void serve(Connection connection) {
        score.status(WorkerStatus.WRITING);
        score.connectionTaken(connection.id());
        try {
            BoundSelector own = place();
            own.enter(connection);
            bound = connection;
            try {
                serveBound(connection, own, connection.handler().opened());
            } finally {
                bound = null;
                own.leave().forEach(child::execute);
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(connection, e);
        }
    }

    private void serveBound(Connection connection, BoundSelector own, Task first)
            throws IOException {
        Task step = first;
        boolean shared = pool.source().isShared();
        while (true) {
            if (step != null) {
                if (own.leavesInterest()) {
                    child.watch(connection);
                }
                perform(step, System.nanoTime());
            }
            if (child.isEnding()) {
                connection.abort();
            }
            if (!connection.isOpen()) {
                return;
            }
            if (child.isLeaving()) {
                child.hasten(connection);
            }
            score.status(waitingStatus(connection.state()));
            if (shared && isNeededElsewhere(connection)) {
                return;
            }
            step = own.next();
            if (shared) {
                waitsForNext = false;
            }
        }
    }

    /**
     * Decides whether the thread gives an idle connection back. Whoever queues something sees that
     * the thread waits, or the thread sees what was queued.
     */
    private boolean isNeededElsewhere(Connection connection) {
        if (connection.state() != ConnectionState.KEEP_ALIVE) {
            return false;
        }
        waitsForNext = true;
        boolean needed = pool.source().isWaitedFor();
        if (needed) {
            waitsForNext = false;
        }
        return needed;
    }

    /**
     * Calls the worker away from an idle connection. Any thread.
     *
     * @return false when it has none that it may give back
     */
    boolean call() {
        boolean called = waitsForNext;
        if (called) {
            waitsForNext = false;
            wake();
        }
        return called;
    }

    private static WorkerStatus waitingStatus(ConnectionState state) {
        return switch (state) {
            case KEEP_ALIVE -> WorkerStatus.KEEPALIVE;
            case FIRST_BYTES, REQUEST -> WorkerStatus.READING;
            case LINGER -> WorkerStatus.CLOSING;
            default -> WorkerStatus.WRITING;
        };
    }

    /**
     * @return where this thread waits when it is bound
     */
    public BoundSelector place() throws IOException {
        assert isCurrent();
        if (place == null) {
            place = new BoundSelector(pool.services().clock());
        }
        return place;
    }

    private boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void closePlace() {
        if (place != null) {
            try {
                place.close();
            } catch (IOException e) {
                failures.log(Level.DEBUG, thread.getName() + ": " + e, e);
            }
        }
    }
}
