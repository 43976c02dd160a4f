package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.RECORD;

import java.nio.ByteBuffer;
import org.servletmpm.directive.Model;

/**
 * What every child and worker is doing: fixed-layout records that one owner writes and any thread
 * reads, without locks.
 *
 * <p>The engine's launching thread calls {@link #claim}, {@link ChildScore} and {@link WorkerScore}
 * name the owners of the rest, and {@link #snapshot()} is for anybody.
 *
 * <p>Records are 128 bytes: a header, then for every slot its child record and its workers'. The
 * fields are integers in the machine's byte order, every one aligned to its size.
 *
 * <table>
 * <caption>Layout version 1</caption>
 * <tr><th>record</th><th>at</th><th>bytes</th><th>field</th></tr>
 * <tr><td>header</td><td>0</td><td>4</td><td>magic 0x534d504d, "SMPM"</td></tr>
 * <tr><td></td><td>4</td><td>4</td><td>layout version</td></tr>
 * <tr><td></td><td>8</td><td>4</td><td>model: 0 prefork, 1 worker, 2 event</td></tr>
 * <tr><td></td><td>12</td><td>4</td><td>generation of the server</td></tr>
 * <tr><td></td><td>16</td><td>4</td><td>child slots (ServerLimit)</td></tr>
 * <tr><td></td><td>20</td><td>4</td><td>worker records per slot (ThreadLimit)</td></tr>
 * <tr><td></td><td>24</td><td>4</td><td>children limit</td></tr>
 * <tr><td></td><td>28</td><td>4</td><td>ThreadsPerChild</td></tr>
 * <tr><td></td><td>32</td><td>8</td><td>start, ms since the epoch</td></tr>
 * <tr><td>child</td><td>0</td><td>8</td><td>pid of the child, or of the last one</td></tr>
 * <tr><td></td><td>8</td><td>4</td><td>claim number: odd while a child has the slot</td></tr>
 * <tr><td></td><td>12</td><td>4</td><td>generation of the child</td></tr>
 * <tr><td></td><td>16</td><td>4</td><td>1 while it accepts connections</td></tr>
 * <tr><td></td><td>20</td><td>4</td><td>1 once it is leaving</td></tr>
 * <tr><td></td><td>24</td><td>3 x 8</td><td>requests of the slot that ended elsewhere than in a
 *     worker: how many, bytes, ns</td></tr>
 * <tr><td></td><td>64</td><td>8</td><td>connections: claim number (high half), count</td></tr>
 * <tr><td></td><td>72</td><td>4 x 8</td><td>wait-io, writing, keep-alive, closing: likewise</td></tr>
 * <tr><td>worker</td><td>0</td><td>4</td><td>status: ordinal of {@link WorkerStatus}</td></tr>
 * <tr><td></td><td>8</td><td>8</td><td>connection id</td></tr>
 * <tr><td></td><td>16</td><td>3 x 8</td><td>accesses of the slot, the child, the connection</td></tr>
 * <tr><td></td><td>40</td><td>3 x 8</td><td>bytes of the slot, the child, the connection</td></tr>
 * <tr><td></td><td>64</td><td>8</td><td>duration of the slot's requests, ns</td></tr>
 * <tr><td></td><td>72</td><td>8</td><td>duration of the last request, ns</td></tr>
 * <tr><td></td><td>80</td><td>8</td><td>last used, ms since the epoch</td></tr>
 * <tr><td></td><td>88</td><td>8</td><td>last request began, ms since the epoch</td></tr>
 * </table>
 *
 * <p>A child's counts lie in the second cache line of its record: many threads change them, while
 * every worker's update reads the claim number in the first.
 */
public final class Scoreboard {
    private final ByteBuffer records;
    private final Model model;
    private final int childrenSlots;
    private final int threadsPerSlot;
    private final int childrenShown;
    private final int threadsShown;
    private final long startMillis;

