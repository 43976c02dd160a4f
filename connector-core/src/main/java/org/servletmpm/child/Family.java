package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.waiting.ThreadWaits;

/**
 * The children of one listening socket in one JVM, and what they share: the turn to accept, the
 * lane, and each other's idle workers. Any thread.
 */
public final class Family {

    /** How long a new connection's first bytes are waited for while draining. */
    static final long FIRST_BYTES_PATIENCE = 1000;

    /** How long a kept connection's next request is waited for while draining. */
    static final long KEEP_ALIVE_PATIENCE = 100;

    /** How long an interrupted thread is waited for before it is left behind. */
    static final long INTERRUPT_MILLIS = 1000;

    /** How long accepting rests after a failure such as EMFILE. */
    private static final long ACCEPT_REST = 100;

    private final String name;
    private final Directives directives;
    private final Adapter adapter;
    private final ServerSocketChannel socket;
    private final Runnable closeSocket;
    private final System.Logger logger;
    private final long origin = System.nanoTime();
    private final AcceptTurn turn;
    private final Lane lane;
    private final ThreadWaits waits = new ThreadWaits(this::now);
    private final AtomicLong connectionIds = new AtomicLong();

    /** Replaced, never changed: read with every hand-off. */
    private volatile Child[] children = {};

    private volatile boolean draining;

    /**
     * @param name the prefix of all thread names
     * @param socket the listening socket, non-blocking
     * @param closeSocket closes it, as its container would
     */
    public Family(
            String name,
            Directives directives,
            Adapter adapter,
            ServerSocketChannel socket,
            Runnable closeSocket,
            System.Logger logger) {
        this.name = name;
        this.directives = directives;
        this.adapter = adapter;
        this.socket = socket;
        this.closeSocket = closeSocket;
        this.logger = logger;
        this.turn = new AcceptTurn(directives.maxConnections().orElse(0));
        this.lane = new Lane(name);
    }

    /** Starts children in the first slots of a scoreboard. */
    public void start(Scoreboard scoreboard, int count, int generation) throws IOException {
        for (int slot = 0; slot < count; slot++) {
            Child child =
                    new Child(
                            this,
                            scoreboard.claim(slot, ProcessHandle.current().pid(), generation));
            Child[] more = Arrays.copyOf(children, children.length + 1);
            more[more.length - 1] = child;
            children = more;
            child.start();
        }
    }

    /** Stops (false) or goes on with (true) accepting; what is queued stays in the backlog. */
    public void accept(boolean accepting) {
        turn.open(accepting);
    }

    /**
     * Accepts what is queued, then closes the socket; idle connections go, responses say that the
     * connection ends.
     *
     * @return completed when the socket is closed and the last connection is gone
     */
    public CompletableFuture<Void> drain() {
        draining = true;
        turn.drain(directives.listenBacklog() + 1);
        for (Child child : children) {
            child.drain();
        }
        return turn.empty();
    }

    /**
     * Ends everything: the socket, the connections, the threads.
     *
     * @param graceMillis how long a thread may go on before it is interrupted
     */
    public void end(long graceMillis) throws InterruptedException, IOException {
        draining = true;
        turn.close();
        closeSocket.run();
        for (Child child : children) {
            child.end();
        }
        try {
            awaitThreads(graceMillis);
        } finally {
            lane.stop();
            for (Child child : children) {
                child.release();
            }
            waits.close();
        }
        lane.awaitEnd(INTERRUPT_MILLIS);
    }

    /**
     * All together: first in peace, then interrupted; who does not even end then is left behind.
     */
    private void awaitThreads(long graceMillis) throws InterruptedException {
        List<Thread> threads =
                Arrays.stream(children)
                        .flatMap(Child::threads)
                        .filter(thread -> thread != Thread.currentThread())
                        .toList();
        join(threads, graceMillis);
        threads.forEach(Thread::interrupt);
        join(threads, INTERRUPT_MILLIS);
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                log(Level.WARNING, thread.getName() + " does not end; it is left behind", null);
            }
        }
    }

    private static void join(List<Thread> threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (Thread thread : threads) {
            thread.join(Math.max((end - System.nanoTime()) / 1_000_000, 1));
        }
    }

    public int connections() {
        return turn.connections();
    }

    public Lane lane() {
        return lane;
    }

    /**
     * @return runs work that is no connection's next step, on the calling worker's child if there
     *     is one
     */
    public Executor executor() {
        return work -> current().execute(work);
    }

    private Child current() {
        Child[] all = children;
        if (Thread.currentThread() instanceof Worker worker && worker.slot() < all.length) {
            return all[worker.slot()];
        }
        return all[ThreadLocalRandom.current().nextInt(all.length)];
    }

    // ---- for the children

    String name() {
        return name;
    }

    Directives directives() {
        return directives;
    }

    Adapter adapter() {
        return adapter;
    }

    ServerSocketChannel socket() {
        return socket;
    }

    AcceptTurn turn() {
        return turn;
    }

    ThreadWaits waits() {
        return waits;
    }

    boolean isBound() {
        return directives.model().bound();
    }

    public boolean isDraining() {
        return draining;
    }

    long nextConnection() {
        return connectionIds.incrementAndGet();
    }

    long now() {
        return (System.nanoTime() - origin) / 1_000_000 + 1;
    }

    /** A candidate has accepted a connection. */
    void taken(AcceptTurn.Candidate candidate, boolean again) {
        turn.taken(candidate, again);
        if (turn.isDrained()) {
            queueIsEmpty();
        }
    }

    /** The holder of the turn found nobody queued, while draining. */
    void queueIsEmpty() {
        turn.close();
        closeSocket.run();
    }

    /**
     * An idle worker, of the given child if it has one, else of any: no client waits behind slow
     * requests while a sibling idles.
     */
    Worker claimIdle(Child first) {
        Worker worker = first.idle().claim();
        if (worker == null) {
            for (Child child : children) {
                worker = child.idle().claim();
                if (worker != null) {
                    break;
                }
            }
        }
        return worker;
    }

    /** Work that nobody was idle for, of the given child if it has some, else of any. */
    Runnable pollReady(Child first) {
        Runnable work = first.pollReady();
        if (work == null) {
            for (Child child : children) {
                work = child.pollReady();
                if (work != null) {
                    break;
                }
            }
        }
        return work;
    }

    boolean hasReady() {
        for (Child child : children) {
            if (child.hasReady()) {
                return true;
            }
        }
        return false;
    }

    /**
     * @return how many milliseconds accepting rests
     */
    long acceptFailed(IOException e) {
        log(Level.ERROR, "accept failed, trying again in " + ACCEPT_REST + " ms: " + e, e);
        return ACCEPT_REST;
    }

    /** Something of a connection's (or of nobody's, null) failed: it harms that connection only. */
    void failed(String where, Connection connection, Throwable cause) {
        try {
            String what = connection == null ? "" : " (" + connection + ")";
            log(Level.ERROR, where + what + ": " + cause, cause);
        } finally {
            if (connection != null) {
                connection.abort();
            }
        }
    }

    void log(Level level, String message, Throwable cause) {
        logger.log(level, message, cause);
    }
}
