package org.servletmpm.child;

import java.io.IOException;
import java.util.function.Function;
import org.servletmpm.accept.AcceptDuty;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.Failures;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.PoolThreads;
import org.servletmpm.worker.StepStrategy;

/**
 * Does the duty of a child's selecting thread: it watches what waits at the child, in worker and
 * event also accepts ({@link AcceptDuty}), and gives away what it finds to do ({@link
 * StepStrategy}). The listener has a thread of its own for that, which runs no code of the
 * application and does no TLS work; with LeaderFollower a worker may have the duty instead.
 *
 * <p>Everything runs in the thread that has the duty, except {@link #start}, {@link #post}, {@link
 * #wake}, {@link #isOnDuty} and what only returns a part.
 *
 * <p>A prefork child seldom needs it (its worker accepts and waits), so there it starts with the
 * first interest that is armed while the worker is busy.
 */
final class Listener implements Runnable, ListenerSelector.Outlet, ListenerDuty {

    /** So that a failure that comes back at once does not take a core. */
    private static final long FAILURE_REST_NANOS = 10_000_000;

    private final ListenerChild child;
    private final GroupServices services;
    private final Failures failures;
    private final AcceptDuty accepting;
    private final ListenerSelector selector;
    private final Thread thread;
    private final StepStrategy strategy;

    /** The duty is being done, in the thread that has it; asked by that thread only. */
    private boolean onDuty;

    /**
     * @param strategy makes what decides of the steps that are found
     */
    Listener(
            ListenerChild child,
            GroupServices services,
            AcceptDuty accepting,
            String name,
            Function<ListenerDuty, StepStrategy> strategy)
            throws IOException {
        this.child = child;
        this.services = services;
        this.failures = services.failures();
        this.accepting = accepting;
        this.selector = new ListenerSelector(services::now, this);
        this.thread = PoolThreads.daemon(new Thread(this, name));
        this.strategy = strategy.apply(this);
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

    /** Lets the thread that has the duty look at a connection. Any thread. */
    void post(Watch watch) {
        if (strategy.looksAfter(watch)) {
            return;
        }
        selector.post(watch);
        if (thread.getState() == Thread.State.NEW) {
            start();
        }
    }

    /** Makes the thread that has the duty look around. Any thread. */
    void wake() {
        selector.wake();
    }

    StepStrategy strategy() {
        return strategy;
    }

    @Override
    public ListenerSelector selector() {
        return selector;
    }

    @Override
    public Thread thread() {
        return thread;
    }

    /**
     * @return whether the calling thread is in the middle of the duty
     */
    boolean isOnDuty() {
        return hasDuty() && onDuty;
    }

    private boolean hasDuty() {
        Thread leader = strategy.leader();
        return Thread.currentThread() == (leader == null ? thread : leader);
    }

    // ---- the duty

    @Override
    public boolean mayBeLent() {
        return !child.isLeaving() && !child.isEnding() && !services.isDraining();
    }

    @Override
    public void turn() {
        assert hasDuty();
        onDuty = true;
        try {
            child.comesRound();
            boolean acceptable = selector.turn(accepting.untilRetry());
            accepting.accept(acceptable);
        } catch (Throwable t) {
            goesOnAfter(t);
        } finally {
            onDuty = false;
        }
    }

    /** One connection's failure must not take the child's other ones with it. Never throws. */
    private void goesOnAfter(Throwable failure) {
        failures.goesOnAfter(failure, FAILURE_REST_NANOS);
        // The rest of this turn is for the next one, which must not sleep.
        wake();
    }

    /** Begins a connection that was accepted. Never throws. */
    void begin(Connection connection) {
        assert isOnDuty();
        try {
            Task first = connection.handler().opened();
            if (first != null) {
                strategy.found(first);
            }
            if (child.isEnding()) {
                connection.abort();
            }
        } catch (Throwable t) {
            failed(connection, t);
        }
    }

    @Override
    public void yielded(Connection connection, Task task) {
        strategy.found(task);
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
        failures.failed(Thread.currentThread().getName(), connection, cause);
    }

    // ---- the listener's thread

    @Override
    public void run() {
        try {
            while (!child.isOver()) {
                round();
            }
        } finally {
            try {
                end();
            } finally {
                child.liveThreads().listenerEnded();
            }
        }
    }

    private void round() {
        try {
            turn();
            giveAway();
        } catch (Throwable t) {
            // Thrown where a failure was told of: nothing at all is done here.
            return;
        }
    }

    private void giveAway() {
        try {
            strategy.giveAway();
            if (child.isLeaving()) {
                child.handOver();
            }
        } catch (Throwable t) {
            goesOnAfter(t);
        }
    }

    private void end() {
        try (selector) {
            accepting.end();
        } catch (Throwable t) {
            failures.goesOnAfter(t, 0);
        }
    }

    /** Closes what a thread that never ran would have closed. */
    void discard() throws IOException {
        if (thread.getState() == Thread.State.NEW) {
            selector.close();
        }
    }
}
