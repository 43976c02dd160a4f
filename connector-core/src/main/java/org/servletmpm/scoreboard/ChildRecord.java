package org.servletmpm.scoreboard;

import static org.servletmpm.scoreboard.Layout.LONG;

import java.nio.ByteBuffer;

/**
 * Holds the fields of one child's record, without its workers': in the scoreboard, or in memory of
 * the child's own, where it only repeats them in a scoreboard that other processes can write. Any
 * thread.
 */
final class ChildRecord {

    private final ByteBuffer fields;
    private final int at;
    private final ByteBuffer records;
    private final int record;

    private ChildRecord(ByteBuffer fields, int at, ByteBuffer records, int record) {
        this.fields = fields;
        this.at = at;
        this.records = records;
        this.record = record;
    }

    /** The fields are those of the scoreboard. */
    static ChildRecord inPlace(ByteBuffer records, int record) {
        return new ChildRecord(records, record, records, record);
    }

    /** The fields are a copy, which holds; the scoreboard may lag behind it for a moment. */
    static ChildRecord copied(ByteBuffer records, int record) {
        ByteBuffer copy = ByteBuffer.allocateDirect(2 * Layout.CHILD).alignedSlice(Layout.LINE);
        for (int field = 0; field < Layout.CHILD; field += Long.BYTES) {
            Layout.putLong(copy, field, Layout.getLong(records, record + field));
        }
        return new ChildRecord(copy, 0, records, record);
    }

    /**
     * @return whether other processes have children in the same scoreboard
     */
    boolean isCopy() {
        return fields != records;
    }

    int getInt(int field) {
        return Layout.getInt(fields, at + field);
    }

    void putInt(int field, int value) {
        Layout.putInt(fields, at + field, value);
        if (isCopy()) {
            Layout.putInt(records, record + field, value);
        }
    }

    /** The child has the slot: what has been written before is there for who sees that. */
    void claimed(int number) {
        Layout.INT.setRelease(fields, at + Layout.CHILD_CLAIM, number);
    }

    /** One word and nothing else: the slot may be claimed again before this returns. */
    void released(int number) {
        Layout.INT.compareAndSet(fields, at + Layout.CHILD_CLAIM, number, number + 1);
    }

    long getLong(int field) {
        return (long) LONG.getVolatile(fields, at + field);
    }

    void putLong(int field, long value) {
        LONG.setVolatile(fields, at + field, value);
        repeat(field, value);
    }

    /**
     * @return what the field had: {@code before}, if it has {@code after} now
     */
    long changeLong(int field, long before, long after) {
        long witness = (long) LONG.compareAndExchange(fields, at + field, before, after);
        if (witness == before) {
            repeat(field, after);
        }
        return witness;
    }

    void add(int field, long delta) {
        repeat(field, (long) LONG.getAndAdd(fields, at + field, delta) + delta);
    }

    private void repeat(int field, long value) {
        if (isCopy()) {
            Layout.putLong(records, record + field, value);
        }
    }

    /** Repeats everything: what somebody else has written, or two threads in the wrong order. */
    void repeat() {
        for (int field = 0; field < Layout.CHILD; field += Long.BYTES) {
            repeat(field, Layout.getLong(fields, at + field));
        }
    }
}
