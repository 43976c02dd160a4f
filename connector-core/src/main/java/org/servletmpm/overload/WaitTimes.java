package org.servletmpm.overload;

import java.util.Arrays;
import org.servletmpm.scoreboard.TimeClasses;

/**
 * Remembers how long requests have waited for a worker, for a figure: of those of the last 10 to 20
 * seconds, in {@linkplain TimeClasses classes} of milliseconds. Not thread-safe: its owner calls it
 * under the queue's lock.
 */
final class WaitTimes {

    private static final int PERIOD_MILLIS = 10_000;
    private static final int CLASSES = 96;

    private int[] current = new int[CLASSES];
    private int[] previous = new int[CLASSES];
    private long began;

    /**
     * A request was taken by a worker, or refused.
     *
     * @param now milliseconds
     * @param waited milliseconds
     */
    void add(long now, long waited) {
        renew(now);
        current[TimeClasses.of(waited, CLASSES)]++;
    }

    private void renew(long now) {
        if (now - began >= PERIOD_MILLIS) {
            int[] oldest = previous;
            previous = now - began < 2 * PERIOD_MILLIS ? current : new int[CLASSES];
            Arrays.fill(oldest, 0);
            current = oldest;
            began = now;
        }
    }

    /**
     * @return milliseconds that 99 in 100 have not waited longer than; 0 when none has come
     */
    long p99(long now) {
        renew(now);
        long all = 0;
        for (int n = 0; n < CLASSES; n++) {
            all += current[n] + previous[n];
        }
        long above = all / 100;
        int n = CLASSES;
        long seen = 0;
        while (n > 0 && seen <= above) {
            n--;
            seen += current[n] + previous[n];
        }
        return all == 0 ? 0 : TimeClasses.greatestOf(n);
    }
}
