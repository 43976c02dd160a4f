package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getInt;
import static org.servletmpm.scoreboard.Layout.getLong;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads records into values; any thread, and it disturbs no writer. */
final class SnapshotReader {
    /** A slot that changes hands this often while it is read is shown as free. */
    private static final int ATTEMPTS = 8;

    private final ByteBuffer records;
    private final int threadsPerSlot;

    SnapshotReader(ByteBuffer records, int threadsPerSlot) {
        this.records = records;
        this.threadsPerSlot = threadsPerSlot;
    }

    Snapshot read(Scoreboard scoreboard) {
        List<ChildSnapshot> children = new ArrayList<>(scoreboard.childrenSlots());
        for (int slot = 0; slot < scoreboard.childrenSlots(); slot++) {
            children.add(child(slot));
        }
        return new Snapshot(
                scoreboard.model(),
                scoreboard.startMillis(),
                getInt(records, Layout.HEADER_GENERATION),
                scoreboard.childrenShown(),
                scoreboard.threadsShown(),
                true,
                children);
    }

    private ChildSnapshot child(int slot) {
        int record = Layout.child(slot, threadsPerSlot);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int claim = (int) Layout.INT.getAcquire(records, record + Layout.CHILD_CLAIM);
            if ((claim & 1) == 0) {
                break;
            }
            ChildSnapshot child = present(slot, record);
            VarHandle.acquireFence();
            if (getInt(records, record + Layout.CHILD_CLAIM) == claim) {
                return child;
            }
        }
        return new ChildSnapshot(
                slot,
                0,
                getInt(records, record + Layout.CHILD_GENERATION),
                false,
                false,
                0,
                AsyncCounts.NONE,
                elsewhere(record),
                workers(record, false));
    }

    private ChildSnapshot present(int slot, int record) {
        return new ChildSnapshot(
                slot,
                getLong(records, record + Layout.CHILD_PID),
                getInt(records, record + Layout.CHILD_GENERATION),
                getInt(records, record + Layout.CHILD_STOPPING) != 0,
                getInt(records, record + Layout.CHILD_ACCEPTING) != 0,
                count(record + Layout.CHILD_CONNECTIONS),
                new AsyncCounts(
                        async(record, AsyncState.WAIT_IO),
                        async(record, AsyncState.WRITING),
                        async(record, AsyncState.KEEPALIVE),
                        async(record, AsyncState.CLOSING)),
                elsewhere(record),
                workers(record, true));
    }

    private Elsewhere elsewhere(int record) {
        int at = record + Layout.CHILD_ELSEWHERE;
        return new Elsewhere(
                getLong(records, at),
                getLong(records, at + Long.BYTES),
                getLong(records, at + 2 * Long.BYTES));
    }

    private int async(int record, AsyncState state) {
        return count(record + Layout.CHILD_ASYNC + state.ordinal() * Long.BYTES);
    }

    /** The low half; the high half is the claim the count belongs to. */
    private int count(int at) {
        return (int) getLong(records, at);
    }

    private List<WorkerSnapshot> workers(int childRecord, boolean present) {
        List<WorkerSnapshot> workers = new ArrayList<>(threadsPerSlot);
        for (int thread = 0; thread < threadsPerSlot; thread++) {
            int record = Layout.worker(childRecord, thread);
            workers.add(
                    new WorkerSnapshot(
                            thread,
                            present
                                    ? WorkerStatus.of(
                                            getInt(records, record + Layout.WORKER_STATUS))
                                    : WorkerStatus.DEAD,
                            getLong(records, record + Layout.WORKER_CONNECTION),
                            tally(record + Layout.WORKER_ACCESSES),
                            tally(record + Layout.WORKER_BYTES),
                            getLong(records, record + Layout.WORKER_DURATION),
                            getLong(records, record + Layout.WORKER_LAST_DURATION),
                            getLong(records, record + Layout.WORKER_LAST_USED),
                            getLong(records, record + Layout.WORKER_LAST_REQUEST),
                            0,
                            RequestText.NONE));
        }
        return workers;
    }

    /** Accesses and bytes are each stored as slot, child, connection. */
    private Tally tally(int at) {
        return new Tally(
                getLong(records, at + 2 * Long.BYTES),
                getLong(records, at + Long.BYTES),
                getLong(records, at));
    }
}
