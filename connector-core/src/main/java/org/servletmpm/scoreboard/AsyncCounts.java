package org.servletmpm.scoreboard;

/** Counts the connections that wait without a worker, by what they wait for. Immutable. */
public record AsyncCounts(int waitIo, int writing, int keepAlive, int closing) {
    static final AsyncCounts NONE = new AsyncCounts(0, 0, 0, 0);

    AsyncCounts plus(AsyncCounts other) {
        return new AsyncCounts(
                waitIo + other.waitIo,
                writing + other.writing,
                keepAlive + other.keepAlive,
                closing + other.closing);
    }

    /**
     * @return all of them
     */
    public int total() {
        return waitIo + writing + keepAlive + closing;
    }
}
