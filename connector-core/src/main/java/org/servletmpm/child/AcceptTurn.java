package org.servletmpm.child;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who may watch the listening socket: one candidate at a time, and it passes the turn on when it
 * has taken a connection, so that a new connection wakes one thread and the load goes round. A
 * candidate asks for the turn only when it can serve; with nobody asking, connections wait in the
 * kernel's backlog.
 *
 * <p>Any thread may call any method; all state is guarded by this object's monitor, and candidates
 * are told under it, so what they do then must be short.
 */
final class AcceptTurn {

    /** A thread that can accept and see to it that what it took is served. */
    interface Candidate {
        /** The turn came, or was taken away. Any thread; must not block. */
        void turn(boolean held);
    }

    private final Set<Candidate> waiting = new LinkedHashSet<>();
    private final int maxConnections;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private Candidate holder;
    private int connections;
    private boolean open = true;
    private boolean closed;

    /** Connections that may still be taken once draining has begun; negative before. */
    private int remaining = -1;

    /**
     * @param maxConnections how many may be open at once; 0 or less for no limit
     */
    AcceptTurn(int maxConnections) {
        this.maxConnections = maxConnections > 0 ? maxConnections : Integer.MAX_VALUE;
    }

    /** The candidate can serve a connection. */
    synchronized void want(Candidate candidate) {
        if (candidate != holder && waiting.add(candidate)) {
            grant();
        }
    }

    /** The candidate cannot serve any more, or has to do something first. Called by itself. */
    synchronized void withdraw(Candidate candidate) {
        waiting.remove(candidate);
        if (candidate == holder) {
            holder = null;
            grant();
        }
    }

    /** The holder has accepted a connection; it counts until {@link #released}. */
    synchronized void taken(Candidate candidate) {
        connections++;
        if (remaining > 0) {
            remaining--;
        }
        withdraw(candidate);
        if (connections >= maxConnections) {
            // Taken by one whose turn had gone meanwhile: the new holder waits as all others do.
            revoke();
        }
    }

    /** A connection ended. */
    void released() {
        synchronized (this) {
            connections--;
            grant();
        }
        completeIfEmpty();
    }

    /** Stops (false) or goes on with (true) accepting; what is queued stays queued. */
    synchronized void open(boolean accepting) {
        open = accepting;
        if (!accepting) {
            revoke();
        } else {
            grant();
        }
    }

    /**
     * From now on the holder accepts without waiting, until the queue is empty.
     *
     * @param queued how many connections the queue holds at the most
     */
    synchronized void drain(int queued) {
        open = true;
        remaining = queued;
        if (holder != null) {
            holder.turn(true);
        }
        grant();
    }

    /**
     * @return whether as many were taken since {@link #drain} as can have been queued then
     */
    synchronized boolean isDrained() {
        return remaining == 0;
    }

    /** The listening socket is closed: nobody gets the turn any more. */
    void close() {
        synchronized (this) {
            closed = true;
            revoke();
            waiting.clear();
        }
        completeIfEmpty();
    }

    synchronized int connections() {
        return connections;
    }

    /**
     * @return completed when the socket is closed and no connection is left
     */
    CompletableFuture<Void> empty() {
        return empty;
    }

    /** Outside the monitor: whoever waits for it may do more than is good under it. */
    private void completeIfEmpty() {
        synchronized (this) {
            if (!closed || connections > 0) {
                return;
            }
        }
        empty.complete(null);
    }

    private void revoke() {
        if (holder != null) {
            Candidate last = holder;
            holder = null;
            waiting.add(last);
            last.turn(false);
        }
    }

    private void grant() {
        if (holder == null
                && open
                && !closed
                && connections < maxConnections
                && !waiting.isEmpty()) {
            holder = waiting.iterator().next();
            waiting.remove(holder);
            holder.turn(true);
        }
    }
}
