package org.servletmpm.overload;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decides how long a request may wait for a worker (RequestQueueTime, OverloadControl): a pure
 * function of what it is told of one queue. Not thread-safe: its owner calls it under the queue's
 * lock.
 *
 * <p>As long as the queue empties every now and then, the limit is RequestQueueTime alone, so that
 * a burst is answered. Overload begins when the oldest request has waited {@value #CEILING} times
 * OverloadTarget and the queue is not getting shorter: for that long no worker has found the queue
 * empty, and there is no end to be seen. From then on nothing may wait longer than the target,
 * until a worker finds the queue empty. As in CoDel a standing queue is told from a burst by how
 * long it stands; unlike there, the queue's length says whether it is about to go by itself.
 *
 * <p>The order is that of arrival. Newest first has a better median at five times the capacity (39
 * against 133 ms), but a worse 99th percentile below that, and lets some wait for nothing.
 */
final class ControlledDelay {

    /** How many times the target the oldest has waited when overload begins. */
    static final int CEILING = 8;

    /** The length is compared with the longest within as many times the target. */
    private static final int TREND = 10;

    /** The queue is not getting shorter while it has as many tenths of its greatest length. */
    private static final int STANDING_TENTHS = 9;

    /** Milliseconds that stand for ever. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final long hardLimit;
    private final long target;
    private final boolean adapts;

    /** The lengths that no later one has exceeded, the greatest first. */
    private final Deque<Length> greatest = new ArrayDeque<>();

    private boolean overloaded;

    private record Length(long at, int value) {}

    /**
     * @param hardLimit RequestQueueTime in milliseconds; 0 for none
     * @param adapts OverloadControl
     * @param target OverloadTarget in milliseconds, above 0
     */
    ControlledDelay(long hardLimit, boolean adapts, long target) {
        this.hardLimit = hardLimit > 0 ? hardLimit : NO_LIMIT;
        this.adapts = adapts;
        this.target = target;
    }

    /**
     * Looks at the queue, about a hundred times a second.
     *
     * @param now milliseconds
     * @param oldest how long the oldest request has waited, in milliseconds; 0 if there is none
     * @param length how many requests wait
     */
    void look(long now, long oldest, int length) {
        if (!adapts) {
            return;
        }
        while (!greatest.isEmpty() && greatest.getLast().value() <= length) {
            greatest.removeLast();
        }
        greatest.addLast(new Length(now, length));
        while (greatest.getFirst().at() < now - TREND * target) {
            greatest.removeFirst();
        }
        if (oldest >= CEILING * target
                && length * 10L >= (long) greatest.getFirst().value() * STANDING_TENTHS) {
            overloaded = true;
        }
    }

    /** A worker has found the queue empty. */
    void emptied() {
        overloaded = false;
    }

    /**
     * @return milliseconds that a request may wait at this moment, or {@link #NO_LIMIT}
     */
    long limit() {
        return overloaded ? Math.min(target, hardLimit) : hardLimit;
    }

    boolean isOverloaded() {
        return overloaded;
    }
}
