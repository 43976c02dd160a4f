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
import static org.servletmpm.scoreboard.Layout.INT;
import static org.servletmpm.scoreboard.Layout.LONG;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

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
    private final int record;
    private final int slot;
    private final int generation;

    /** Odd, and never used twice for one slot: it tells this child from all others of the slot. */
    private final int claim;

    private final WorkerScore[] workers;

    /** The slot is this process's to free. */
    private final boolean claimedHere;

    /** The record has the generation already. */
    private ChildScore(ByteBuffer records, int slot, int claim, int threads, boolean claimedHere) {
        this.claimedHere = claimedHere;
        this.records = records;
        this.record = Layout.child(slot, threads);
        this.slot = slot;
        this.generation = Layout.getInt(records, record + CHILD_GENERATION);
        this.claim = claim;
        this.workers = new WorkerScore[threads];
        for (int n = 0; n < threads; n++) {
            workers[n] = new WorkerScore(records, this, Layout.worker(record, n));
        }
    }

    static ChildScore claim(
            ByteBuffer records, int slot, int threadsPerSlot, long pid, int generation) {
        int record = Layout.child(slot, threadsPerSlot);
        int free = (int) INT.getAcquire(records, record + CHILD_CLAIM);
        if ((free & 1) != 0) {
            throw new IllegalStateException(
                    "slot "
                            + slot
                            + " belongs to a child of generation "
                            + Layout.getInt(records, record + CHILD_GENERATION));
        }
        int claim = free + 1;
        // A reader that sees any of what follows also sees that the earlier claim is over.
        VarHandle.releaseFence();
        Layout.putLong(records, record + CHILD_PID, pid);
        Layout.putInt(records, record + CHILD_GENERATION, generation);
        Layout.putInt(records, record + CHILD_ACCEPTING, 0);
        Layout.putInt(records, record + CHILD_STOPPING, 0);
        for (int count = 0; count < COUNTS; count++) {
            int at = record + CHILD_CONNECTIONS + count * Long.BYTES;
            LONG.setVolatile(records, at, (long) claim << Integer.SIZE);
        }
        for (Gauge gauge : Gauge.values()) {
            LONG.setVolatile(records, at(record, gauge), (long) claim << Integer.SIZE);
        }
        for (int n = 0; n < threadsPerSlot; n++) {
            WorkerScore.clear(records, Layout.worker(record, n));
        }
        ChildScore child = new ChildScore(records, slot, claim, threadsPerSlot, true);
        INT.setRelease(records, record + CHILD_CLAIM, claim);
        return child;
    }

    /**
     * @throws IllegalStateException if the slot belongs to another child, or to none
     */
    static ChildScore joins(ByteBuffer records, int slot, int threadsPerSlot, int generation) {
        int record = Layout.child(slot, threadsPerSlot);
        int claim = (int) INT.getAcquire(records, record + CHILD_CLAIM);
        long pid = Layout.getLong(records, record + CHILD_PID);
        int there = Layout.getInt(records, record + CHILD_GENERATION);
        if ((claim & 1) == 0 || pid != ProcessHandle.current().pid() || there != generation) {
            throw new IllegalStateException(
                    "slot %d is not claimed for child %d.%d of this process"
                            .formatted(slot, slot, generation));
        }
        return new ChildScore(records, slot, claim, threadsPerSlot, false);
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
        add(record + CHILD_CONNECTIONS, delta);
    }

    /**
     * Adds to the connections that are in a state without a worker. Any thread.
     *
     * @param delta 1 for one that enters the state, -1 for one that leaves it
     */
    public void async(AsyncState state, int delta) {
        add(record + CHILD_ASYNC + state.ordinal() * Long.BYTES, delta);
    }

    /**
     * @return the connections of the child, with every change that any thread has made before; 0
     *     after the release
     */
    public int connections() {
        return count(record + CHILD_CONNECTIONS);
    }

    /**
     * @return those that are in this state without a worker, likewise
     */
    public int async(AsyncState state) {
        return count(record + CHILD_ASYNC + state.ordinal() * Long.BYTES);
    }

    private int count(int at) {
        long word = (long) LONG.getVolatile(records, at);
        return (int) (word >>> Integer.SIZE) == claim ? (int) word : 0;
    }

    /**
     * Any thread.
     *
     * @return whether another child that accepts has fewer connections; never in one JVM, where
     *     children help each other
     */
    public boolean hasMoreConnectionsThanAnother() {
        if (claimedHere) {
            return false;
        }
        int own = connections();
        int slots = Layout.slots(records.capacity(), workers.length);
        for (int other = 0; other < slots; other++) {
            int at = Layout.child(other, workers.length);
            if (isAccepting(at) && (int) Layout.getLong(records, at + CHILD_CONNECTIONS) < own) {
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
        add(record + CHILD_AUXILIARIES, delta);
    }

    /** Adds to a gauge of the child. Any thread. */
    public void gauge(Gauge gauge, int delta) {
        add(at(record, gauge), delta);
    }

    private static int at(int record, Gauge gauge) {
        return record + CHILD_GAUGES + gauge.ordinal() * Long.BYTES;
    }

    /**
     * Changes a count together with the claim that it belongs to, as one word: so a late change
     * cannot reach the count of a later child, which nothing would correct.
     */
    private void add(int at, int delta) {
        long before = Layout.getLong(records, at);
        while ((int) (before >>> Integer.SIZE) == claim) {
            long after = (long) claim << Integer.SIZE | (int) before + delta & 0xffff_ffffL;
            long witness = (long) LONG.compareAndExchange(records, at, before, after);
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
            int at = record + CHILD_ELSEWHERE;
            LONG.getAndAdd(records, at, 1L);
            LONG.getAndAdd(records, at + Long.BYTES, bytes);
            LONG.getAndAdd(records, at + 2 * Long.BYTES, nanos);
        }
    }

    /** Adds one to a total. Any thread. */
    public void count(Total total) {
        if (holds()) {
            LONG.getAndAdd(records, record + CHILD_TOTALS + total.ordinal() * Long.BYTES, 1L);
        }
    }

    /** Says whether the child takes new connections. One thread at a time. */
    public void accepting(boolean accepting) {
        flag(CHILD_ACCEPTING, accepting);
    }

    /** Says whether the child is leaving (httpd's quiescing). One thread at a time. */
    public void stopping(boolean stopping) {
        flag(CHILD_STOPPING, stopping);
    }

    private void flag(int field, boolean on) {
        if (holds()) {
            Layout.putInt(records, record + field, on ? 1 : 0);
        }
    }

    /**
     * Frees the slot: the child is gone, and with it its workers and counts. What it has served
     * stays in the slot's totals. A second release has no effect.
     */
    public void release() {
        if (claimedHere) {
            // One word and nothing else: the slot may be claimed again before this returns.
            INT.compareAndSet(records, record + CHILD_CLAIM, claim, claim + 1);
        }
    }

    /**
     * @return whether the slot is still this child's; one load without a fence
     */
    boolean holds() {
        return Layout.getInt(records, record + CHILD_CLAIM) == claim;
    }
}
