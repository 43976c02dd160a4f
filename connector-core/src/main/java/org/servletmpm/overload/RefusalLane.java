package org.servletmpm.overload;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.scoreboard.Total;

/**
 * Runs the steps of connections for which no worker has time: those whose request is refused, and
 * the first ones. The container reads and answers as ever, but the application is not called
 * ({@link Overload#refusal}), so that a step takes microseconds. Any thread may add one; they run
 * in threads of the continuation executor, one step after the other and mostly in one thread.
 *
 * <p>One that takes long does not keep the others: another thread takes over, up to {@value
 * #MOST_RUNNERS}, and a refusal that its client does not take is cut. What is exempt is served
 * here, for as long as the application takes.
 */
final class RefusalLane {

    /** What malicious clients could hold at once, each for {@link #PATIENCE_NANOS}. */
    static final int MOST_RUNNERS = 16;

    /** A step that takes longer than this does not keep the others. */
    private static final long LONG_STEP_NANOS = 20_000_000;

    /** A client has to take its refusal within this time. */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final Outlet outlet;
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger runners = new AtomicInteger();
    private final Set<Runner> running = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Runner> current = new ThreadLocal<>();

    /**
     * A step.
     *
     * @param reason why a request is refused; null for a connection's first steps
     */
    private record Step(Task task, Total reason) {}

    RefusalLane(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Runs a step in which a request is refused. */
    void refuse(Task task, Total reason) {
        add(new Step(task, reason));
    }

    /** Runs a connection's first steps. */
    void open(Task task) {
        add(new Step(task, null));
    }

    private void add(Step step) {
        steps.add(step);
        if (runners.get() == 0) {
            begin();
        }
    }

    private void begin() {
        int now = runners.get();
        if (now >= MOST_RUNNERS || !runners.compareAndSet(now, now + 1)) {
            return;
        }
        boolean begun = false;
        try {
            outlet.continuations().execute(new Runner());
            begun = true;
        } catch (RejectedExecutionException e) {
            // The engine has stopped, and closes its connections.
            steps.clear();
        } catch (OutOfMemoryError e) {
            // No thread can be had. The limit's own thread asks again for one.
            outlet.failed(null, e);
        } finally {
            if (!begun) {
                runners.decrementAndGet();
            }
        }
    }

    /**
     * @return why the request that the calling thread has read is refused; null when it is not, or
     *     the thread is none of the lane's
     */
    Total reason() {
        Runner runner = current.get();
        return runner == null ? null : runner.step.reason();
    }

    /**
     * @return whether the calling thread takes a connection's first steps
     */
    boolean isOpening() {
        Runner runner = current.get();
        return runner != null && runner.step.reason() == null;
    }

    /** The calling thread is about to serve a request that is exempt. */
    void serves() {
        current.get().serves = true;
    }

    /**
     * Sees that steps go on, and that none is held by its client. The limit's own thread.
     *
     * @param now on {@link System#nanoTime}
     */
    void look(long now) {
        boolean stuck = !steps.isEmpty();
        for (Runner runner : running) {
            long since = now - runner.since;
            stuck &= since > LONG_STEP_NANOS;
            if (since > PATIENCE_NANOS && !runner.serves) {
                runner.cut();
            }
        }
        if (stuck) {
            begin();
        }
    }

    /** Runs steps until there are none, in a thread of the continuation executor. */
    private final class Runner implements Runnable {

        /** Written by its thread before {@link #since}. */
        private volatile Step step;

        private volatile boolean serves;

        /** When the step began, on {@link System#nanoTime}. */
        private volatile long since = System.nanoTime();

        @Override
        public void run() {
            running.add(this);
            current.set(this);
            try {
                for (Step next = steps.poll(); next != null; next = steps.poll()) {
                    step = next;
                    serves = false;
                    since = System.nanoTime();
                    perform(next.task());
                }
            } finally {
                current.remove();
                running.remove(this);
                if (runners.decrementAndGet() == 0 && !steps.isEmpty()) {
                    begin();
                }
            }
        }

        private void perform(Task task) {
            Connection connection = task.connection();
            try {
                if (task.urgency() == Urgency.NEXT_STEP) {
                    connection.reading();
                }
                task.run();
            } catch (Throwable t) {
                outlet.failed(connection, t);
            } finally {
                Thread.interrupted();
            }
        }

        private void cut() {
            Step held = step;
            if (held != null && held.reason() != null) {
                held.task().connection().abort();
            }
        }
    }
}
