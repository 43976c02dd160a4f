package org.servletmpm.scoreboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.servletmpm.directive.Model;

/**
 * Holds what every child and worker is doing, as records of a fixed layout: in memory, or in a file
 * for readers in other processes. Nothing is locked.
 *
 * <p>The parent's thread (before its start, the thread that starts the engine) writes the header
 * and calls {@link #claim}. Any thread may change a child's counts through {@link ChildScore}, each
 * by one atomic step. The worker's thread alone writes a {@link WorkerScore}. Any thread may call
 * {@link #snapshot()}.
 *
 * <p>There is a header, then for every slot its child's record and its workers'; all sizes are
 * multiples of 128 bytes. Integers are in the machine's byte order, every one aligned to its size.
 * Text is ISO-8859-1.
 *
 * <table>
 * <caption>Layout version 5</caption>
 * <tr><th>record</th><th>at</th><th>bytes</th><th>field</th></tr>
 * <tr><td>header</td><td>0</td><td>4</td><td>magic 0x534d504d, "SMPM"</td></tr>
 * <tr><td>(128)</td><td>4</td><td>4</td><td>layout version; 0 while the file is set up</td></tr>
 * <tr><td></td><td>8</td><td>4</td><td>model: 0 prefork, 1 worker, 2 event</td></tr>
 * <tr><td></td><td>12</td><td>4</td><td>generation of the server</td></tr>
 * <tr><td></td><td>16</td><td>4</td><td>child slots (ServerLimit)</td></tr>
 * <tr><td></td><td>20</td><td>4</td><td>worker records per slot (ThreadLimit)</td></tr>
 * <tr><td></td><td>24</td><td>4</td><td>children limit</td></tr>
 * <tr><td></td><td>28</td><td>4</td><td>ThreadsPerChild</td></tr>
 * <tr><td></td><td>32</td><td>8</td><td>start, ms since the epoch</td></tr>
 * <tr><td></td><td>40</td><td>4</td><td>1 while requests are described (ExtendedStatus)</td></tr>
 * <tr><td></td><td>44</td><td>4</td><td>port, 0 for none</td></tr>
 * <tr><td></td><td>48</td><td>8</td><td>pid of the server</td></tr>
 * <tr><td></td><td>56</td><td>4</td><td>length of the server's name; stored after it</td></tr>
 * <tr><td></td><td>64</td><td>64</td><td>the server's name: container and version</td></tr>
 * <tr><td>child</td><td>0</td><td>8</td><td>pid of the child, or of the last one</td></tr>
 * <tr><td>(384)</td><td>8</td><td>4</td><td>claim number: odd while a child has the slot, 0 if
 *     none ever had</td></tr>
 * <tr><td></td><td>12</td><td>4</td><td>generation of the child, or of the last one</td></tr>
 * <tr><td></td><td>16</td><td>4</td><td>1 while it accepts connections</td></tr>
 * <tr><td></td><td>20</td><td>4</td><td>1 once it is leaving: readers take its workers for {@link
 *     WorkerStatus#GRACEFUL} or {@link WorkerStatus#IDLE_KILL}</td></tr>
 * <tr><td></td><td>24</td><td>3 x 8</td><td>requests of the slot that ended elsewhere than in a
 *     worker: how many, bytes, ns</td></tr>
 * <tr><td></td><td>64</td><td>8</td><td>connections: claim number (high half), count</td></tr>
 * <tr><td></td><td>72</td><td>4 x 8</td><td>wait-io, writing, keep-alive, closing: likewise</td></tr>
 * <tr><td></td><td>104</td><td>8</td><td>busy auxiliary threads: likewise</td></tr>
 * <tr><td></td><td>128</td><td>16 x 8</td><td>totals of the slot, in the order of {@link
 *     Total}</td></tr>
 * <tr><td></td><td>256</td><td>8 x 8</td><td>claim number (high half) and count, in the order of
 *     {@link Gauge}</td></tr>
 * <tr><td>worker</td><td>0</td><td>4</td><td>status: ordinal of {@link WorkerStatus}</td></tr>
 * <tr><td>(768)</td><td>8</td><td>8</td><td>connection id</td></tr>
 * <tr><td></td><td>16</td><td>3 x 8</td><td>accesses of the slot, the child, the connection</td></tr>
 * <tr><td></td><td>40</td><td>3 x 8</td><td>bytes of the slot, the child, the connection</td></tr>
 * <tr><td></td><td>64</td><td>8</td><td>duration of the slot's requests, ns</td></tr>
 * <tr><td></td><td>72</td><td>8</td><td>duration of the last request, ns</td></tr>
 * <tr><td></td><td>80</td><td>8</td><td>last used, ms since the epoch</td></tr>
 * <tr><td></td><td>88</td><td>8</td><td>last request began, ms since the epoch</td></tr>
 * <tr><td></td><td>96</td><td>8</td><td>processor time of the thread, ns</td></tr>
 * <tr><td></td><td>104</td><td>8</td><td>number of the current text (high half), then from the
 *     lowest byte up the lengths of its client, protocol, host and request</td></tr>
 * <tr><td></td><td>112</td><td>8</td><td>number of the text that says why it is pinned (high
 *     half), and its length, 0 for none</td></tr>
 * <tr><td></td><td>128</td><td>256</td><td>a text with an even number: client 48, protocol 16, host
 *     64, request 128</td></tr>
 * <tr><td></td><td>384</td><td>256</td><td>a text with an odd number, likewise</td></tr>
 * <tr><td></td><td>640</td><td>128</td><td>why it is pinned to its connection</td></tr>
 * </table>
 *
 * <p>A child's counts lie in the second cache line of its record: many threads change them, while
 * every worker's update reads the claim number in the first.
 */
