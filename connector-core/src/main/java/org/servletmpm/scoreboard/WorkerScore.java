package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getInt;
import static org.servletmpm.scoreboard.Layout.getLong;
import static org.servletmpm.scoreboard.Layout.putInt;
import static org.servletmpm.scoreboard.Layout.putLong;

import java.nio.ByteBuffer;

/**
 * Writes the record of one worker. The worker's thread; before its start, the thread that makes it.
 *
 * <p>The totals are kept here and stored as they are, so an update is a check and a few stores, and
 * corrects what the record held. This matters in one case: a thread that outlives its child and is
 * suspended between its check and its store, until the slot has been released and claimed again,
 * stores one stale value (in a text, a few stale characters). It lasts until the new worker's next
 * update.
 *
 * <p>The time is given; nothing here reads a clock.
 */
public final class WorkerScore {
    private final ByteBuffer records;
    private final ChildScore child;
    private final int record;
    private final TextScore text;
    private final PinScore pin;

    private long accesses;
    private long childAccesses;
    private long connectionAccesses;
    private long bytes;
    private long childBytes;
    private long connectionBytes;
    private long durationNanos;

    /** Read also by the thread that repeats it: late at the worst. */
    private WorkerStatus status = WorkerStatus.DEAD;

    WorkerScore(ByteBuffer records, ChildScore child, int record) {
        this.records = records;
        this.child = child;
        this.record = record;
        this.text = new TextScore(records, record);
        this.pin = new PinScore(records, record);
        this.accesses = getLong(records, record + Layout.WORKER_ACCESSES);
        this.bytes = getLong(records, record + Layout.WORKER_BYTES);
        this.durationNanos = getLong(records, record + Layout.WORKER_DURATION);
    }

    /** Prepares a record for the slot's next child; the slot's totals stay. */
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
        putLong(records, record + Layout.WORKER_CPU, 0);
        TextScore.clear(records, record);
        PinScore.clear(records, record);
    }

    /** Says what the worker does from now on. */
    public void status(WorkerStatus status) {
        if (child.holds()) {
            this.status = status;
            putInt(records, record + Layout.WORKER_STATUS, status.ordinal());
        }
    }

    /**
     * @return requests of this child that are over, as of a moment ago. Any thread.
     */
    long childAccesses() {
        return childAccesses;
    }

    /** Corrects the status that readers see, unless the worker does so at this moment. */
    void repeat() {
        int seen = getInt(records, record + Layout.WORKER_STATUS);
        int own = status.ordinal();
        if (seen != own) {
            Layout.INT.compareAndSet(records, record + Layout.WORKER_STATUS, seen, own);
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
     * Says what the request that has begun is; readers see this description or the one before, as a
     * whole. Makes no garbage. Without effect while ExtendedStatus is off.
     *
     * <p>Any text may be null, which is the same as empty, is cut to its field's width and stored
     * as it is: a renderer has to escape it. A character beyond ISO-8859-1 becomes a question mark.
     *
     * @param client the peer's address; 48 characters are kept
     * @param protocol such as {@code HTTP/1.1}; 16 characters are kept
     * @param host the virtual host as the client named it; 64 characters are kept
     * @param method with {@code target} and {@code protocol} it is the request line; 128 characters
     *     are kept, and of a longer one method and target only
     * @param target path and query, as received
     */
    public void describe(
            String client, String protocol, String host, String method, String target) {
        if (child.holds() && getInt(records, Layout.HEADER_EXTENDED) != 0) {
            text.describe(
                    orEmpty(client),
                    orEmpty(protocol),
                    orEmpty(host),
                    orEmpty(method),
                    orEmpty(target));
        }
    }

    /**
     * Any thread.
     *
     * @return what was {@linkplain #describe described} last; {@link RequestText#NONE} for nothing
     */
    public RequestText description() {
        return TextScore.read(records, record);
    }

    /**
     * Says that the worker serves a connection of event to its end, or does so no longer.
     *
     * @param by the filter or servlet that is incompatible with event; 128 characters are kept;
     *     empty for none
     */
    public void pinned(String by) {
        if (child.holds()) {
            pin.publish(by);
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /**
     * Says how much processor time the worker's thread has used since it was started.
     *
     * @param nanos in nanoseconds
     */
    public void cpu(long nanos) {
        if (child.holds()) {
            putLong(records, record + Layout.WORKER_CPU, nanos);
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
