package org.servletmpm.contract;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.ReadLimit;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;

/**
 * Takes note of what a connection tells its host, in order, and keeps its tasks for the test to
 * run. Any thread.
 */
final class RecordingHost extends SilentHost {

    /** RequestReadTimeout of a header, milliseconds. */
    static final long HEADER_MILLIS = 20_000;

    private static final int MEMORY = 1 << 20;

    private static final long PATIENCE_MILLIS = 10_000;

    private final List<String> told = new ArrayList<>();
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final WriteBufferPool memory;

    RecordingHost(LongSupplier clock) {
        super(clock);
        WriteBufferPool.Budget budget = new WriteBufferPool.Budget();
        budget.limit(MEMORY);
        memory = new WriteBufferPool(budget, new WriteBufferPool.Bounds(MEMORY, 0, 0), kb -> {});
    }

    /** Adds what the test does to what is told. */
    synchronized void note(String what) {
        told.add(what);
    }

    /** What was told since this was last asked. */
    synchronized List<String> told() {
        List<String> since = List.copyOf(told);
        told.clear();
        return since;
    }

    /** How often something was told since. */
    synchronized int times(String what) {
        return (int) told.stream().filter(what::equals).count();
    }

    /** A task that was submitted; null when there is none. */
    Task nextTask() {
        return tasks.poll();
    }

    @Override
    public void armed(Connection connection, Interest interest) {
        note("armed " + interest.kind());
    }

    @Override
    public void submit(Connection connection, Task task) {
        tasks.add(task);
    }

    /** {@inheritDoc} Not for ever: what the test's thread waits for would be its own doing. */
    @Override
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        try (Selector selector = Selector.open()) {
            register(connection, kind, selector);
            if (selector.select(timeoutMillis > 0 ? timeoutMillis : PATIENCE_MILLIS) > 0) {
                return true;
            }
        }
        if (timeoutMillis > 0) {
            return false;
        }
        throw new IOException("the test's thread was blocked for " + kind);
    }

    @Override
    public boolean isReady(Connection connection, Kind kind) throws IOException {
        try (Selector selector = Selector.open()) {
            register(connection, kind, selector);
            return selector.selectNow() > 0;
        }
    }

    private static void register(Connection connection, Kind kind, Selector selector)
            throws IOException {
        int operation = kind == Kind.READ ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
        connection.channel().register(selector, operation);
    }

    @Override
    public WriteBufferPool memory(Connection connection) {
        return memory;
    }

    @Override
    public ReadLimit readLimit(ReadStage stage) {
        return stage == ReadStage.HEADER ? new ReadLimit(HEADER_MILLIS, Interest.NEVER, 0) : null;
    }

    @Override
    public void overdue(Connection connection, ReadStage stage) {
        note("overdue " + stage);
    }

    @Override
    public void moved(Connection connection, ConnectionState from, ConnectionState to) {
        note(from + " to " + to);
    }

    @Override
    public void requestStarted(Connection connection, RequestLine line) {
        note("request started");
    }

    @Override
    public void requestFinished(Connection connection, long bytes, long nanos) {
        note("request finished");
    }

    @Override
    public void closing(Connection connection) {
        note("closing");
    }

    @Override
    public void closed(Connection connection) {
        connection.cancel(Kind.READ);
        connection.cancel(Kind.WRITE);
        note("closed");
    }

    @Override
    public void pinned(Connection connection) {
        note("pinned");
    }
}