public final class Scoreboard implements AutoCloseable {
    private final ByteBuffer records;

    /** Only with the engine that keeps a mapped scoreboard. */
    private final Optional<ScoreboardFile> file;

    private final Header header;
    private final Claims claims;

    private Scoreboard(
            ByteBuffer records, Optional<ScoreboardFile> file, Header header, Claims claims) {
        this.records = records;
        this.file = file;
        this.header = header;
        this.claims = claims;
    }

    /**
     * An empty scoreboard, at generation 0, in memory of its own outside the heap: atomic access to
     * a heap buffer's fields is refused by newer JDKs. All slots and workers are shown, and
     * requests are described, until {@link #shown} says otherwise.
     *
     * @param model what {@code ServerMPM} says
     * @param childrenSlots how many children may exist at once (ServerLimit), at least 1
     * @param threadsPerSlot how many workers a child may have (ThreadLimit), at least 1
     * @param startMillis when the server started, ms since the epoch
     * @throws IllegalArgumentException if a size is out of its range, or all records together do
     *     not fit in 2 GB
     */
    public static Scoreboard create(
            Model model, int childrenSlots, int threadsPerSlot, long startMillis) {
        int size = Header.size(childrenSlots, threadsPerSlot);
        ByteBuffer records =
                ByteBuffer.allocateDirect(size + Layout.LINE)
                        .alignedSlice(Layout.LINE)
                        .slice(0, size);
        Header header = Header.setUp(records, model, childrenSlots, threadsPerSlot, startMillis);
        return new Scoreboard(records, Optional.empty(), header, new OwnClaims(childrenSlots));
    }

    /**
     * An empty scoreboard in a file (ScoreBoardFile) that {@link #open} reads, in any process of
     * the machine. The file is created, or taken over from an engine that is gone; it is held, so
     * that no other engine takes it, and deleted by {@link #close()}.
     *
     * @throws IOException if the file cannot be used, is no scoreboard, or another engine has it;
     *     the message says which, and names directive, path and the process that has it
     * @throws IllegalArgumentException as {@link #create} does; the file is untouched then
     */
    public static Scoreboard map(
            Path file, Model model, int childrenSlots, int threadsPerSlot, long startMillis)
            throws IOException {
        int size = Header.size(childrenSlots, threadsPerSlot);
        ScoreboardFile taken = ScoreboardFile.take(file);
        try {
            ByteBuffer records = taken.empty(size);
            Header header =
                    Header.setUp(records, model, childrenSlots, threadsPerSlot, startMillis);
            OwnClaims claims = new OwnClaims(childrenSlots);
            return new Scoreboard(records, Optional.of(taken), header, claims);
        } catch (IOException | RuntimeException | Error e) {
            taken.close();
            throw e;
        }
    }

    /**
     * The scoreboard that an engine, most likely of another process, keeps in a file; it goes on
     * changing. For reading: everything that would change it throws.
     *
     * @throws IOException if there is no such file, or it is no scoreboard of this layout version;
     *     the message says which
     */
    public static Scoreboard open(Path file) throws IOException {
        ByteBuffer records = ScoreboardFileReader.map(file);
        return of(records, Header.read(records));
    }

    /**
     * The scoreboard that the control of this process keeps in a file, for a child that {@link
     * #joins} it. Nothing that is in the file is believed. What the file is called stays the
     * control's.
     *
     * @param model the control's
     * @param childrenSlots the control's
     * @param threadsPerSlot the control's
     * @throws IOException if there is no such file, or it has not that size
     */
    public static Scoreboard attach(Path file, Model model, int childrenSlots, int threadsPerSlot)
            throws IOException {
        int size = Header.size(childrenSlots, threadsPerSlot);
        ByteBuffer records = ScoreboardFileReader.mapToWrite(file, size);
        return of(records, Header.read(records, model, childrenSlots, threadsPerSlot));
    }

