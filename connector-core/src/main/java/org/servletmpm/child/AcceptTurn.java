package org.servletmpm.child;

import java.util.LinkedHashSet;
import java.util.Set;

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
    }

    /** A connection ended. */
    synchronized void released() {
        connections--;
        grant();
        notifyAll();
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
    synchronized void close() {
        closed = true;
        revoke();
        waiting.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int connections() {
        return connections;
    }

    /**
     * Waits until the socket is closed and no connection is left.
     *
     * @param millis how long at the most; 0 for ever
     * @return whether that is so
     */
    synchronized boolean awaitEmpty(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!closed || connections > 0) {
            long left = millis == 0 ? 0 : (end - System.nanoTime()) / 1_000_000;
            if (millis != 0 && left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
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
