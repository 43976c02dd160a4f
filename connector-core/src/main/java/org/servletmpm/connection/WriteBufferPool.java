package org.servletmpm.connection;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Memory for what clients have not yet taken of their responses: a child's chunks, out of a budget
 * that all children of an engine share, with what nobody uses of it. Any thread.
 */
public final class WriteBufferPool {

    /** A connection takes so many bytes at a time. */
    static final int CHUNK = 16 * 1024;

    private static final System.Logger LOG = System.getLogger(WriteBufferPool.class.getName());

    private final AtomicBoolean spillFailure = new AtomicBoolean();
    private final Budget budget;
    private final Bounds bounds;
    private final IntConsumer gauge;

    /**
     * Bounds what is kept, in bytes.
     *
     * @param memory for one connection, in memory (WriteCompletionBuffer)
     * @param spill for one connection beyond that, in a temporary file (WriteCompletionSpill); 0
     *     for nothing
     * @param reserve of unused memory for all connections that come later (MaxMemFree for each
     *     worker)
     */
    public record Bounds(long memory, long spill, long reserve) {}

    /**
     * The bytes that all connections of an engine hold together, at most (WriteCompletionMemory).
     * Unused chunks are within that, too: a chunk that survives in the heap costs less than new
     * ones do that are copied with each collection while their client is slow.
     */
    public static final class Budget {
        private final AtomicLong used = new AtomicLong();
        private final ConcurrentLinkedDeque<ByteBuffer> unused = new ConcurrentLinkedDeque<>();
        private final AtomicLong unusedBytes = new AtomicLong();
        private volatile long limit;

        /** Sets it to this many bytes; a connection that holds more keeps it. */
        public void limit(long bytes) {
            limit = bytes;
            while (used.get() + unusedBytes.get() > bytes && unused.pollFirst() != null) {
                unusedBytes.addAndGet(-CHUNK);
            }
        }

        /**
         * @return whatever was in it; null when all is used
         */
        private ByteBuffer take() {
            if (used.addAndGet(CHUNK) > limit) {
                used.addAndGet(-CHUNK);
                return null;
            }
            ByteBuffer chunk = unused.pollFirst();
            if (chunk == null) {
                return ByteBuffer.allocate(CHUNK);
            }
            unusedBytes.addAndGet(-CHUNK);
            return chunk;
        }

        private void give(ByteBuffer chunk, long reserve) {
            long others = used.addAndGet(-CHUNK);
            if (unusedBytes.addAndGet(CHUNK) <= Math.min(reserve, limit - others)) {
                unused.addFirst(chunk);
            } else {
                unusedBytes.addAndGet(-CHUNK);
            }
        }
    }

    /**
     * @param gauge told by how many KB what is in use has changed
     */
    public WriteBufferPool(Budget budget, Bounds bounds, IntConsumer gauge) {
        this.budget = budget;
        this.bounds = bounds;
        this.gauge = gauge;
    }

    /** There is no room for a temporary file, or no right to make one; said once. */
    void spillFailed(IOException e) {
        if (spillFailure.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "WriteCompletionSpill: " + e + "; writers wait instead", e);
        }
    }

    Bounds bounds() {
        return bounds;
    }

    /**
     * @return an empty chunk: position and limit are 0; null when the budget is used up
     */
    ByteBuffer take() {
        ByteBuffer chunk = budget.take();
        if (chunk == null) {
            return null;
        }
        gauge.accept(CHUNK / 1024);
        return chunk.clear().limit(0);
    }

    /** So many chunks in use are another child's from now on, out of the same budget. */
    void moveTo(WriteBufferPool next, int chunks) {
        gauge.accept(-chunks * (CHUNK / 1024));
        next.gauge.accept(chunks * (CHUNK / 1024));
    }

    void give(ByteBuffer chunk) {
        // In this order what the gauge shows is never above the budget.
        gauge.accept(-CHUNK / 1024);
        budget.give(chunk, bounds.reserve());
    }
}
