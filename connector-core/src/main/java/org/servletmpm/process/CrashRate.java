package org.servletmpm.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.servletmpm.directive.CrashLimit;

/**
 * Says whether so many children have died within so short a time that somebody should look
 * (CrashLimit). One thread; the time is given, in nanoseconds with any origin.
 */
final class CrashRate {

    private final CrashLimit limit;

    /** Of the last deaths, the oldest first, at most as many as the limit. */
    private final Deque<Long> deaths = new ArrayDeque<>();

    CrashRate(CrashLimit limit) {
        this.limit = limit;
    }

    /** A child has died that nobody had told to leave. */
    void died(long now) {
        if (deaths.size() == limit.deaths()) {
            deaths.removeFirst();
        }
        deaths.addLast(now);
    }

    /**
     * @return whether as many as the limit have died within its seconds, up to now
     */
    boolean isExceeded(long now) {
        return deaths.size() == limit.deaths()
                && now - deaths.getFirst() < TimeUnit.SECONDS.toNanos(limit.seconds());
    }
}
