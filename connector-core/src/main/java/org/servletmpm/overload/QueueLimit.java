package org.servletmpm.overload;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Refusal;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Paths;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Total;

/**
 * Limits how long requests wait for a worker, as RequestQueueTime and OverloadControl say. Any
 * thread asks; a thread of its own looks at the queues a hundred times a second while something
 * waits, and sleeps when nothing has waited for a while.
 */
final class QueueLimit implements Overload, Runnable {

    /** The thread sleeps when nothing has waited for so long: then the figures say nothing. */
    private static final long REST_NANOS = 20_000_000_000L;

    /** The figures are shown, and an end is looked for, once in so many ticks. */
    private static final int SHOWN_TICKS = 10;

    private final Directives directives;
    private final Outlet outlet;
    private final LongSupplier nanoTime;
    private final Paths exempt;
    private final WaitingClock clock;
    private final RefusalLane lane;
    private final List<AgedQueue> queues = new CopyOnWriteArrayList<>();

    /** Those of them whose work keeps a worker until its connection ends. */
    private final List<AgedQueue> connections = new CopyOnWriteArrayList<>();

    private final AgedShares shares;
    private final OverloadLog log;
    private final Thread thread;

    /** The thread has nothing to look at, and waits to be woken. */
    private volatile boolean asleep;

    private volatile boolean ended;

    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();

    /**
     * @param nanoTime {@link System#nanoTime}
     */
    QueueLimit(Directives directives, Outlet outlet, LongSupplier nanoTime) {
        this.directives = directives;
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.exempt = directives.overloadExempt();
        this.clock = new WaitingClock(nanoTime);
        this.lane = new RefusalLane(outlet);
        this.shares = new AgedShares(lane);
        this.log = new OverloadLog(directives, outlet);
        this.thread = outlet.thread(this);
        thread.start();
    }

    @Override
    public boolean isLimit() {
        return true;
    }

    @Override
    public Queue<Runnable> queueOfConnections() {
        AgedQueue queue = newQueue();
        connections.add(queue);
        return queue;
    }

    @Override
    public boolean isWaitedFor() {
        return !areEmpty(connections);
    }

    @Override
    public boolean isIdleWorkerWaitedFor() {
        boolean waited = false;
        for (AgedQueue queue : connections) {
            waited |= !queue.isEmptyForWorker();
        }
        return waited;
    }

    private static boolean areEmpty(List<AgedQueue> queues) {
        for (AgedQueue queue : queues) {
            if (!queue.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Queue<Runnable> queue() {
        return newQueue();
    }

    private AgedQueue newQueue() {
        AgedQueue queue = new AgedQueue(clock, newDelay(), lane, this::wake);
        queues.add(queue);
        return queue;
    }

    private ControlledDelay newDelay() {
        return new ControlledDelay(
                directives.requestQueueTimeMillis(),
                directives.overloadControl(),
                directives.overloadTargetMillis());
    }

    @Override
    public long now() {
        return clock.now();
    }

    @Override
    public void watch(StreamShare share) {
        shares.add(share, this::newDelay);
        wake();
    }

    @Override
    public boolean isOpening() {
        return lane.isOpening();
    }

    @Override
    public Refusal refusal(ChildScore score, Connection connection, RequestLine line) {
        Total reason = lane.reason();
        boolean gone = isOverloaded() && connection.handler().hasClientEnded();
        if (reason == null && !gone) {
            return null;
        }
        if (exempt.include(line.target())) {
            if (reason != null) {
                lane.serves();
            }
            return null;
        }
        score.count(gone ? Total.REFUSED_CLIENT_GONE : reason);
        (gone ? this.gone : refused).incrementAndGet();
        int seconds = directives.retryAfterSeconds();
        return new Refusal(seconds + ThreadLocalRandom.current().nextInt(seconds + 1));
    }

    private boolean isOverloaded() {
        for (AgedQueue queue : queues) {
            if (queue.isOverloaded()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    // ---- its own thread

    private void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        long busy = nanoTime.getAsLong();
        for (int n = 0; !ended; n++) {
            LockSupport.parkNanos(WaitingClock.TICK_MILLIS * 1_000_000L);
            clock.tick();
            long now = nanoTime.getAsLong();
            try {
                look(now, n % SHOWN_TICKS == 0);
                if (hasWork() || log.isOpen()) {
                    busy = now;
                } else if (now - busy > REST_NANOS) {
                    rest();
                    busy = nanoTime.getAsLong();
                }
            } catch (Throwable t) {
                // Such as without memory: without this thread nothing would be limited any more.
                outlet.failed(null, t);
            }
        }
    }

    private void look(long now, boolean shows) {
        queues.forEach(AgedQueue::look);
        shares.look(clock.now());
        lane.look(now);
        if (shows) {
            show(now);
        }
    }

    private boolean hasWork() {
        return !areEmpty(queues) || !shares.isEmpty();
    }

    private void show(long now) {
        QueueFigures figures =
                queues.stream()
                        .map(AgedQueue::figures)
                        .reduce(shares.figures(clock.now()), QueueFigures::and);
        outlet.show(figures);
        log.look(now, figures, refused.get(), gone.get());
    }

    /** Whoever adds something sees that the thread is asleep, or the thread sees what was added. */
    private void rest() {
        outlet.show(QueueFigures.NONE);
        asleep = true;
        while (!ended && !hasWork()) {
            LockSupport.park(this);
        }
        asleep = false;
    }
}