    private static Scoreboard of(ByteBuffer records, Header header) {
        Claims claims = new RecordedClaims(records, header.threadsPerSlot());
        return new Scoreboard(records, Optional.empty(), header, claims);
    }

    /**
     * Takes the slot that another process has {@linkplain #claim claimed} for a child in this one.
     * The slot stays the other's to free: {@link ChildScore#release} has no effect there.
     *
     * @param slot 0 to ServerLimit - 1
     * @param claim the other's {@link ChildScore#claim}
     * @param generation the child's
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public ChildScore joins(int slot, int claim, int generation) {
        checkSlot(slot);
        Claim made = new Claim(claim, ProcessHandle.current().pid(), generation, false);
        return ChildScore.joins(records, header.threadsPerSlot(), slot, made, claims);
    }

    /**
     * Writes everything again that only the process that keeps the scoreboard may write, in case
     * that another one has overwritten it. The thread that claims, if no other one releases.
     */
    public void repeat() {
        header.repeat();
        if (claims instanceof OwnClaims own) {
            own.repeat(records, header.threadsPerSlot());
        }
    }

    /**
     * Gives a free slot to a new child. The fields of the child begin with zero, its workers with
     * {@link WorkerStatus#DEAD}; what the slot's earlier children have served still counts, as in
     * httpd. Only one thread at a time may claim.
     *
     * @param slot 0 to ServerLimit - 1
     * @param pid the process the child runs in, not 0
     * @param generation the child's, above {@link #lastGeneration}
     * @throws IllegalStateException if a child has the slot
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public ChildScore claim(int slot, long pid, int generation) {
        checkSlot(slot);
        Claim next = claims.of(slot).next(slot, pid, generation);
        return ChildScore.claim(records, header.threadsPerSlot(), slot, next, claims);
    }

    /**
     * Exact for the thread that claims.
     *
     * @return the generation of the child that has the slot, or had it last; -1 if none ever had it
     * @throws IndexOutOfBoundsException if there is no such slot
     */
    public int lastGeneration(int slot) {
        checkSlot(slot);
        Claim last = claims.of(slot);
        return last.number() == 0 ? -1 : last.generation();
    }

    private void checkSlot(int slot) {
        if (slot < 0 || slot >= header.childrenSlots()) {
            throw new IndexOutOfBoundsException(
                    "no slot " + slot + " of " + header.childrenSlots());
        }
    }

    /**
     * Sets the server's generation (0 at first, one more at each graceful restart). The parent's
     * thread.
     */
    public void generation(int generation) {
        header.generation(generation);
    }

    /**
     * Sets what is shown, at the start and at a restart. The parent's thread.
     *
     * @param children how many children serve at once (MaxRequestWorkers / ThreadsPerChild), 1 to
     *     ServerLimit
     * @param threads how many workers a child has (ThreadsPerChild), 1 to ThreadLimit
     * @param extended whether requests are described (ExtendedStatus)
     * @throws IllegalArgumentException if a number is out of its range
     */
    public void shown(int children, int threads, boolean extended) {
        header.shown(children, threads, extended);
    }

    /**
     * Says which server the scoreboard belongs to. The thread that makes the engine, once.
     *
     * @param serverInfo the container and its version; 64 characters are kept
     * @param port where the server listens, 0 if that is no TCP port
     * @param pid the process that keeps the scoreboard
     */
    public void server(String serverInfo, int port, long pid) {
        header.server(serverInfo, port, pid);
    }

    /**
     * @return the server that the scoreboard belongs to
     */
    public ServerIdentity server() {
        return header.server();
    }

    /**
     * Reads the records as they are now, each field once, while they go on changing. Any thread.
     *
     * <p>Within a child's row all fields belong to the same child. Sums of different fields may
     * disagree by what happened while they were read: a connection moving from one asynchronous
     * state to another may be counted in both or neither, the asynchronous ones may exceed {@code
     * ConnsTotal} for a moment, and bytes or durations may be those of a request that is not among
     * the accesses yet. Once no thread writes, every sum is exact.
     */
    public Snapshot snapshot() {
        return new SnapshotReader(records, header, claims).read();
    }

    /**
     * Reads what spare maintenance needs once a second: as {@link #snapshot()}, but free slots have
     * no generation and no workers, workers have only their status, and there are no totals.
     */
    public Snapshot states() {
        return new SnapshotReader(records, header, claims).readStates();
    }

    /**
     * Deletes the file of a mapped scoreboard, so that another engine can take its name; readers
     * and threads that have outlived their child may go on with what they have mapped. Without a
     * file, and the second time, it has no effect.
     */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            file.get().close();
        }
    }
}
