package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WorkerIdentity;
import org.servletmpm.scoreboard.WorkerScore;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.BoundSelector;
import org.servletmpm.waiting.Watch;

/**
 * What a worker's thread does, which serves requests: one step of a connection at a time (event),
 * or one connection to its end (prefork, worker, and event for a connection that is pinned).
 * Everything runs in that thread except {@link #assign} and {@link #wake}.
 */
final class Worker implements Runnable, WorkerIdentity {

    /** Assigned when there is nothing in particular: the worker looks for work itself. */
    static final Runnable LOOK = () -> {};

    /** Assigned to have the listener's duty. */
    static final Runnable LEAD = () -> {};

    /** So that a failure that comes back at once, such as EMFILE, does not take a core. */
    private static final long FAILURE_REST_NANOS = 100_000_000;

    /** Reading the processor time costs as much as a tenth of a small request. */
    private static final long CPU_MILLIS = 100;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Child child;
    private final ChildGroup group;
    private final int number;
    private final Thread thread;
    private final WorkSource source;
    private final WorkerScore score;
    private final RequestTimer timer;

    /** Written by whoever claimed the worker, taken by the worker. */
    private volatile Runnable assigned;

    /** The connection to serve next; written before that is assigned, to allocate nothing then. */
    private Connection next;

    private final Runnable serveNext = () -> serve(next);

    /** Made by the worker when it is first bound; read by those who wake it. */
    private volatile BoundSelector place;

    /** It was assigned to look for work, and has not. */
    private boolean told;

    /** Whose step runs, in event. */
    private Connection stepping;

    /** In event, the connection that this thread serves to its end; null when there is none. */
    private Connection pinned;

    /** What the thread will end with, and be replaced for. */
    private Error fatal;

    /** When the processor time was last read, ms since the epoch; a virtual thread has none. */
    private long cpuReadAt;

    /**
     * @param threads makes the thread that it runs in
     */
    Worker(
            Child child,
            ChildGroup group,
            int number,
            WorkSource source,
            Function<Worker, Thread> threads) {
        this.child = child;
        this.group = group;
        this.number = number;
        this.source = source;
        this.score = child.score().worker(number);
        this.thread = threads.apply(this);
        this.timer = new RequestTimer(thread, score::description, group::slowRequestMillis);
        score.status(WorkerStatus.STARTING);
    }

    @Override
    public int slot() {
        return child.slot();
    }

    @Override
    public int generation() {
        return child.generation();
    }

    @Override
    public int worker() {
        return number;
    }

    Thread thread() {
        return thread;
    }

    Child child() {
        return child;
    }

    WorkerScore score() {
        return score;
    }

    RequestTimer timer() {
        return timer;
    }

    /** Gives a claimed worker its work. Any thread. */
    void assign(Runnable work) {
        assigned = work;
        LockSupport.unpark(thread);
    }

    /** Gives a claimed worker a connection to serve; null lets it look for work. Any thread. */
    void assignToServe(Connection connection) {
        assign(connection == null ? LOOK : serves(connection));
    }

    /**
     * @return work that serves a connection to its end
     */
    Runnable serves(Connection connection) {
        next = connection;
        return serveNext;
    }

    /** Reminds it of what it was assigned, should it have been too ill to wake. Any thread. */
    void remind() {
        if (assigned != null) {
            LockSupport.unpark(thread);
        }
    }

    /** Makes an idle or waiting worker look whether the child ends or drains. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
        BoundSelector waiting = place;
        if (waiting != null) {
            waiting.wake();
        }
    }

    /**
     * Sits until there is work.
     *
     * @return the work, or null when the worker should look around
     */
    Runnable awaitAssignment(IdleWorkers.Seat<Worker> seat) {
        while (assigned == null) {
            if ((child.isEnding() || child.dismissesIdle()) && child.idle().stand(seat)) {
                return null;
            }
            sleep();
        }
        return taken();
    }

    /** Sleeps until it is woken. Never throws: somebody may be about to assign it something. */
    private void sleep() {
        try {
            LockSupport.park(this);
            Thread.interrupted();
        } catch (Throwable t) {
            failed(null, t);
        }
    }

    /** Takes what it was assigned; null when that is only to look around. */
    private Runnable taken() {
        Runnable work = assigned;
        assigned = null;
        told = work == LOOK;
        return told ? null : work;
    }

    /**
     * @return whether it has been told to look for work since it last did. In this thread.
     */
    boolean wasTold() {
        boolean was = told;
        told = false;
        return was;
    }

    /** Leads; then somebody may have called it to work. */
    private Runnable lead() {
        boolean called = child.lead(this);
        while (called && assigned == null) {
            sleep();
        }
        return called ? taken() : null;
    }