    private Scoreboard(
            ByteBuffer records,
            Model model,
            int childrenSlots,
            int threadsPerSlot,
            int childrenShown,
            int threadsShown,
            long startMillis) {
        this.records = records;
        this.model = model;
        this.childrenSlots = childrenSlots;
        this.threadsPerSlot = threadsPerSlot;
        this.childrenShown = childrenShown;
        this.threadsShown = threadsShown;
        this.startMillis = startMillis;
        Layout.putInt(records, Layout.HEADER_VERSION, Layout.VERSION);
        Layout.putInt(records, Layout.HEADER_MODEL, model.ordinal());
        Layout.putInt(records, Layout.HEADER_CHILDREN_SLOTS, childrenSlots);
        Layout.putInt(records, Layout.HEADER_THREADS_PER_SLOT, threadsPerSlot);
        Layout.putInt(records, Layout.HEADER_CHILDREN_SHOWN, childrenShown);
        Layout.putInt(records, Layout.HEADER_THREADS_SHOWN, threadsShown);
        Layout.putLong(records, Layout.HEADER_START_MILLIS, startMillis);
        Layout.INT.setRelease(records, Layout.HEADER_MAGIC, Layout.MAGIC);
    }

    /**
     * An empty scoreboard, at generation 0, in memory of its own outside the heap: atomic access to
     * a heap buffer's fields is refused by newer JDKs.
     *
     * @param model what {@code ServerMPM} says
     * @param childrenSlots how many children may exist at once (ServerLimit), at least 1
     * @param threadsPerSlot how many workers a child may have (ThreadLimit), at least 1
     * @param childrenShown how many children serve at once (MaxRequestWorkers / ThreadsPerChild), 1
     *     to {@code childrenSlots}
     * @param threadsShown how many workers a child has (ThreadsPerChild), 1 to {@code
     *     threadsPerSlot}
     * @param startMillis when the server started, ms since the epoch
     * @throws IllegalArgumentException if a size is out of its range, or all records together do
     *     not fit in 2 GB
     */
    public static Scoreboard create(
            Model model,
            int childrenSlots,
            int threadsPerSlot,
            int childrenShown,
            int threadsShown,
            long startMillis) {
        within("child slots", childrenSlots, Integer.MAX_VALUE);
        within("threads per slot", threadsPerSlot, Integer.MAX_VALUE);
        within("children shown", childrenShown, childrenSlots);
        within("threads shown", threadsShown, threadsPerSlot);
        long size = RECORD * (1 + childrenSlots * (1L + threadsPerSlot));
        if (size + RECORD > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    childrenSlots
                            + " child slots of "
                            + threadsPerSlot
                            + " threads need a scoreboard of "
                            + size
                            + " bytes; at most 2147483519 are possible");
        }
        ByteBuffer records =
                ByteBuffer.allocateDirect((int) size + RECORD)
                        .alignedSlice(RECORD)
                        .slice(0, (int) size);
        return new Scoreboard(
                records,
                model,
                childrenSlots,
                threadsPerSlot,
                childrenShown,
                threadsShown,
                startMillis);
    }

    private static void within(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not in 1.." + most);
        }
    }

    /**
     * Gives a free slot to a new child. Its per-child fields start from zero, its workers from
     * {@link WorkerStatus#DEAD}; what the slot's earlier children have served still counts, as in
     * httpd. Only one thread at a time may claim.
     *
     * @param slot 0 to ServerLimit - 1
     * @param pid the process the child runs in, not 0
     * @param generation the generation of the server the child belongs to
     * @throws IllegalStateException if a child has the slot
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public ChildScore claim(int slot, long pid, int generation) {
        if (slot < 0 || slot >= childrenSlots) {
            throw new IndexOutOfBoundsException("no slot " + slot + " of " + childrenSlots);
        }
        return ChildScore.claim(records, slot, threadsPerSlot, pid, generation);
    }

    /**
     * Sets the server's generation (0 at first, one more at each graceful restart). Owner: the
     * engine.
     */
    public void generation(int generation) {
        Layout.putInt(records, Layout.HEADER_GENERATION, generation);
    }

    /**
     * The records as they are now, each field read once and none of them held still.
     *
     * <p>Within a child's row all fields belong to the same child. Sums of different fields may
     * disagree by what happened while they were read: a connection moving from one asynchronous
     * state to another may be counted in both or neither, the asynchronous ones may exceed {@code
     * ConnsTotal} for a moment, and bytes or durations may be those of a request that is not among
     * the accesses yet. Once nobody writes, every sum is exact.
     */
    public Snapshot snapshot() {
        return new SnapshotReader(records, threadsPerSlot).read(this);
    }

    Model model() {
        return model;
    }

    int childrenSlots() {
        return childrenSlots;
    }

    int childrenShown() {
        return childrenShown;
    }

    int threadsShown() {
        return threadsShown;
    }

    long startMillis() {
        return startMillis;
    }
}
