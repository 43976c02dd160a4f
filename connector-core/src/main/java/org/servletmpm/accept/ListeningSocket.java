package org.servletmpm.accept;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.servletmpm.worker.Failures;

/**
 * Accepts from the listening socket that the children of one connector share: one of them at a time
 * watches it, the holder of the {@link AcceptMutex}. Any thread.
 */
public final class ListeningSocket {

    /** Another one in {@link #acceptFrom}'s time. */
    private volatile ServerSocketChannel channel;

    private final Runnable close;
    private final AcceptMutex mutex;
    private final AcceptBackoff backoff;
    private final Failures failures;
    private final LongSupplier clock;
    private volatile boolean draining;
    private volatile boolean withdrawn;

    /** Threads between accepting a connection and counting it. */
    private final AtomicInteger accepting = new AtomicInteger();

    /**
     * @param channel non-blocking; null for children that accept nothing
     * @param close closes it, as its container would
     * @param clock the engine's, in milliseconds
     */
    public ListeningSocket(
            ServerSocketChannel channel,
            Runnable close,
            AcceptMutex mutex,
            Failures failures,
            LongSupplier clock) {
        this.channel = channel;
        this.close = close;
        this.mutex = mutex;
        this.failures = failures;
        this.backoff = new AcceptBackoff(failures);
        this.clock = clock;
        if (channel == null) {
            mutex.close();
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    public AcceptMutex mutex() {
        return mutex;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * @return whether what is queued is accepted, and nothing else
     */
    public boolean isDraining() {
        return draining;
    }

    /**
     * From now on the holder accepts without waiting, until the queue is empty.
     *
     * @param backlog how many connections the kernel queues (ListenBacklog)
     * @return completed when the socket is closed and the last connection of HTTP is gone
     */
    public CompletableFuture<Void> drain(int backlog) {
        draining = true;
        mutex.drain(backlog + 1);
        return mutex.empty();
    }

    /** Accepts nothing more, and leaves it open. What is being accepted still counts. */
    public void withdraw() {
        draining = true;
        withdrawn = true;
        closeMutexIfWithdrawn();
    }

    private void closeMutexIfWithdrawn() {
        if (withdrawn && accepting.get() == 0) {
            mutex.close();
        }
    }

    /** Closes it at once. */
    public void close() {
        draining = true;
        mutex.close();
        close.run();
    }

    /** The socket was closed elsewhere: no child watches it any more, unless it was exchanged. */
    void closedByOthers() {
        if (!isOpen()) {
            mutex.close();
        }
    }

    /**
     * Exchanges the socket. While accepting is {@linkplain AcceptMutex#open stopped}.
     *
     * @param next non-blocking
     * @return what was accepted from before
     */
    public ServerSocketChannel acceptFrom(ServerSocketChannel next) {
        ServerSocketChannel before = channel;
        channel = next;
        return before;
    }

    /**
     * Accepts. The holder of the mutex, or one that was a moment ago.
     *
     * @return null when no client is queued
     */
    SocketChannel accept() throws IOException {
        accepting.incrementAndGet();
        SocketChannel accepted = null;
        try {
            accepted = withdrawn ? null : channel.accept();
            return accepted;
        } finally {
            if (accepted == null) {
                acceptEnds();
            }
        }
    }

    private void acceptEnds() {
        accepting.decrementAndGet();
        closeMutexIfWithdrawn();
    }

    /**
     * The holder of the mutex has accepted a connection. Never throws.
     *
     * @param again whether it can serve another one
     * @param kept false when the container refused it
     */
    void taken(AcceptMutex.Candidate candidate, boolean again, boolean kept) {
        backoff.succeeded(clock.getAsLong());
        mutex.taken(candidate, again);
        if (!kept) {
            mutex.released();
        }
        acceptEnds();
        if (mutex.isDrained()) {
            queueIsEmpty();
        }
    }

    /** The holder of the mutex found no client queued, while draining. Never throws. */
    void queueIsEmpty() {
        mutex.close();
        try {
            close.run();
        } catch (Throwable t) {
            failures.failed(Level.ERROR, channel, t);
        }
    }

    /**
     * The holder of the mutex could not accept; it keeps the mutex, so that no other child tries
     * meanwhile.
     *
     * @return how many milliseconds accepting rests
     */
    long failed(IOException e) {
        return backoff.failed(e, clock.getAsLong());
    }

    long now() {
        return clock.getAsLong();
    }

    /** The container has refused a connection. */
    void refused(Level level, Throwable cause) {
        failures.refused(level, cause);
    }
}
