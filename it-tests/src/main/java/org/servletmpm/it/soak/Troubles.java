package org.servletmpm.it.soak;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** When one server was in which trouble. Any thread. */
final class Troubles {

    /** For what it has left: an answer that was begun, a message on its way. */
    private static final long AFTERMATH = TimeUnit.SECONDS.toNanos(2);

    private static final class Time {
        private final Trouble trouble;
        private final long begun = System.nanoTime();
        private volatile long ended = Long.MAX_VALUE;

        private Time(Trouble trouble) {
            this.trouble = trouble;
        }

        private boolean isOver(long when) {
            return ended != Long.MAX_VALUE && when - ended > AFTERMATH;
        }
    }

    private final Queue<Time> times = new ConcurrentLinkedQueue<>();

    /**
     * @return runs when it is over
     */
    Runnable begins(Trouble trouble) {
        Time time = new Time(trouble);
        times.add(time);
        return () -> time.ended = System.nanoTime();
    }

    /**
     * @param since when the client began, on {@link System#nanoTime}
     * @return the trouble that explains what it has seen
     */
    Optional<Trouble> explain(Throwable what, long since) {
        return times.stream()
                .filter(time -> !time.isOver(since) && time.trouble.tells(what))
                .map(time -> time.trouble)
                .findFirst();
    }
}
