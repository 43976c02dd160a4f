package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getLong;
import static org.servletmpm.scoreboard.Layout.putInt;
import static org.servletmpm.scoreboard.Layout.putLong;

import java.nio.ByteBuffer;

/**
 * One worker's record, written by that worker's thread alone.
 *
 * <p>The totals are kept here and published as they are, so an update is a check and a few stores,
 * and it repairs whatever the record held. That matters once: a thread that outlived its child and
 * was suspended between its check and its store, for as long as the slot took to be released and
 * claimed again, can place one stale value, which lasts until the new owner's next update.
 *
 * <p>Clocks are the caller's: nothing here reads one.
 */
public final class WorkerScore {
    private final ByteBuffer records;
    private final ChildScore child;
    private final int record;

    private long accesses;
    private long childAccesses;
    private long connectionAccesses;
    private long bytes;
    private long childBytes;
    private long connectionBytes;
    private long durationNanos;

    WorkerScore(ByteBuffer records, ChildScore child, int record) {
        this.records = records;
        this.child = child;
        this.record = record;
        this.accesses = getLong(records, record + Layout.WORKER_ACCESSES);
        this.bytes = getLong(records, record + Layout.WORKER_BYTES);
        this.durationNanos = getLong(records, record + Layout.WORKER_DURATION);
    }

    /** Readies a record for a slot's next child; the slot's totals stay. */
    static void clear(ByteBuffer records, int record) {
        putInt(records, record + Layout.WORKER_STATUS, WorkerStatus.DEAD.ordinal());
        putLong(records, record + Layout.WORKER_CONNECTION, 0);
        putLong(records, record + Layout.WORKER_CHILD_ACCESSES, 0);
        putLong(records, record + Layout.WORKER_CONNECTION_ACCESSES, 0);
        putLong(records, record + Layout.WORKER_CHILD_BYTES, 0);
        putLong(records, record + Layout.WORKER_CONNECTION_BYTES, 0);
        putLong(records, record + Layout.WORKER_LAST_DURATION, 0);
        putLong(records, record + Layout.WORKER_LAST_USED, 0);
        putLong(records, record + Layout.WORKER_LAST_REQUEST, 0);
    }

    /** Says what the worker does from now on. */
    public void status(WorkerStatus status) {
        if (child.holds()) {
            putInt(records, record + Layout.WORKER_STATUS, status.ordinal());
        }
    }

    /**
     * Says that the worker serves this connection now: the counts of "this connection" start from
     * zero.
     *
     * @param connectionId unique in this server, not 0
     */
    public void connectionTaken(long connectionId) {
        if (!child.holds()) {
            return;
        }
        connectionAccesses = 0;
        connectionBytes = 0;
        putLong(records, record + Layout.WORKER_CONNECTION_ACCESSES, 0);
        putLong(records, record + Layout.WORKER_CONNECTION_BYTES, 0);
        putLong(records, record + Layout.WORKER_CONNECTION, connectionId);
    }

    /**
     * Says that a request has begun.
     *
     * @param epochMillis now, ms since the epoch
     */
    public void requestStarted(long epochMillis) {
        if (child.holds()) {
            putLong(records, record + Layout.WORKER_LAST_USED, epochMillis);
            putLong(records, record + Layout.WORKER_LAST_REQUEST, epochMillis);
        }
    }

    /**
     * Counts a request that is over.
     *
     * @param epochMillis now, ms since the epoch
     * @param responseBytes what was sent, headers included, in bytes
     * @param nanos how long it took, in nanoseconds
     */
    public void requestFinished(long epochMillis, long responseBytes, long nanos) {
        if (!child.holds()) {
            return;
        }
        accesses++;
        childAccesses++;
        connectionAccesses++;
        bytes += responseBytes;
        childBytes += responseBytes;
        connectionBytes += responseBytes;
        durationNanos += nanos;
        putLong(records, record + Layout.WORKER_BYTES, bytes);
        putLong(records, record + Layout.WORKER_CHILD_BYTES, childBytes);
        putLong(records, record + Layout.WORKER_CONNECTION_BYTES, connectionBytes);
        putLong(records, record + Layout.WORKER_DURATION, durationNanos);
        putLong(records, record + Layout.WORKER_LAST_DURATION, nanos);
        putLong(records, record + Layout.WORKER_LAST_USED, epochMillis);
        putLong(records, record + Layout.WORKER_CHILD_ACCESSES, childAccesses);
        putLong(records, record + Layout.WORKER_CONNECTION_ACCESSES, connectionAccesses);
        putLong(records, record + Layout.WORKER_ACCESSES, accesses);
    }
}
