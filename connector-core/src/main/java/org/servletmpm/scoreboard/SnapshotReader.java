package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getInt;
import static org.servletmpm.scoreboard.Layout.getLong;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Reads records into values, without locks. Any thread. */
final class SnapshotReader {
    /** A slot that gets another child this often while it is read is shown as free. */
    private static final int ATTEMPTS = 8;

    /** Snapshots of workers with nothing but their status. */
    private static final Map<WorkerStatus, WorkerSnapshot> BARE = bare();

    private final ByteBuffer records;
    private final Header header;
    private final int threadsPerSlot;
    private final boolean extended;
    private final Claims claims;

    SnapshotReader(ByteBuffer records, Header header, Claims claims) {
        this.claims = claims;
        this.records = records;
        this.header = header;
        this.threadsPerSlot = header.threadsPerSlot();
        this.extended = header.extended();
    }

    Snapshot read() {
        return read(this::present, this::free);
    }

    /** See {@link Scoreboard#states()}. */
    Snapshot readStates() {
        return read(this::presentStates, this::freeStates);
    }

    /** Reads a slot, by its number, its claim and the place of its record. */
    private interface Reading {
        ChildSnapshot child(int slot, Claim claim, int record);
    }

    private Snapshot read(Reading present, Reading free) {
        List<ChildSnapshot> children = new ArrayList<>(header.childrenSlots());
        for (int slot = 0; slot < header.childrenSlots(); slot++) {
            children.add(child(slot, present, free));
        }
        return new Snapshot(
                header.model(),
                header.startMillis(),
                header.generation(),
                header.childrenShown(),
                header.threadsShown(),
                extended,
                children);
    }

    private ChildSnapshot child(int slot, Reading present, Reading free) {
        int record = Layout.child(slot, threadsPerSlot);
        Claim claim = claims.of(slot);
        for (int attempt = 0; claim.isHeld() && attempt < ATTEMPTS; attempt++) {
            ChildSnapshot child = present.child(slot, claim, record);
            VarHandle.acquireFence();
            Claim after = claims.of(slot);
            if (after.number() == claim.number()) {
                return child;
            }
            claim = after;
        }
        return free.child(slot, claim, record);
    }

    private ChildSnapshot free(int slot, Claim claim, int record) {
        return new ChildSnapshot(
                slot,
                0,
                claim.generation(),
                false,
                false,
                0,
                AsyncCounts.NONE,
                0,
                Gauges.NONE,
                elsewhere(record),
                totals(record),
                workers(record, status -> WorkerStatus.DEAD));
    }

    private ChildSnapshot present(int slot, Claim claim, int record) {
        return new ChildSnapshot(
                slot,
                claim.pid(),
                claim.generation(),
                claim.stopping(),
                getInt(records, record + Layout.CHILD_ACCEPTING) != 0,
                count(record + Layout.CHILD_CONNECTIONS),
                new AsyncCounts(
                        async(record, AsyncState.WAIT_IO),
                        async(record, AsyncState.WRITING),
                        async(record, AsyncState.KEEPALIVE),
                        async(record, AsyncState.CLOSING)),
                count(record + Layout.CHILD_AUXILIARIES),
                gauges(record),
                elsewhere(record),
                totals(record),
                workers(
                        record,
                        claim.stopping() ? WorkerStatus::leaving : UnaryOperator.identity()));
    }

    private static Map<WorkerStatus, WorkerSnapshot> bare() {
        ScopedTotal none = new ScopedTotal(0, 0, 0);
        Map<WorkerStatus, WorkerSnapshot> bare = new EnumMap<>(WorkerStatus.class);
        for (WorkerStatus status : WorkerStatus.values()) {
            bare.put(
                    status,
                    new WorkerSnapshot(
                            0, status, 0, none, none, 0, 0, 0, 0, 0, RequestText.NONE, ""));
        }
        return bare;
    }

    private ChildSnapshot freeStates(int slot, Claim claim, int record) {
        return states(slot, Claim.NEVER, record, List.of());
    }

