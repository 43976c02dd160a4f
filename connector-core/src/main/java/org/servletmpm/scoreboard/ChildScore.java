package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.CHILD_ACCEPTING;
import static org.servletmpm.scoreboard.Layout.CHILD_ASYNC;
import static org.servletmpm.scoreboard.Layout.CHILD_AUXILIARIES;
import static org.servletmpm.scoreboard.Layout.CHILD_CLAIM;
import static org.servletmpm.scoreboard.Layout.CHILD_CONNECTIONS;
import static org.servletmpm.scoreboard.Layout.CHILD_ELSEWHERE;
import static org.servletmpm.scoreboard.Layout.CHILD_GAUGES;
import static org.servletmpm.scoreboard.Layout.CHILD_GENERATION;
import static org.servletmpm.scoreboard.Layout.CHILD_PID;
import static org.servletmpm.scoreboard.Layout.CHILD_STOPPING;
import static org.servletmpm.scoreboard.Layout.CHILD_TOTALS;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Writes the record of one child, which holds a slot from its claim to {@link #release}. Any thread
 * may change the counts, each by one atomic step, and the flags, one thread at a time.
 *
 * <p>After the release nothing here and in its workers has an effect, so that a thread that
 * outlives its child (a servlet that does not return) cannot change the record of the slot's next
 * child.
 */
public final class ChildScore {
    private static final int COUNTS = 2 + AsyncState.values().length;

    private final ByteBuffer records;
    private final ChildRecord record;
    private final Claims claims;
    private final int slot;
    private final int generation;

    /** Odd, and never used twice for one slot: it tells this child from all others of the slot. */
    private final int claim;

    private final WorkerScore[] workers;

    /** Requests of earlier children of the slot that ended elsewhere than in a worker. */
    private final long elsewhereBefore;

    private ChildScore(
            ByteBuffer records, ChildRecord record, int threads, int slot, Claims claims) {
        this.records = records;
        this.record = record;
        this.claims = claims;
        this.slot = slot;
        this.generation = record.getInt(CHILD_GENERATION);
        this.claim = record.getInt(CHILD_CLAIM);
        this.elsewhereBefore = record.getLong(CHILD_ELSEWHERE);
        this.workers = new WorkerScore[threads];
        int child = Layout.child(slot, threads);
        for (int n = 0; n < threads; n++) {
            workers[n] = new WorkerScore(records, this, Layout.worker(child, n));
        }
    }

    /**
     * @param next of the slot's claims, which it is not among yet
     */
    static ChildScore claim(
            ByteBuffer records, int threadsPerSlot, int slot, Claim next, Claims claims) {
        int child = Layout.child(slot, threadsPerSlot);
        // A reader that sees any of what follows also sees that the earlier claim is over.
        VarHandle.releaseFence();
        ChildRecord record = ChildRecord.inPlace(records, child);
        begin(record, next);
        for (int n = 0; n < threadsPerSlot; n++) {
            WorkerScore.clear(records, Layout.worker(child, n));
        }
        record.claimed(next.number());
        ChildScore score = new ChildScore(records, record, threadsPerSlot, slot, claims);
        claims.claim(slot, next);
        return score;
    }

    /** The process that has made the claim has also set up the record, and may see it again. */
    static ChildScore joins(
            ByteBuffer records, int threadsPerSlot, int slot, Claim claim, Claims claims) {
        ChildRecord record = ChildRecord.copied(records, Layout.child(slot, threadsPerSlot));
        begin(record, claim);
        record.claimed(claim.number());
        return new ChildScore(records, record, threadsPerSlot, slot, claims);
    }

    private static void begin(ChildRecord record, Claim claim) {
        record.putLong(CHILD_PID, claim.pid());
        record.putInt(CHILD_GENERATION, claim.generation());
        record.putInt(CHILD_ACCEPTING, 0);
        record.putInt(CHILD_STOPPING, 0);
        for (int count = 0; count < COUNTS; count++) {
            record.putLong(CHILD_CONNECTIONS + count * Long.BYTES, zero(claim));
        }
        for (Gauge gauge : Gauge.values()) {
            record.putLong(at(gauge), zero(claim));
        }
    }

    private static long zero(Claim claim) {
        return (long) claim.number() << Integer.SIZE;
    }

    /**
     * @return the child's slot, from 0
     */
    public int slot() {
        return slot;
    }

    /**
     * @return the child's generation: that of the server at its start, or above, so that no child
     *     of the slot has had it before
     */
    public int generation() {
        return generation;
    }

    /**
     * @param n 0 to ThreadLimit - 1
     * @return writes the record of that worker; always the same object for the same number
     * @throws IndexOutOfBoundsException if there is no such worker
     */
    public WorkerScore worker(int n) {
        return workers[n];
    }

    /**
     * Adds to the connections the child has ({@code ConnsTotal}). Any thread.
     *
     * @param delta 1 for one accepted, -1 for one closed or handed to a sibling
     */
    public void connection(int delta) {
        add(CHILD_CONNECTIONS, delta);
    }

    /**
     * Adds to the connections that are in a state without a worker. Any thread.
     *
     * @param delta 1 for one that enters the state, -1 for one that leaves it
     */
    public void async(AsyncState state, int delta) {
        add(CHILD_ASYNC + state.ordinal() * Long.BYTES, delta);
    }

    /**
     * @return the connections of the child, with every change that any thread has made before; 0
     *     after the release
     */
    public int connections() {
        return count(CHILD_CONNECTIONS);
    }

    /**
     * @return those that are in this state without a worker, likewise
     */
    public int async(AsyncState state) {
        return count(CHILD_ASYNC + state.ordinal() * Long.BYTES);
    }

    private int count(int at) {
        long word = record.getLong(at);
        return (int) (word >>> Integer.SIZE) == claim ? (int) word : 0;
    }

    /**
     * @return how many requests of this child are over, as of a moment ago. Any thread.
     */
    public long requests() {
        long requests = record.getLong(CHILD_ELSEWHERE) - elsewhereBefore;
        for (WorkerScore worker : workers) {
            requests += worker.childAccesses();
        }
        return requests;
    }

    /**
     * Any thread.
     *
     * @return whether another child that accepts has fewer connections; never in one JVM, where
     *     children help each other
     */
    public boolean hasMoreConnectionsThanAnother() {
        int own = connections();
        return hasSibling(
                other ->
                        isAccepting(other)
                                && (int) Layout.getLong(records, other + CHILD_CONNECTIONS) < own);
    }

    /**
     * Any thread.
     *
     * @return whether another child accepts connections; never in one JVM, where children help each
     *     other
     */
    public boolean hasAcceptingSibling() {
        return hasSibling(this::isAccepting);
    }

    private boolean hasSibling(IntPredicate wanted) {
        int slots = record.isCopy() ? Layout.slots(records.capacity(), workers.length) : 0;
        for (int other = 0; other < slots; other++) {
            if (other != slot && wanted.test(Layout.child(other, workers.length))) {
                return true;
            }
        }
        return false;
    }

    private boolean isAccepting(int other) {
        return (Layout.getInt(records, other + CHILD_CLAIM) & 1) != 0
                && Layout.getInt(records, other + CHILD_ACCEPTING) != 0
                && Layout.getInt(records, other + CHILD_STOPPING) == 0;
    }

    /**
     * Adds to the auxiliary threads that are busy, in prefork and worker. Any thread.
     *
     * @param delta 1 for one that begins, -1 for one that has finished
     */
    public void auxiliary(int delta) {
        add(CHILD_AUXILIARIES, delta);
    }

    /** Adds to a gauge of the child. Any thread. */
    public void gauge(Gauge gauge, int delta) {
        add(at(gauge), delta);
    }

    private static int at(Gauge gauge) {
        return CHILD_GAUGES + gauge.ordinal() * Long.BYTES;
    }

    /**
     * Changes a count together with the claim that it belongs to, as one word: so a late change
     * cannot reach the count of a later child, which nothing would correct.
     */
    private void add(int at, int delta) {
        long before = record.getLong(at);
        while ((int) (before >>> Integer.SIZE) == claim) {
            long after = (long) claim << Integer.SIZE | (int) before + delta & 0xffff_ffffL;
            long witness = record.changeLong(at, before, after);
            if (witness == before) {
                return;
            }
            before = witness;
        }
    }

    /**
     * Counts a request that ended in a thread that is not a worker: mostly an asynchronous one. Any
     * thread.
     *
     * @param bytes what was sent, headers included
     * @param nanos how long it took, in nanoseconds
     */
    public void requestFinishedOutsideWorkers(long bytes, long nanos) {
        if (holds()) {
            record.add(CHILD_ELSEWHERE, 1);
            record.add(CHILD_ELSEWHERE + Long.BYTES, bytes);
            record.add(CHILD_ELSEWHERE + 2 * Long.BYTES, nanos);
        }
    }

    /** Adds one to a total. Any thread. */
    public void count(Total total) {
        if (holds()) {
            record.add(CHILD_TOTALS + total.ordinal() * Long.BYTES, 1);
        }
    }

    /** Says whether the child takes new connections. One thread at a time. */
    public void accepting(boolean accepting) {
        flag(CHILD_ACCEPTING, accepting);
    }

    /** Says whether the child is leaving (httpd's quiescing). One thread at a time. */
    public void stopping(boolean stopping) {
        claims.stopping(slot, claim, stopping);
        flag(CHILD_STOPPING, stopping);
    }

    private void flag(int field, boolean on) {
        if (holds()) {
            record.putInt(field, on ? 1 : 0);
        }
    }

    /**
     * Frees the slot: the child is gone, and with it its workers and counts. What it has served
     * stays in the slot's totals. A second release has no effect, and none in a process that has
     * joined: the slot is the other's to free.
     */
    public void release() {
        record.released(claim);
        claims.release(slot, claim);
    }

    /**
     * Writes everything again that the scoreboard should say of a child that has joined, in case
     * that another process has overwritten it. Any thread, once a second; a worker that changes its
     * status meanwhile may be shown as before until the next time.
     */
    public void repeat() {
        if (record.isCopy() && holds()) {
            record.repeat();
            for (WorkerScore worker : workers) {
                worker.repeat();
            }
        }
    }

    /**
     * @return what tells this child from all others of the slot, for {@link Scoreboard#joins}
     */
    public int claim() {
        return claim;
    }

    /**
     * @return whether the slot is still this child's; one load without a fence
     */
    boolean holds() {
        return record.getInt(CHILD_CLAIM) == claim;
    }
}
