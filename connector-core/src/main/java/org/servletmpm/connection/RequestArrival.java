package org.servletmpm.connection;

/**
 * Follows how much of a request has come, and how long the rest of it may take
 * (RequestReadTimeout). The thread that reads tells the bytes; any thread asks.
 */
final class RequestArrival {

    /**
     * The time of the part that is being read; null when nothing limits it, and for the header of a
     * later request until its rest has to be waited for.
     */
    private volatile ReadTime time;

    /** The bytes that have come of such a header. The thread that reads. */
    private int early;

    /**
     * A part of a request is read next, and its time begins.
     *
     * @param limit null for none
     */
    void expect(ReadStage stage, ReadLimit limit, long now) {
        early = 0;
        time = limit == null ? null : new ReadTime(stage, limit, now);
    }

    /** No request is read next, or several at once. */
    void expectNothing() {
        early = 0;
        time = null;
    }

    /** Nothing limits any more how long the rest may take. */
    void endTime() {
        time = null;
    }

    /** A part of a later request's header has come, and its rest has to be waited for. */
    void expectRestOfHeader(ReadLimit limit, long now) {
        int came = early;
        expect(ReadStage.HEADER, limit, now);
        if (limit == null) {
            early = came;
        } else {
            time.received(came);
        }
    }

    /**
     * @return whether a part of a later request's header has come
     */
    boolean hasEarlyBytes() {
        return early > 0;
    }

    /**
     * @return whether nothing of a next request has come
     */
    boolean isNothing() {
        return early == 0 && time == null;
    }

    /**
     * @return whether a part of what is read has come
     */
    boolean hasBegun() {
        ReadTime now = time;
        return now == null ? early > 0 : now.hasBegun();
    }

    /** Nothing that came since the last request was a part of one. */
    void receivedNothing() {
        early = 0;
    }

    /**
     * Bytes came.
     *
     * @param inRequest whether they are read for a request
     */
    void received(long bytes, boolean inRequest) {
        ReadTime now = time;
        if (now == null) {
            early += bytes > 0 && inRequest ? (int) bytes : 0;
        } else if (bytes > 0) {
            now.received(bytes);
        }
    }

    boolean isTimed() {
        return time != null;
    }

    /**
     * @return whether a part of a request's header has come and the rest has not
     */
    boolean isHeaderIncomplete() {
        ReadTime now = time;
        return now != null && now.stage() == ReadStage.HEADER && now.hasBegun();
    }

    /**
     * @return on the engine's clock; {@link Interest#NEVER} for none
     */
    long deadline() {
        ReadTime now = time;
        return now == null ? Interest.NEVER : now.deadline();
    }

    /**
     * The time is over.
     *
     * @return the part that did not come; null when that has been asked before
     */
    ReadStage overdue() {
        ReadTime now = time;
        return now != null && now.isOverNews() ? now.stage() : null;
    }

    /**
     * @return whether {@link #overdue} has told so
     */
    boolean isToldOverdue() {
        ReadTime now = time;
        return now != null && now.isToldOver();
    }
}
