package org.servletmpm.it.bench.overload;

/**
 * How many requests an open loop has sent by when: a steady load, or one with bursts of half a
 * second every five.
 *
 * @param rate requests a second
 * @param burst in a burst so many times as many; 1 is none
 */
record Offer(double rate, double burst) {

    private static final double EVERY_SECONDS = 5;
    private static final double BURST_SECONDS = 0.5;

    static Offer steady(double rate) {
        return new Offer(rate, 1);
    }

    /**
     * @param nanos since the start of the load
     */
    double sentAfter(long nanos) {
        double seconds = nanos / 1e9;
        double bursts = Math.floor(seconds / EVERY_SECONDS) * BURST_SECONDS;
        double inBursts = bursts + Math.min(seconds % EVERY_SECONDS, BURST_SECONDS);
        return rate * (seconds + (burst - 1) * inBursts);
    }
}
