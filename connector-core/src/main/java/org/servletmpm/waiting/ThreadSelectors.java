package org.servletmpm.waiting;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;

/**
 * Lends a selector to any thread that has to wait inside a request and is not bound to its
 * connection: a worker in event, an application's own thread. There are as many as waited at once
 * in the last minute or so ({@link #closeUnused}). Any thread.
 */
public final class ThreadSelectors {

    /** For so long one is kept that nobody uses, ms: it holds two descriptors. */
    static final long UNUSED_MILLIS = 60_000;

    /** The last used first. */
    private final ConcurrentLinkedDeque<ThreadSelector> free = new ConcurrentLinkedDeque<>();

    private final LongSupplier clock;
    private volatile boolean closed;

    /**
     * @param clock the engine's, in milliseconds
     */
    public ThreadSelectors(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Blocks the calling thread until the socket is ready.
     *
     * @param timeoutMillis 0 or less for ever
     * @return false when the time ran out
     */
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        return with(wait -> wait.await(connection, kind, timeoutMillis));
    }

    /** Looks whether the socket is ready, without waiting. */
    public boolean isReady(Connection connection, Kind kind) throws IOException {
        return with(wait -> wait.isReady(connection, kind));
    }

    private interface Use {
        boolean of(ThreadSelector wait) throws IOException;
    }

    private boolean with(Use use) throws IOException {
        ThreadSelector wait = free.pollFirst();
        if (wait == null) {
            wait = new ThreadSelector(clock);
        }
        try {
            return use.of(wait);
        } finally {
            wait.freeSince(clock.getAsLong());
            free.addFirst(wait);
            if (closed) {
                close();
            }
        }
    }

    /** Closes what nobody has used for a minute. One thread, from time to time. */
    public void closeUnused() throws IOException {
        long before = clock.getAsLong() - UNUSED_MILLIS;
        for (ThreadSelector wait = free.pollLast(); wait != null; wait = free.pollLast()) {
            if (wait.freeSince() > before && !closed) {
                free.addLast(wait);
                return;
            }
            wait.close();
        }
    }

    /** Closes what is free, and whatever comes back later. */
    public void close() throws IOException {
        closed = true;
        for (ThreadSelector wait = free.pollFirst(); wait != null; wait = free.pollFirst()) {
            wait.close();
        }
    }
}
