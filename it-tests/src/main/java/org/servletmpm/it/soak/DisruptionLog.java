package org.servletmpm.it.soak;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Records when one server was disrupted, and how. Any thread. */
final class DisruptionLog {

    /** For what it has left: an answer that was begun, a message on its way. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(2);

    private static final class Time {
        private final Disruption disruption;
        private final long begun = System.nanoTime();
        private volatile long ended = Long.MAX_VALUE;

        private Time(Disruption disruption) {
            this.disruption = disruption;
        }

        private boolean isOver(long when) {
            return ended != Long.MAX_VALUE && when - ended > AFTERMATH;
        }
    }

    private final Queue<Time> times = new ConcurrentLinkedQueue<>();

    /**
     * @return runs when it is over
     */
    Runnable begins(Disruption disruption) {
        Time time = new Time(disruption);
        times.add(time);
        return () -> time.ended = System.nanoTime();
    }

    /**
     * @param since when the client began, on {@link System#nanoTime}
     * @return the trouble that explains what it has seen
     */
    Optional<Disruption> explain(Throwable what, long since) {
        return times.stream()
                .filter(time -> !time.isOver(since) && time.disruption.tells(what))
                .map(time -> time.disruption)
                .findFirst();
    }
}
