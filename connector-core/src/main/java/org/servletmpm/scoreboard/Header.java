package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.getInt;
import static org.servletmpm.scoreboard.Layout.getLong;
import static org.servletmpm.scoreboard.Layout.putInt;
import static org.servletmpm.scoreboard.Layout.putLong;

import java.nio.ByteBuffer;
import org.servletmpm.directive.Model;

/**
 * Reads and writes the scoreboard's first record: what holds for all children. Sizes, model and
 * start never change and are read once; the parent's thread writes the rest. Any thread reads.
 */
final class Header {
    private final ByteBuffer records;
    private final Model model;
    private final int childrenSlots;
    private final int threadsPerSlot;
    private final long startMillis;

    /** Reads records that have been set up. */
    Header(ByteBuffer records) {
        this.records = records;
        this.model = Model.values()[getInt(records, Layout.HEADER_MODEL)];
        this.childrenSlots = getInt(records, Layout.HEADER_CHILDREN_SLOTS);
        this.threadsPerSlot = getInt(records, Layout.HEADER_THREADS_PER_SLOT);
        this.startMillis = getLong(records, Layout.HEADER_START_MILLIS);
    }

    /** Sets up an empty scoreboard over zeros. Stores the version last: then it can be read. */
    static Header setUp(
            ByteBuffer records,
            Model model,
            int childrenSlots,
            int threadsPerSlot,
            long startMillis) {
        putInt(records, Layout.HEADER_MAGIC, Layout.MAGIC);
        putInt(records, Layout.HEADER_MODEL, model.ordinal());
        putInt(records, Layout.HEADER_CHILDREN_SLOTS, childrenSlots);
        putInt(records, Layout.HEADER_THREADS_PER_SLOT, threadsPerSlot);
        putLong(records, Layout.HEADER_START_MILLIS, startMillis);
        Header header = new Header(records);
        header.shown(childrenSlots, threadsPerSlot, true);
        header.server("", 0, ProcessHandle.current().pid());
        Layout.INT.setRelease(records, Layout.HEADER_VERSION, Layout.VERSION);
        return header;
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
        putInt(records, Layout.HEADER_GENERATION, generation);
    }

    int generation() {
        return getInt(records, Layout.HEADER_GENERATION);
    }

    void shown(int children, int threads, boolean extended) {
        within("children shown", children, childrenSlots);
        within("threads shown", threads, threadsPerSlot);
        putInt(records, Layout.HEADER_CHILDREN_SHOWN, children);
        putInt(records, Layout.HEADER_THREADS_SHOWN, threads);
        putInt(records, Layout.HEADER_EXTENDED, extended ? 1 : 0);
    }

    int childrenShown() {
        return getInt(records, Layout.HEADER_CHILDREN_SHOWN);
    }

    int threadsShown() {
        return getInt(records, Layout.HEADER_THREADS_SHOWN);
    }

    boolean extended() {
        return getInt(records, Layout.HEADER_EXTENDED) != 0;
    }

    void server(String serverInfo, int port, long pid) {
        putInt(records, Layout.HEADER_PORT, port);
        putLong(records, Layout.HEADER_PID, pid);
        TextField name = new TextField(records).at(Layout.HEADER_SERVER, Layout.SERVER_WIDTH);
        int length = name.append(serverInfo).end() - Layout.HEADER_SERVER;
        Layout.INT.setRelease(records, Layout.HEADER_SERVER_LENGTH, length);
    }

    ServerIdentity server() {
        int length = (int) Layout.INT.getAcquire(records, Layout.HEADER_SERVER_LENGTH);
        return new ServerIdentity(
                TextField.read(
                        records, Layout.HEADER_SERVER, Math.min(length, Layout.SERVER_WIDTH)),
                getInt(records, Layout.HEADER_PORT),
                getLong(records, Layout.HEADER_PID));
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
        return startMillis;
    }
}
