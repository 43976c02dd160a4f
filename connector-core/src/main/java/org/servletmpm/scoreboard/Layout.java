package org.servletmpm.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Says where each field of the scoreboard lies; {@link Scoreboard} has the table. Offsets are in
 * bytes from the start of their record; integers are in the machine's own byte order.
 */
final class Layout {
    /** "SMPM", read as four ASCII characters on a big-endian machine. */
    static final int MAGIC = 0x534d504d;

    /** Changes whenever a field moves, changes its meaning, or a status or state its code. */
    static final int VERSION = 5;

    /**
     * Two cache lines, as processors prefetch the next one: all sizes are multiples, so that no two
     * records share any.
     */
    static final int LINE = 128;

    /** Bytes of the header. */
    static final int HEADER = LINE;

    static final int HEADER_MAGIC = 0;
    static final int HEADER_VERSION = 4;
    static final int HEADER_MODEL = 8;
    static final int HEADER_GENERATION = 12;
    static final int HEADER_CHILDREN_SLOTS = 16;
    static final int HEADER_THREADS_PER_SLOT = 20;
    static final int HEADER_CHILDREN_SHOWN = 24;
    static final int HEADER_THREADS_SHOWN = 28;
    static final int HEADER_START_MILLIS = 32;
    static final int HEADER_EXTENDED = 40;
    static final int HEADER_PORT = 44;
    static final int HEADER_PID = 48;
    static final int HEADER_SERVER_LENGTH = 56;
    static final int HEADER_SERVER = 64;
    static final int SERVER_WIDTH = 64;

    /** Bytes of a child's record, without its workers'. */
    static final int CHILD = 3 * LINE;

    static final int CHILD_PID = 0;
    static final int CHILD_CLAIM = 8;
    static final int CHILD_GENERATION = 12;
    static final int CHILD_ACCEPTING = 16;
    static final int CHILD_STOPPING = 20;
    static final int CHILD_ELSEWHERE = 24;
    static final int CHILD_CONNECTIONS = 64;
    static final int CHILD_ASYNC = 72;
    static final int CHILD_AUXILIARIES = 104;
    static final int CHILD_TOTALS = 128;
    static final int CHILD_GAUGES = 256;

    /** Bytes of a worker's record: its figures, its text twice, then why it is pinned. */
    static final int WORKER = 6 * LINE;

    static final int WORKER_STATUS = 0;
    static final int WORKER_CONNECTION = 8;
    static final int WORKER_ACCESSES = 16;
    static final int WORKER_CHILD_ACCESSES = 24;
    static final int WORKER_CONNECTION_ACCESSES = 32;
    static final int WORKER_BYTES = 40;
    static final int WORKER_CHILD_BYTES = 48;
    static final int WORKER_CONNECTION_BYTES = 56;
    static final int WORKER_DURATION = 64;
    static final int WORKER_LAST_DURATION = 72;
    static final int WORKER_LAST_USED = 80;
    static final int WORKER_LAST_REQUEST = 88;
    static final int WORKER_CPU = 96;
    static final int WORKER_TEXT = 104;
    static final int WORKER_PIN = 112;
    static final int WORKER_TEXTS = 128;
    static final int WORKER_PIN_TEXT = 640;

    static final VarHandle INT =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    static final VarHandle LONG =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Layout() {}

    /**
     * @return bytes of a child's record with those of its workers
     */
    static long slot(int threadsPerSlot) {
        return CHILD + (long) WORKER * threadsPerSlot;
    }

    /**
     * @param size of all records together, in bytes
     */
    static int slots(int size, int threadsPerSlot) {
        return (int) ((size - HEADER) / slot(threadsPerSlot));
    }

    static int child(int slot, int threadsPerSlot) {
        return (int) (HEADER + slot * slot(threadsPerSlot));
    }

    static int worker(int childRecord, int thread) {
        return childRecord + CHILD + WORKER * thread;
    }

    static int getInt(ByteBuffer records, int at) {
        return (int) INT.getOpaque(records, at);
    }

    static long getLong(ByteBuffer records, int at) {
        return (long) LONG.getOpaque(records, at);
    }

    static void putInt(ByteBuffer records, int at, int value) {
        INT.setOpaque(records, at, value);
    }

    static void putLong(ByteBuffer records, int at, long value) {
        LONG.setOpaque(records, at, value);
    }
}
