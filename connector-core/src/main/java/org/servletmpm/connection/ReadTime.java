package org.servletmpm.connection;

/**
 * The time that one part of one request has. Bytes are told by the thread that reads, one at a
 * time; any thread asks. A connection has one only while it reads a request.
 */
final class ReadTime {

    private final ReadStage stage;
    private final ReadLimit limit;
    private final long begun;
    private volatile long received;
    private volatile boolean told;

    /**
     * @param nowMillis on the clock that the deadline is told in
     */
    ReadTime(ReadStage stage, ReadLimit limit, long nowMillis) {
        this.stage = stage;
        this.limit = limit;
        this.begun = nowMillis;
    }

    ReadStage stage() {
        return stage;
    }

    void received(long bytes) {
        long before = received;
        received = before + bytes;
    }

    boolean hasBegun() {
        return received > 0;
    }

    /**
     * @return false when that has been said before
     */
    boolean isOverNews() {
        boolean news = !told;
        told = true;
        return news;
    }

    /**
     * @return whether {@link #isOverNews} has been asked
     */
    boolean isToldOver() {
        return told;
    }

    long deadline() {
        long earned = limit.minRate() == 0 ? 0 : received * 1000 / limit.minRate();
        return begun + Math.min(limit.millis() + earned, limit.mostMillis());
    }
}
