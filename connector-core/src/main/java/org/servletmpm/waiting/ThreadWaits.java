package org.servletmpm.waiting;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;

/**
 * Lends a selector to any thread that has to wait inside a request and is not bound to its
 * connection: a worker in event, an application's own thread. As many exist as ever waited at once.
 */
public final class ThreadWaits {

    private final ConcurrentLinkedDeque<ThreadWait> free = new ConcurrentLinkedDeque<>();
    private final LongSupplier clock;
    private volatile boolean closed;

    /**
     * @param clock the engine's, in milliseconds
     */
    public ThreadWaits(LongSupplier clock) {
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
        boolean of(ThreadWait wait) throws IOException;
    }

    private boolean with(Use use) throws IOException {
        ThreadWait wait = free.pollFirst();
        if (wait == null) {
            wait = new ThreadWait(clock);
        }
        try {
            return use.of(wait);
        } finally {
            free.addFirst(wait);
            if (closed) {
                close();
            }
        }
    }

    /** Closes what is free, and whatever comes back later. */
    public void close() throws IOException {
        closed = true;
        for (ThreadWait wait = free.pollFirst(); wait != null; wait = free.pollFirst()) {
            wait.close();
        }
    }
}
