package org.servletmpm.scoreboard;

/** How many connections wait without a worker, by what they wait for. */
public record AsyncCounts(int waitIo, int writing, int keepAlive, int closing) {
    static final AsyncCounts NONE = new AsyncCounts(0, 0, 0, 0);

    AsyncCounts plus(AsyncCounts other) {
        return new AsyncCounts(
                waitIo + other.waitIo,
                writing + other.writing,
                keepAlive + other.keepAlive,
                closing + other.closing);
    }

    /** All of them. */
    public int total() {
        return waitIo + writing + keepAlive + closing;
    }
}
