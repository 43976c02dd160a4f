package org.servletmpm.overload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.scoreboard.Total;

/**
 * Refuses requests that have waited too long for their connection's share of the workers: each
 * share is a queue of its own, with a {@link ControlledDelay} of its own. Any thread adds one, the
 * limit's own thread looks.
 */
final class AgedShares {

    private final RefusalLane lane;
    private final Map<StreamShare, ControlledDelay> shares = new ConcurrentHashMap<>();

    /** The limit's own thread. */
    private final WaitTimes refused = new WaitTimes();

    AgedShares(RefusalLane lane) {
        this.lane = lane;
    }

    /** A step waits for its share. */
    void add(StreamShare share, Supplier<ControlledDelay> delay) {
        if (!shares.containsKey(share)) {
            shares.putIfAbsent(share, delay.get());
        }
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    /** Looks who has waited too long. */
    void look(long now) {
        shares.forEach((share, delay) -> look(share, delay, now));
    }

    /** One that somebody adds to while it is forgotten is looked at again. */
    private void look(StreamShare share, ControlledDelay delay, long now) {
        delay.look(now, age(share.oldest(), now), share.length());
        for (Runnable step = share.oldest();
                step instanceof AgedTask task && age(step, now) >= delay.limit();
                step = share.oldest()) {
            if (share.take(step)) {
                refused.add(now, age(step, now));
                lane.refuse(
                        task,
                        delay.isOverloaded() ? Total.REFUSED_OVERLOAD : Total.REFUSED_QUEUE_TIME);
            }
        }
        if (share.oldest() == null) {
            shares.remove(share);
            if (share.oldest() != null) {
                shares.put(share, delay);
            }
        }
    }

    /**
     * @return what waits now, and how long those waited that were refused. The limit's own thread.
     */
    QueueFigures figures(long now) {
        QueueFigures all = new QueueFigures(0, 0, refused.p99(now), false);
        for (Map.Entry<StreamShare, ControlledDelay> each : shares.entrySet()) {
            StreamShare share = each.getKey();
            all =
                    all.and(
                            new QueueFigures(
                                    share.length(),
                                    age(share.oldest(), now),
                                    0,
                                    each.getValue().isOverloaded()));
        }
        return all;
    }

    private static long age(Runnable step, long now) {
        return step instanceof AgedTask task && task.since() >= 0 ? now - task.since() : 0;
    }
}
