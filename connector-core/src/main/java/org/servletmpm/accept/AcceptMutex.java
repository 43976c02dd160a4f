package org.servletmpm.accept;

import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;

/**
 * Lets one candidate at a time watch the listening socket, so that a new connection wakes one
 * thread. A candidate asks for the mutex only when it can serve; while none asks, connections wait
 * in the kernel's backlog.
 *
 * <p>Of those that ask, the lowest slot gets it. Connections gather in few children, whose
 * listeners then find more to do each time they wake up (three listeners sharing 64 connections
 * served 0.8 of what one of them did), and the others idle, so that they can be spared.
 *
 * <p>Any thread may call any method; all state is guarded by this object's monitor, and candidates
 * are told under it, so what they do then must be short. The holder is written here and nowhere
 * else: a candidate asks {@link #isHeldBy}. One that has failed while it accepted is still the
 * holder, and accepts or withdraws when it comes round again; for one that does not, another thread
 * withdraws. So that the mutex is not lost when the memory is used up, nothing is allocated here
 * but for a slot that is seen for the first time.
 */
public final class AcceptMutex {

    /** A thread that can accept and see to it that what it took is served. */
    public interface Candidate {
        /** It has got the mutex or lost it, or holds it and is to look again. Must not block. */
        void look(boolean holds);

        /** The child's slot. */
        int slot();

        /**
         * @return whether its child is on its way out: true before it withdraws for the last time
         */
        boolean leaves();
    }

    /** By their slots; what is here has perhaps ceased to wait. */
    private Candidate[] candidates = new Candidate[0];

    /** The slots of those that wait. */
    private final BitSet waiting = new BitSet();

    private final int maxConnections;

    /** At the limit a candidate watches all the same: an idle connection can be evicted. */
    private final boolean watchedAtLimit;

    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile Candidate holder;
    private int connections;

    /** Those of them that another protocol has. */
    private int upgraded;

    private boolean open = true;
    private boolean closed;

    /** Connections that may still be taken once draining has begun; negative before. */
    private int remaining = -1;

    /**
     * @param maxConnections how many may be open at once; 0 or less for no limit
     * @param watchedAtLimit whether the mutex is granted at the limit, too: its holder then accepts
     *     nothing, but knows that a client waits
     */
    public AcceptMutex(int maxConnections, boolean watchedAtLimit) {
        this.watchedAtLimit = watchedAtLimit;
        this.maxConnections = maxConnections > 0 ? maxConnections : Integer.MAX_VALUE;
    }

    /** The candidate can serve a connection. */
    public synchronized void want(Candidate candidate) {
        if (candidate != holder && !candidate.leaves()) {
            enqueue(candidate);
            grant();
        }
    }

    /**
     * The candidate cannot serve any more, or has to do something first. Called by itself, or for
     * one that does not come round.
     */
    public synchronized void withdraw(Candidate candidate) {
        dequeue(candidate);
        if (candidate == holder) {
            holder = null;
            grant();
        }
    }

    /**
     * The holder has accepted a connection; it counts until {@link #released}.
     *
     * @param again whether the candidate can serve another one
     */
    synchronized void taken(Candidate candidate, boolean again) {
        connections++;
        if (remaining > 0) {
            remaining--;
        }
        if (candidate == holder) {
            holder = null;
        }
        if (again && !closed && !candidate.leaves()) {
            enqueue(candidate);
        } else {
            // Pushed aside while it accepted, it may be among those that wait.
            dequeue(candidate);
        }
        grant();
        if (!isGiven()) {
            // Taken by one that had lost the mutex meanwhile: the new holder waits as all others
            // do.
            revoke();
        }
    }

    /** A connection ended. */
    public void released() {
        synchronized (this) {
            boolean wasFull = isFull();
            connections--;
            if (holder == null) {
                grant();
            } else if (wasFull && !isFull()) {
                wakeHolder();
            }
        }
        completeIfEmpty();
    }

    /**
     * @return whether the candidate holds the mutex
     */
    public boolean isHeldBy(Candidate candidate) {
        return holder == candidate;
    }

    /**
     * @return whether as many connections are open as may be
     */
    synchronized boolean isFull() {
        return connections >= maxConnections;
    }

    /** Lets the holder look again, if there is one. */
    public synchronized void wakeHolder() {
        if (holder != null) {
            holder.look(true);
        }
    }

    /**
     * Another protocol has a connection (+1), or had it to its end (-1): a drain does not wait for
     * it, because only the application can tell its client to go.
     */
    public void upgraded(int change) {
        synchronized (this) {
            upgraded += change;
        }
        completeIfEmpty();
    }

    /** Stops (false) or goes on with (true) accepting; what is queued stays queued. */
    public synchronized void open(boolean accepting) {
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
        if (isGiven()) {
            wakeHolder();
        } else {
            revoke();
        }
        grant();
    }

    /**
     * @return whether as many were taken since {@link #drain} as can have been queued then
     */
    synchronized boolean isDrained() {
        return remaining == 0;
    }

    /** The listening socket is closed: no candidate gets the mutex any more. */
    void close() {
        synchronized (this) {
            closed = true;
            revoke();
            waiting.clear();
            Arrays.fill(candidates, null);
        }
        completeIfEmpty();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    public synchronized int connections() {
        return connections;
    }

    /**
     * @return completed when the socket is closed and no connection of HTTP is left
     */
    public CompletableFuture<Void> empty() {
        return empty;
    }

    /** Outside the monitor: what waits for it may do more than is good under it. */
    private void completeIfEmpty() {
        synchronized (this) {
            if (!closed || connections > upgraded) {
                return;
            }
        }
        empty.complete(null);
    }

    private void revoke() {
        if (holder != null) {
            Candidate last = holder;
            holder = null;
            enqueue(last);
            last.look(false);
        }
    }

    /** A drain closes what is idle anyway. */
    private boolean isGiven() {
        return open && !closed && (!isFull() || watchedAtLimit && remaining < 0);
    }

    private void grant() {
        if (holder == null && isGiven() && !waiting.isEmpty()) {
            int slot = waiting.nextSetBit(0);
            waiting.clear(slot);
            holder = candidates[slot];
            candidates[slot] = null;
            holder.look(true);
        }
    }

    private void enqueue(Candidate candidate) {
        int slot = candidate.slot();
        if (slot >= candidates.length) {
            candidates = Arrays.copyOf(candidates, slot + 1);
        }
        candidates[slot] = candidate;
        waiting.set(slot);
    }

    /** Its slot may be another one's since it has left. */
    private void dequeue(Candidate candidate) {
        int slot = candidate.slot();
        if (slot < candidates.length && candidates[slot] == candidate) {
            candidates[slot] = null;
            waiting.clear(slot);
        }
    }
}
