package org.servletmpm.overload;

import java.util.Arrays;

/**
 * Remembers how long requests have waited for a worker, for a figure: of those of the last 10 to 20
 * seconds, in classes a quarter wide. Not thread-safe: its owner calls it under the queue's lock.
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
        current[classOf(waited)]++;
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
        return all == 0 ? 0 : greatestOf(n);
    }

    /** Four classes for each power of two, one for each of the first four milliseconds. */
    private static int classOf(long millis) {
        if (millis < 4) {
            return (int) Math.max(millis, 0);
        }
        int power = 63 - Long.numberOfLeadingZeros(millis);
        int quarter = (int) (millis >>> power - 2) & 3;
        return Math.min((power - 1) * 4 + quarter, CLASSES - 1);
    }

    private static long greatestOf(int n) {
        if (n < 4) {
            return n;
        }
        int power = n / 4 + 1;
        return (4L + n % 4 + 1 << power - 2) - 1;
    }
}