    /**
     * @return whether it has nothing that keeps it from leading. In this thread.
     */
    boolean isFree() {
        return pinned == null && fatal == null;
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
            group.dispatcher().queue().leave(null, wasTold());
        } finally {
            try {
                if (fatal != null && !child.isEnding()) {
                    child.replace(this, fatal);
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
            Runnable work = source.next(this);
            if (work == null) {
                return false;
            }
            if (work == LEAD) {
                work = lead();
            }
            if (work != null) {
                perform(work, System.nanoTime());
            }
            if (pinned != null) {
                servePinned();
            }
        } catch (Throwable t) {
            fatal(t);
            group.goesOnAfter(t, FAILURE_REST_NANOS);
        }
        return fatal == null;
    }

    /** After an Error nobody knows what a thread is good for. */
    private void fatal(Throwable cause) {
        if (cause instanceof Error error) {
            fatal = error;
        }
    }

    void failed(Connection connection, Throwable cause) {
        fatal(cause);
        group.failed(thread.getName(), connection, cause);
    }

    /**
     * Runs one piece of work; whatever it throws harms its connection only. In this thread.
     *
     * @param now on {@link System#nanoTime}
     */
    void perform(Runnable work, long now) {
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
            timer.stop();
            stepping = null;
            Thread.interrupted();
        }
        if (connection != null) {
            child.took(connection, System.nanoTime() - now);
        }
    }

    // ---- a connection of event that only one thread may serve

    /**
     * The connection's next step is about to run here.
     *
     * @return whether another thread has to run it
     */
    private boolean isAnothers(Connection connection) {
        if (child.isBound()) {
            return false;
        }
        stepping = connection;
        if (connection.pinnedBy() != null) {
            pin(connection);
            BoundSelector bound = Watch.of(connection).place();
            if (bound != null && !bound.isOwner()) {
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
    void pin(Connection connection) {
        if (stepping != connection || pinned != null || !connection.isOpen()) {
            return;
        }
        try {
            if (place().enter(connection)) {
                pinned = connection;
                score.pinned(connection.pinnedBy());
            }
        } catch (IOException e) {
            // Closed meanwhile, or no descriptor: whoever runs its next step tries again.
            group.log(Level.DEBUG, thread.getName() + ", not pinned: " + e, e);
        }
    }

    /**
     * @return whether the thread serves one connection of event to its end. In this thread.
     */
    boolean isPinned() {
        return pinned != null;
    }

    /** Goes on with the connection whose step was just run. */
    private void servePinned() {
        Connection connection = pinned;
        try {
            try {
                serveBound(connection, place, null);
            } finally {
                pinned = null;
                score.pinned("");
                place.leave().forEach(child::execute);
                // The next pinned one may be long in coming: no descriptors are kept for it.
                closePlace();
                place = null;
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(connection, e);
        }
    }

    /** The application is given a request. In this thread. */
    void requestStarted(Connection connection, RequestLine line) {
        // In event a worker meets its connections a request at a time.
        score.connectionTaken(connection.id());
        score.status(WorkerStatus.WRITING);
        score.requestStarted(System.currentTimeMillis());
        if (child.describes()) {
            score.describe(
                    line.client(), line.protocol(), line.host(), line.method(), line.target());
        }
        timer.start();
    }

    /** A response is complete. In this thread. */
    void requestFinished(long bytes, long nanos) {
        timer.stop();
        long now = System.currentTimeMillis();
        score.requestFinished(now, bytes, nanos);
        if (child.describes()
                && now - cpuReadAt >= CPU_MILLIS
                && thread instanceof WorkerThread
                && CPU.isCurrentThreadCpuTimeSupported()) {
            cpuReadAt = now;
            score.cpu(CPU.getCurrentThreadCpuTime());
        }
    }

    /** Serves one connection from its first byte to its end. */
    void serve(Connection connection) {
        score.connectionTaken(connection.id());
        try {
            BoundSelector own = place();
            own.enter(connection);
            try {
                serveBound(connection, own, connection.opened());
            } finally {
                own.leave().forEach(child::execute);
            }
        } catch (IOException | RuntimeException | Error e) {
            failed(connection, e);
        }
    }

    private void serveBound(Connection connection, BoundSelector own, Task first)
            throws IOException {
        Task step = first;
        while (true) {
            if (step != null) {
                if (own.leavesInterest()) {
                    ChildHost.watch(connection);
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
                ChildHost.of(connection).hasten(connection);
            }
            score.status(waitingStatus(connection.state()));
            step = own.next();
        }
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
    BoundSelector place() throws IOException {
        if (place == null) {
            place = new BoundSelector(group::now);
        }
        return place;
    }

    private void closePlace() {
        if (place != null) {
            try {
                place.close();
            } catch (IOException e) {
                group.log(Level.DEBUG, thread.getName() + ": " + e, e);
            }
        }
    }
}
