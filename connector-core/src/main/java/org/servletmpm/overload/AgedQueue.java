package org.servletmpm.overload;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.Task.Purpose;
import org.servletmpm.scoreboard.Total;

/**
 * Holds work that waits for a worker, and how long each piece has waited: from the moment that its
 * socket was found ready, or that it was read as one of several on its connection. A request that
 * has waited for longer than {@link ControlledDelay} lets is given to the {@link RefusalLane}, by
 * the worker that meets it or by the thread that looks, and so are a connection's first steps, at
 * once: they cost little and no request may wait behind them. Any thread; everything that changes
 * is under the queue's monitor.
 */
final class AgedQueue extends AbstractQueue<Runnable> {

    private final WaitingClock clock;
    private final ControlledDelay delay;
    private final RefusalLane lane;
    private final Runnable added;
    private final WaitTimes waits = new WaitTimes();

    /** Holds what may be refused, oldest first: one may come late from its connection's share. */
    private final PriorityQueue<Waiting> requests = new PriorityQueue<>();

    /** Holds what may not be refused, oldest first. */
    private final Queue<Waiting> others = new ArrayDeque<>();

    /** How much is in both; written under the monitor. */
    private volatile int size;

    /** What {@link ControlledDelay} says; written under the monitor. */
    private volatile boolean overloaded;

    /** The greatest since the figures were asked for; under the monitor. */
    private int longest;

    private long oldest;

    /** How much has come so far; under the monitor. */
    private long count;

    /**
     * Holds one piece of work.
     *
     * @param number in the order in which all came
     */
    private record Waiting(Runnable work, long since, long number) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int older = Long.compare(since, other.since);
            return older == 0 ? Long.compare(number, other.number) : older;
        }
    }

    /**
     * @param added told after something was added
     */
    AgedQueue(WaitingClock clock, ControlledDelay delay, RefusalLane lane, Runnable added) {
        this.clock = clock;
        this.delay = delay;
        this.lane = lane;
        this.added = added;
    }

    @Override
    public boolean offer(Runnable work) {
        Purpose purpose = work instanceof Task task ? task.purpose() : Purpose.OTHER;
        if (purpose == Purpose.OPENING) {
            lane.open((Task) work);
            return true;
        }
        synchronized (this) {
            Queue<Waiting> line = purpose == Purpose.REQUEST ? requests : others;
            line.add(new Waiting(work, since(work), count++));
            size++;
        }
        added.run();
        return true;
    }

    private long since(Runnable work) {
        return work instanceof AgedTask aged && aged.since() >= 0 ? aged.since() : clock.now();
    }

    /** {@inheritDoc} A worker that is given null has nothing to do. */
    @Override
    public Runnable poll() {
        if (size == 0 && !overloaded) {
            return null;
        }
        synchronized (this) {
            long now = clock.now();
            refuse(now);
            Waiting next = older().poll();
            if (next == null) {
                endIfEmpty();
                return null;
            }
            size--;
            waits.add(now, now - next.since());
            return next.work();
        }
    }

    /**
     * Asked by a worker that could take something. If there is nothing, overload is over.
     *
     * @return whether there is nothing
     */
    boolean isEmptyForWorker() {
        if (size == 0 && overloaded) {
            endIfEmpty();
        }
        return size == 0;
    }

    private synchronized void endIfEmpty() {
        if (size == 0) {
            delay.emptied();
            overloaded = false;
        }
    }

    private Queue<Waiting> older() {
        Waiting request = requests.peek();
        Waiting other = others.peek();
        return request == null || other != null && other.since() < request.since()
                ? others
                : requests;
    }

    /** Gives away what has waited too long. Under the monitor. */
    private void refuse(long now) {
        long limit = delay.limit();
        while (!requests.isEmpty() && now - requests.element().since() >= limit) {
            Waiting late = requests.remove();
            size--;
            waits.add(now, now - late.since());
            lane.refuse(
                    (Task) late.work(),
                    overloaded ? Total.REFUSED_OVERLOAD : Total.REFUSED_QUEUE_TIME);
        }
    }

    /** Looks who has waited too long, and whether there is overload. The limit's own thread. */
    synchronized void look() {
        long now = clock.now();
        long age = age(now);
        delay.look(now, age, requests.size());
        overloaded = delay.isOverloaded();
        longest = Math.max(longest, requests.size());
        oldest = Math.max(oldest, age);
        refuse(now);
    }

    private long age(long now) {
        return requests.isEmpty() ? 0 : now - requests.element().since();
    }

    boolean isOverloaded() {
        return overloaded;
    }

    /**
     * @return the greatest length and age since it was asked last
     */
    synchronized QueueFigures figures() {
        QueueFigures figures =
                new QueueFigures(longest, oldest, waits.p99(clock.now()), overloaded);
        longest = 0;
        oldest = 0;
        return figures;
    }

    @Override
    public boolean isEmpty() {
        return size == 0;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public synchronized Runnable peek() {
        Waiting next = older().peek();
        return next == null ? null : next.work();
    }

    @Override
    public Iterator<Runnable> iterator() {
        throw new UnsupportedOperationException();
    }
}
