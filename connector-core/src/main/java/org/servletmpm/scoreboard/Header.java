package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getInt;
import static org.servletmpm.scoreboard.Layout.getLong;
import static org.servletmpm.scoreboard.Layout.putInt;
import static org.servletmpm.scoreboard.Layout.putLong;

import java.nio.ByteBuffer;
import org.servletmpm.directive.Model;

/**
 * Holds the scoreboard's first record: what holds for all children. Sizes, model and start never
 * change; the parent's thread writes the rest, into memory of its own that it then repeats in the
 * records: of a mapped file any process that has it may change every byte. Any thread reads.
 */
final class Header {
    private final ByteBuffer kept;
    private final ByteBuffer records;
    private final Model model;
    private final int childrenSlots;
    private final int threadsPerSlot;

    private Header(
            ByteBuffer kept,
            ByteBuffer records,
            Model model,
            int childrenSlots,
            int threadsPerSlot) {
        this.kept = kept;
        this.records = records;
        this.model = model;
        this.childrenSlots = childrenSlots;
        this.threadsPerSlot = threadsPerSlot;
    }

    /** Reads records that another process has set up, and that have been checked. */
    static Header read(ByteBuffer records) {
        return read(
                records,
                Model.values()[getInt(records, Layout.HEADER_MODEL)],
                getInt(records, Layout.HEADER_CHILDREN_SLOTS),
                getInt(records, Layout.HEADER_THREADS_PER_SLOT));
    }

    /** The same, where model and sizes are known without it. */
    static Header read(ByteBuffer records, Model model, int childrenSlots, int threadsPerSlot) {
        return new Header(records, records, model, childrenSlots, threadsPerSlot);
    }

    /** Sets up an empty scoreboard over zeros. */
    static Header setUp(
            ByteBuffer records,
            Model model,
            int childrenSlots,
            int threadsPerSlot,
            long startMillis) {
        ByteBuffer kept = ByteBuffer.allocateDirect(2 * Layout.HEADER).alignedSlice(Layout.LINE);
        putInt(kept, Layout.HEADER_MAGIC, Layout.MAGIC);
        putInt(kept, Layout.HEADER_VERSION, Layout.VERSION);
        putInt(kept, Layout.HEADER_MODEL, model.ordinal());
        putInt(kept, Layout.HEADER_CHILDREN_SLOTS, childrenSlots);
        putInt(kept, Layout.HEADER_THREADS_PER_SLOT, threadsPerSlot);
        putLong(kept, Layout.HEADER_START_MILLIS, startMillis);
        putLong(kept, Layout.HEADER_PID, ProcessHandle.current().pid());
        Header header = new Header(kept, records, model, childrenSlots, threadsPerSlot);
        header.shown(childrenSlots, threadsPerSlot, true);
        return header;
    }

    /** Repeats everything in the records. The version comes last: then it can be read. */
    void repeat() {
        for (int at = Layout.HEADER - Long.BYTES; at >= 0; at -= Long.BYTES) {
            Layout.LONG.setRelease(records, at, getLong(kept, at));
        }
    }

    /**
     * @return the size of a scoreboard in bytes
     * @throws IllegalArgumentException if there is no such scoreboard
     */
    static int size(int childrenSlots, int threadsPerSlot) {
        within("child slots", childrenSlots, Integer.MAX_VALUE);
        within("threads per slot", threadsPerSlot, Integer.MAX_VALUE);
        long most = Integer.MAX_VALUE - Layout.LINE;
        if (childrenSlots > (most - Layout.HEADER) / Layout.slot(threadsPerSlot)) {
            throw new IllegalArgumentException(
                    childrenSlots
                            + " child slots of "
                            + threadsPerSlot
                            + " threads need a scoreboard of more than "
                            + most
                            + " bytes, which are possible");
        }
        return Layout.child(childrenSlots, threadsPerSlot);
    }

    private static void within(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(what + ": " + value + " is not in 1.." + most);
        }
    }

    void generation(int generation) {
        putInt(kept, Layout.HEADER_GENERATION, generation);
        repeat();
    }

    int generation() {
        return getInt(kept, Layout.HEADER_GENERATION);
    }

    void shown(int children, int threads, boolean extended) {
        within("children shown", children, childrenSlots);
        within("threads shown", threads, threadsPerSlot);
        putInt(kept, Layout.HEADER_CHILDREN_SHOWN, children);
        putInt(kept, Layout.HEADER_THREADS_SHOWN, threads);
        putInt(kept, Layout.HEADER_EXTENDED, extended ? 1 : 0);
        repeat();
    }

    int childrenShown() {
        return bounded(Layout.HEADER_CHILDREN_SHOWN, childrenSlots);
    }

    int threadsShown() {
        return bounded(Layout.HEADER_THREADS_SHOWN, threadsPerSlot);
    }

    /** Of a file that another process has written over, anything may be read. */
    private int bounded(int field, int most) {
        return Math.max(1, Math.min(getInt(kept, field), most));
    }

    boolean extended() {
        return getInt(kept, Layout.HEADER_EXTENDED) != 0;
    }

    void server(String serverInfo, int port, long pid) {
        putInt(kept, Layout.HEADER_PORT, port);
        putLong(kept, Layout.HEADER_PID, pid);
        TextField name = new TextField(kept).at(Layout.HEADER_SERVER, Layout.SERVER_WIDTH);
        int length = name.append(serverInfo).end() - Layout.HEADER_SERVER;
        putInt(kept, Layout.HEADER_SERVER_LENGTH, length);
        repeat();
    }

    ServerIdentity server() {
        int length = getInt(kept, Layout.HEADER_SERVER_LENGTH);
        return new ServerIdentity(
                TextField.read(
                        kept,
                        Layout.HEADER_SERVER,
                        Math.max(0, Math.min(length, Layout.SERVER_WIDTH))),
                getInt(kept, Layout.HEADER_PORT),
                getLong(kept, Layout.HEADER_PID));
    }

    Model model() {
        return model;
    }

    int childrenSlots() {
        return childrenSlots;
    }

    int threadsPerSlot() {
        return threadsPerSlot;
    }

    long startMillis() {
        return getLong(kept, Layout.HEADER_START_MILLIS);
    }
}
