package org.servletmpm.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Lets starting rest when children die one after the other. Three in a minute are replaced at once;
 * before each further one it rests, for 1, 2, 4 and up to 60 seconds, until a minute has passed in
 * which none has died. One thread; the time is given, in nanoseconds with any origin.
 */
final class CrashBackoff {

    private static final int AT_ONCE = 3;
    private static final int MOST_SECONDS = 60;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Of the deaths in the last minute, the oldest first. */
    private final Deque<Long> deaths = new ArrayDeque<>();

    /** The last rest, in seconds; 0 for none. */
    private int rest;

    private long restsUntil;

    /**
     * A child has died that nobody had told to leave.
     *
     * @return for how many seconds starting rests now; 0 for not at all
     */
    int died(long now) {
        if (!deaths.isEmpty() && now - deaths.getLast() >= MINUTE) {
            rest = 0;
        }
        deaths.addLast(now);
        while (now - deaths.getFirst() >= MINUTE) {
            deaths.removeFirst();
        }
        if (deaths.size() > AT_ONCE || rest > 0) {
            rest = Math.min(Math.max(2 * rest, 1), MOST_SECONDS);
            restsUntil = now + TimeUnit.SECONDS.toNanos(rest);
        }
        return rest;
    }

    /**
     * @return whether a child may be started
     */
    boolean isOver(long now) {
        return rest == 0 || now - restsUntil >= 0;
    }
}
