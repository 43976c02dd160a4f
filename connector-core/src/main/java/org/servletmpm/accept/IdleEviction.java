package org.servletmpm.accept;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.waiting.Watch;

/**
 * Evicts an idle connection at the limit of connections, when a client waits in the backlog: the
 * one that has been idle longest. Its wait for a next request ends at once, as by a keep-alive
 * timeout. A connection that has been idle for less than a second stays, and so does one with a
 * bound thread.
 *
 * <p>One at a time, for one that waits. {@link #ask} is called by the holder of the accept mutex,
 * the other methods by any thread.
 *
 * <p>A look at all connections finds the idlest of them and is good for as many that wait: those
 * that become idle later are behind them. A look that found few is not repeated at once.
 */
public final class IdleEviction {

    /** A connection gives way when it has been idle for so long. */
    static final long IDLE_MILLIS = 1000;

    /** Its client may take so long to close its end. */
    private static final long PATIENCE_MILLIS = 2000;

    private static final int MOST = 64;
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** Idle since then. It may be closed long before anybody asks again: nothing is kept of it. */
    private record Idler(WeakReference<Watch> watch, long since) {
        static boolean isIdle(Watch watch, long since) {
            return watch.connection().state() == ConnectionState.KEEP_ALIVE
                    && !watch.place().isBound()
                    && watch.connection().idleSince() == since;
        }
    }

    private final Supplier<Stream<Watch>> connections;

    private final Runnable over;

    private final AtomicReference<Watch> asked = new AtomicReference<>();

    /** The longest idle first. Guarded by this object's monitor, as is what follows. */
    private final Deque<Idler> idlest = new ArrayDeque<>();

    private long askedAt;

    private long looksAgainAt;

    /**
     * @param connections all that there are
     * @param over called when the one that was asked has closed, or has work again
     */
    public IdleEviction(Supplier<Stream<Watch>> connections, Runnable over) {
        this.connections = connections;
        this.over = over;
    }

    /**
     * Lets one connection go.
     *
     * @param now on the engine's clock
     * @return whether one is on its way
     */
    synchronized boolean ask(long now) {
        Watch last = asked.get();
        if (last != null) {
            hasten(last.connection(), now);
            return true;
        }
        askedAt = now;
        if (askNext()) {
            return true;
        }
        if (now < looksAgainAt) {
            return false;
        }
        look(now);
        return askNext();
    }

    /**
     * @return whether a connection has been asked and is still counted
     */
    boolean isUnderWay() {
        return asked.get() != null;
    }

    /** One whose wait was over when a request came may have to wait for a worker: it stays. */
    private void hasten(Connection last, long now) {
        boolean waits =
                last.state() == ConnectionState.KEEP_ALIVE
                        || last.state() == ConnectionState.LINGER;
        if (waits && now - askedAt > PATIENCE_MILLIS) {
            last.abort();
        }
    }

    private boolean askNext() {
        for (Idler idler = idlest.poll(); idler != null; idler = idlest.poll()) {
            Watch watch = idler.watch.get();
            if (watch != null && ask(watch, idler.since)) {
                return true;
            }
        }
        return false;
    }

    private boolean ask(Watch watch, long since) {
        Connection connection = watch.connection();
        Interest read = connection.interest(Kind.READ);
        // Before its wait is over: then it is looked for here.
        asked.set(watch);
        if (Idler.isIdle(watch, since) && read.shorten(Interest.AT_ONCE)) {
            connection.host().armed(connection, read);
            return true;
        }
        asked.compareAndSet(watch, null);
        return false;
    }

    private void look(long now) {
        PriorityQueue<Idler> found =
                new PriorityQueue<>(Comparator.comparingLong(Idler::since).reversed());
        connections.get().forEach(watch -> look(watch, now - IDLE_MILLIS, found));
        looksAgainAt = found.size() < MOST ? now + LOOK_AGAIN_MILLIS : now;
        for (Idler last = found.poll(); last != null; last = found.poll()) {
            idlest.push(last);
        }
    }

    private static void look(Watch watch, long before, PriorityQueue<Idler> found) {
        long since = watch.connection().idleSince();
        boolean isAmongThem = found.size() < MOST || since < found.peek().since;
        if (since > before || !isAmongThem || !Idler.isIdle(watch, since)) {
            return;
        }
        found.add(new Idler(new WeakReference<>(watch), since));
        if (found.size() > MOST) {
            found.remove();
        }
    }

    /** It has work again: another one has to go. */
    public void active(Watch watch) {
        if (asked.get() == watch && asked.compareAndSet(watch, null)) {
            over.run();
        }
    }

    /**
     * A connection is closed, and does not count towards the limit any more.
     *
     * @return whether it gave way
     */
    public boolean closed(Watch watch) {
        boolean gaveWay = asked.get() == watch && asked.compareAndSet(watch, null);
        if (gaveWay) {
            over.run();
        }
        return gaveWay;
    }
}
