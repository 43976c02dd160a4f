package org.servletmpm.scoreboard;

/**
 * Divides times into classes a quarter wide, to count them: four classes for each power of two, and
 * one for each of the first four units.
 */
public final class TimeClasses {

    private TimeClasses() {}

    /**
     * @param time not below 0, in any unit
     * @param classes how many there are; the last one takes everything that is longer
     */
    public static int of(long time, int classes) {
        if (time < 4) {
            return (int) Math.max(time, 0);
        }
        int power = 63 - Long.numberOfLeadingZeros(time);
        int quarter = (int) (time >>> power - 2) & 3;
        return Math.min((power - 1) * 4 + quarter, classes - 1);
    }

    /**
     * @return the longest time of a class
     */
    public static long greatestOf(int n) {
        if (n < 4) {
            return n;
        }
        int power = n / 4 + 1;
        return (4L + n % 4 + 1 << power - 2) - 1;
    }
}