    private ChildSnapshot presentStates(int slot, Claim claim, int record) {
        // Those of an earlier generation may have had another ThreadsPerChild.
        int threads =
                claim.generation() < header.generation() ? threadsPerSlot : header.threadsShown();
        WorkerSnapshot[] workers = new WorkerSnapshot[threads];
        for (int thread = 0; thread < threads; thread++) {
            WorkerStatus status = status(Layout.worker(record, thread));
            workers[thread] = BARE.get(claim.stopping() ? status.leaving() : status);
        }
        return states(slot, claim, record, List.of(workers));
    }

    private ChildSnapshot states(int slot, Claim claim, int record, List<WorkerSnapshot> workers) {
        return new ChildSnapshot(
                slot,
                claim.pid(),
                claim.generation(),
                claim.stopping(),
                claim.isHeld() && getInt(records, record + Layout.CHILD_ACCEPTING) != 0,
                claim.isHeld() ? count(record + Layout.CHILD_CONNECTIONS) : 0,
                AsyncCounts.NONE,
                0,
                Gauges.NONE,
                NonWorkerRequests.NONE,
                Totals.NONE,
                workers);
    }

    private WorkerStatus status(int record) {
        return WorkerStatus.stored(getInt(records, record + Layout.WORKER_STATUS));
    }

    private NonWorkerRequests elsewhere(int record) {
        int at = record + Layout.CHILD_ELSEWHERE;
        return new NonWorkerRequests(
                getLong(records, at),
                getLong(records, at + Long.BYTES),
                getLong(records, at + 2 * Long.BYTES));
    }

    private Gauges gauges(int record) {
        Map<Gauge, Integer> counts = new EnumMap<>(Gauge.class);
        for (Gauge gauge : Gauge.values()) {
            int at = record + Layout.CHILD_GAUGES + gauge.ordinal() * Long.BYTES;
            counts.put(gauge, count(at));
        }
        return new Gauges(counts);
    }

    private Totals totals(int record) {
        Map<Total, Long> counts = new EnumMap<>(Total.class);
        for (Total total : Total.values()) {
            int at = record + Layout.CHILD_TOTALS + total.ordinal() * Long.BYTES;
            counts.put(total, getLong(records, at));
        }
        return new Totals(counts);
    }

    private int async(int record, AsyncState state) {
        return count(record + Layout.CHILD_ASYNC + state.ordinal() * Long.BYTES);
    }

    /** The low half; the high half is the claim the count belongs to. */
    private int count(int at) {
        return (int) getLong(records, at);
    }

    private List<WorkerSnapshot> workers(int childRecord, UnaryOperator<WorkerStatus> shown) {
        List<WorkerSnapshot> workers = new ArrayList<>(threadsPerSlot);
        for (int thread = 0; thread < threadsPerSlot; thread++) {
            int record = Layout.worker(childRecord, thread);
            workers.add(
                    new WorkerSnapshot(
                            thread,
                            shown.apply(status(record)),
                            getLong(records, record + Layout.WORKER_CONNECTION),
                            tally(record + Layout.WORKER_ACCESSES),
                            tally(record + Layout.WORKER_BYTES),
                            getLong(records, record + Layout.WORKER_DURATION),
                            getLong(records, record + Layout.WORKER_LAST_DURATION),
                            getLong(records, record + Layout.WORKER_LAST_USED),
                            getLong(records, record + Layout.WORKER_LAST_REQUEST),
                            getLong(records, record + Layout.WORKER_CPU),
                            extended ? TextScore.read(records, record) : RequestText.NONE,
                            PinScore.read(records, record)));
        }
        return workers;
    }

    /** Accesses and bytes are each stored as slot, child, connection. */
    private ScopedTotal tally(int at) {
        return new ScopedTotal(
                getLong(records, at + 2 * Long.BYTES),
                getLong(records, at + Long.BYTES),
                getLong(records, at));
    }
}
