package org.servletmpm.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what a client has not yet taken of what was written to it, in order: chunks of memory, then
 * a file. The thread that has the response writes to it, that thread and the listener drain it. It
 * is guarded by its own monitor, which is never held while waiting for the client.
 */
final class WriteBuffer {

    /** One connection has so much of the listener's time, in bytes. */
    private static final long ONE_TURN = 256 * 1024;

    /** Of the child that has the connection. */
    private WriteBufferPool memory;

    /** Run when the socket has taken some, by the thread that sent it, with the monitor held. */
    private final Runnable taken;

    private final ArrayDeque<ByteBuffer> chunks = new ArrayDeque<>();

    /** The socket has taken some since this was last set to false. */
    private boolean took;

    /** Null until it is needed. */
    private SpillFile spill;

    /** The actions that wait for the last byte. */
    private final Queue<Runnable> afterwards = new ArrayDeque<>(2);

    /** A thread runs them; it also runs what comes meanwhile, so that they keep their order. */
    private boolean finishing;

    /**
     * The place of the byte that comes next. Changed under the monitor, read without it: the
     * listener must not wait for a thread that reads a file.
     */
    private volatile Next next = Next.NOTHING;

    private enum Next {
        NOTHING,
        IN_MEMORY,
        IN_FILE
    }

    /** Why nothing can be sent any more. */
    private IOException failure;

    /**
     * @param taken run each time when the socket has taken some; does not block
     */
    WriteBuffer(WriteBufferPool memory, Runnable taken) {
        this.memory = memory;
        this.taken = taken;
    }

    /**
     * Writes what the socket takes, after what waits already.
     *
     * @param keepRest whether what it does not take waits here, as far as there is room
     * @return the bytes taken by either
     * @throws IOException when the client is gone, now or when the rest was sent before
     */
    synchronized long write(SocketChannel to, boolean keepRest, ByteBuffer... from)
            throws IOException {
        check();
        long before = remaining(from);
        try {
            if (drainAll(to)) {
                took(to.write(from));
            }
            if (keepRest) {
                for (ByteBuffer rest : from) {
                    append(rest);
                }
            }
        } finally {
            changed();
        }
        return before - remaining(from);
    }

    /** Another child has the connection: what waits, and all that comes, is in its memory. */
    synchronized void moveTo(WriteBufferPool next) {
        memory.moveTo(next, chunks.size());
        memory = next;
    }

    private void changed() {
        next =
                !chunks.isEmpty()
                        ? Next.IN_MEMORY
                        : spill != null && !spill.isEmpty() ? Next.IN_FILE : Next.NOTHING;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
    }

    private static long remaining(ByteBuffer[] buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** The file is sent after what is in memory, so nothing is put into memory behind it. */
    private void append(ByteBuffer from) {
        while (from.hasRemaining() && (spill == null || spill.isEmpty()) && appendInMemory(from)) {
            // The next chunk.
        }
        if (from.hasRemaining() && memory.bounds().spill() > 0) {
            try {
                spill(from);
            } catch (IOException e) {
                // The rest stays with the writer, which waits, as without a file.
                memory.spillFailed(e);
            }
        }
    }

    private void spill(ByteBuffer from) throws IOException {
        if (spill == null) {
            spill = new SpillFile(memory.bounds().spill());
        }
        spill.append(from);
    }

    /**
     * @return whether there was room
     */
    private boolean appendInMemory(ByteBuffer from) {
        ByteBuffer last = chunks.peekLast();
        if (last == null || last.limit() == last.capacity()) {
            if (!hasRoomInMemory()) {
                return false;
            }
            last = memory.take();
            if (last == null) {
                return false;
            }
            chunks.addLast(last);
        }
        int end = last.limit();
        int n = Math.min(from.remaining(), last.capacity() - end);
        last.limit(end + n);
        last.put(end, from, from.position(), n);
        from.position(from.position() + n);
        return true;
    }

    private boolean hasRoomInMemory() {
        return (chunks.size() + 1L) * WriteBufferPool.CHUNK <= memory.bounds().memory();
    }

    private boolean drainAll(SocketChannel to) throws IOException {
        return drainMemory(to, Long.MAX_VALUE) && (spill == null || spill.drain(to, this::took));
    }

    private void took(long bytes) {
        if (bytes > 0) {
            took = true;
            taken.run();
        }
    }

    private boolean drainMemory(SocketChannel to, long most) throws IOException {
        long left = most;
        for (ByteBuffer chunk = chunks.peekFirst(); chunk != null; chunk = chunks.peekFirst()) {
            if (left <= 0) {
                return false;
            }
            int n = to.write(chunk);
            took(n);
            left -= n;
            if (chunk.hasRemaining()) {
                return false;
            }
            memory.give(chunks.removeFirst());
        }
        return true;
    }

    /**
     * Sends what the socket takes of it, a listener's turn or, from the file, all.
     *
     * @return whether it has taken some
     * @throws IOException when the client is gone: whatever was left is gone too
     */
    synchronized boolean drain(SocketChannel to) throws IOException {
        took = false;
        try {
            if (isSpilled()) {
                drainAll(to);
            } else {
                drainMemory(to, ONE_TURN);
            }
            return took;
        } catch (IOException e) {
            failure = e;
            discard();
            throw e;
        } finally {
            changed();
        }
    }

    boolean isEmpty() {
        return next == Next.NOTHING;
    }

    /**
     * @return whether what comes next is in the file, which the listener does not read
     */
    boolean isSpilled() {
        return next == Next.IN_FILE;
    }

    /**
     * @return whether enough has gone that it pays to write more
     */
    synchronized boolean hasRoom() {
        return spill != null && !spill.isEmpty()
                ? spill.hasRoom()
                : chunks.size() * 2L * WriteBufferPool.CHUNK <= memory.bounds().memory();
    }

    /**
     * Leaves something for {@link #finish}.
     *
     * @return false when nothing is left to send: the caller does it himself
     */
    synchronized boolean afterwards(Runnable action) {
        if (isEmpty() && afterwards.isEmpty() && !finishing) {
            return false;
        }
        afterwards.add(action);
        return true;
    }

    /** Runs the actions that waited for the last byte, if that is sent: in order, each once. */
    void finish() {
        for (Runnable action = first(); action != null; action = following()) {
            action.run();
        }
    }

    private synchronized Runnable first() {
        return finishing ? null : following();
    }

    private synchronized Runnable following() {
        Runnable action = isEmpty() ? afterwards.poll() : null;
        finishing = action != null;
        return action;
    }

    /** The connection is closed, or its client gone. */
    synchronized void discard() {
        chunks.forEach(memory::give);
        chunks.clear();
        afterwards.clear();
        if (spill != null) {
            try {
                spill.close();
            } catch (IOException e) {
                failure = e;
            }
            spill = null;
        }
        changed();
    }
}
