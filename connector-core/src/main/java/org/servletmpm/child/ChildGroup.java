package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ServerSocketChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.waiting.ThreadSelectors;

/**
 * The children of one listening socket in one JVM, and what they share: the turn to accept, the
 * continuation executor, and each other's idle workers. Any thread, except where a method says
 * another.
 */
public final class ChildGroup {

    /** How long an interrupted thread is waited for before it is left behind. */
    static final long INTERRUPT_MILLIS = 1000;

    /** How long it may take to tell clients and applications of the ends of connections. */
    private static final long TELLING_MILLIS = 1500;

    private final String name;
    private final Model model;
    private final int backlog;
    private final Adapter adapter;
    private final ServerSocketChannel socket;
    private final Runnable closeSocket;
    private final ChildEvents events;
    private final RateLimitedLogger logger;
    private final long origin = System.nanoTime();
    private final AcceptMutex acceptMutex;
    private final PoolThreads unbound = new PoolThreads(this::slowRequestMillis);
    private final WorkerThreads workerThreads = new WorkerThreads();
    private final ContinuationExecutor continuations;
    private final ThreadSelectors waits = new ThreadSelectors(this::now);
    private final AtomicLong connectionIds = new AtomicLong();
    private final ChildRegistry registry = new ChildRegistry();
    private final WriteBufferPool.Budget writeBufferBudget = new WriteBufferPool.Budget();

    private final IdleEviction idleEviction;
    private final StreamLimit streamLimit;
    private final Dispatcher dispatcher;
    private final AcceptBackoff acceptFailures;
    private final ChildWatchdog watchdog = new ChildWatchdog(this, registry);

    /** Of the directives that the last child was started with. */
    private volatile long slowRequestMillis;

    private volatile boolean stopAnnounced;

    private volatile boolean draining;

    /**
     * @param name the prefix of all thread names
     * @param directives of which the model, ListenBacklog and the limit of connections hold until
     *     the end
     * @param socket the listening socket, non-blocking; null for children that accept nothing
     * @param closeSocket closes it, as its container would
     */
    public ChildGroup(
            String name,
            Directives directives,
            Adapter adapter,
            ServerSocketChannel socket,
            Runnable closeSocket,
            ChildEvents events,
            RateLimitedLogger logger) {
        this.name = name;
        this.model = directives.model();
        this.backlog = directives.listenBacklog();
        this.adapter = adapter;
        this.socket = socket;
        this.closeSocket = closeSocket;
        this.events = events;
        this.logger = logger;
        this.acceptMutex =
                new AcceptMutex(directives.maxConnections().orElse(0), model == Model.EVENT);
        this.idleEviction = new IdleEviction(registry, acceptMutex::tellHolder);
        this.continuations = new ContinuationExecutor(name, unbound);
        this.streamLimit = new StreamLimit(registry);
        this.dispatcher =
                new Dispatcher(model, registry, workerThreads, continuations, streamLimit);
        this.acceptFailures = new AcceptBackoff(logger);
        if (socket == null) {
            acceptMutex.close();
        }
    }

    /**
     * Starts a child. The parent's thread.
     *
     * @param score its hold on its slot; given back when this fails
     * @throws IOException when there are no descriptors for its selector
     * @throws OutOfMemoryError when there are no threads for it
     */
    public void start(ChildScore score, Directives directives) throws IOException {
        slowRequestMillis = directives.slowRequestMillis();
        streamLimit.directives(directives);
        Child child = null;
        try {
            child = new Child(this, score, directives);
            registry.joined(child);
            child.start();
            // Those that found nobody to leave their connections to, do now.
            registry.leaving().forEach(Child::wake);
            registry.connections().forEach(dispatcher::beginWaiting);
        } catch (IOException | RuntimeException | Error e) {
            if (child == null) {
                score.release();
            } else {
                leave(child, "it could not be started");
            }
            throw e;
        } finally {
            if (child != null) {
                child.born();
            }
        }
    }

    /**
     * Lets the children in these slots leave, each as soon as it has finished what it has. Without
     * effect on those that are gone or leaving. None of them takes over what another one leaves.
     */
    public void leave(Collection<Integer> slots, String reason) {
        List<Child> leaving =
                Stream.of(registry.active())
                        .filter(child -> slots.contains(child.slot()))
                        .filter(Child::decideToLeave)
                        .toList();
        leaving.forEach(registry::leaving);
        leaving.forEach(child -> finish(child, reason));
    }

    /**
     * @return the slots of the children that are not leaving, lowest first
     */
    public List<Integer> active() {
        return List.of(registry.active()).stream().map(Child::slot).toList();
    }

    /**
     * @return those of them whose workers have run the application's code
     */
    public List<Integer> used() {
        return List.of(registry.active()).stream().filter(Child::isUsed).map(Child::slot).toList();
    }

    /** No child can be started before one is gone: those that leave finish what they have. */
    public void nobodyComes() {
        registry.leaving().forEach(Child::nobodyComes);
    }

    /** Lets the threads go that belong to no child. */
    public void renewContinuations() {
        continuations.renew();
    }

    /** Stops (false) or goes on with (true) accepting; what is queued stays in the backlog. */
    public void accept(boolean accepting) {
        acceptMutex.open(accepting);
    }

    /**
     * A stop is to come: responses say that the connection ends, HTTP/2 clients are told to go, and
     * everything else is as before.
     */
    public void announceStop() {
        stopAnnounced = true;
        registry.all().forEach(Child::announceStop);
    }

    /**
     * Accepts what is queued, then closes the socket; responses say that the connection ends, and
     * idle connections go when their clients have had the time to ask once more.
     *
     * @return completed when the socket is closed and the last connection of HTTP is gone
     */
    public CompletableFuture<Void> drain() {
        stopAnnounced = true;
        draining = true;
        acceptMutex.drain(backlog + 1);
        registry.all().forEach(Child::drain);
        return acceptMutex.empty();
    }

    /**
     * @return what {@link #drain} returns
     */
    public CompletableFuture<Void> drained() {
        return acceptMutex.empty();
    }

    /**
     * Ends everything: the socket, the connections, the threads.
     *
     * @param graceMillis how long a thread may go on before it is interrupted
     */
    public void end(long graceMillis) throws InterruptedException, IOException {
        stopAnnounced = true;
        draining = true;
        acceptMutex.close();
        closeSocket.run();
        List<Child> children = registry.all();
        children.forEach(Child::end);
        try {
            awaitThreads(children, graceMillis);
            // An interrupt would close the sockets that say their last word.
            continuations.finish(TELLING_MILLIS);
        } finally {
            continuations.stop();
            for (Child child : children) {
                child.release();
            }
            waits.close();
        }
        continuations.awaitEnd(INTERRUPT_MILLIS);
    }

    /**
     * All together: first in peace, then interrupted; who does not even end then is left behind.
     */
    private void awaitThreads(List<Child> children, long graceMillis) throws InterruptedException {
        List<Thread> threads =
                children.stream()
                        .flatMap(Child::threads)
                        .filter(thread -> thread != Thread.currentThread())
                        .toList();
        join(threads, graceMillis);
        threads.forEach(Thread::interrupt);
        join(threads, INTERRUPT_MILLIS);
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                logger.log(
                        Level.WARNING, thread.getName() + " does not end; it is left behind", null);
            }
        }
    }

    private static void join(List<Thread> threads, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (Thread thread : threads) {
            thread.join(Math.max((end - System.nanoTime()) / 1_000_000, 1));
        }
    }

    /**
     * Those that have not been told of before. The parent's thread.
     *
     * @param now on {@link System#nanoTime}
     */
    public List<SlowRequest> slowRequests(long now) {
        if (slowRequestMillis == 0) {
            return List.of();
        }
        return Stream.concat(registry.all().stream().flatMap(Child::timers), unbound.timers())
                .map(timer -> timer.look(now))
                .flatMap(Optional::stream)
                .toList();
    }

    public int connections() {
        return acceptMutex.connections();
    }

    /** Sees once a second that every child has its threads and gets on. The parent's thread. */
    public void look() {
        watchdog.look();
    }

    /**
     * @return for how many {@linkplain #look looks} there has been nobody that accepts, or one
     *     whose turn it is and that does not come round
     */
    public int stalledFor() {
        return watchdog.stalledFor();
    }

    public ContinuationExecutor continuations() {
        return continuations;
    }

    /**
     * @return runs work that is no connection's next step
     */
    public Executor executor() {
        return dispatcher.executor();
    }

    /** Runs a step of one of several requests that a connection carries at once. */
    public void executeStream(Connection connection, Runnable step) {
        dispatcher.execute(new StreamTask(connection, step, dispatcher));
    }

    /**
     * @return whether a worker that was idle runs it; never in prefork and worker
     */
    public boolean tryExecute(Runnable work) {
        return dispatcher.tryExecute(work);
    }

    /**
     * @return whether responses say that the connection ends, as the engine is to stop or stops
     */
    boolean isStopAnnounced() {
        return stopAnnounced;
    }

    public boolean isDraining() {
        return draining;
    }

    /**
     * @return whether the listening socket is closed, so that nobody needs to accept any more
     */
    public boolean isClosed() {
        return acceptMutex.isClosed();
    }

    // ---- for the children

    String name() {
        return name;
    }

    Model model() {
        return model;
    }

    Adapter adapter() {
        return adapter;
    }

    ServerSocketChannel socket() {
        return socket;
    }

    WorkerThreads workerThreads() {
        return workerThreads;
    }

    PoolThreads unbound() {
        return unbound;
    }

    /** After how long a request is slow; 0 for never. */
    long slowRequestMillis() {
        return slowRequestMillis;
    }

    AcceptMutex acceptMutex() {
        return acceptMutex;
    }

    /** A new child's share of the memory for what clients have not taken. */
    WriteBufferPool writeBufferPool(Directives directives, ChildScore score) {
        writeBufferBudget.limit(directives.writeCompletionMemory());
        return new WriteBufferPool(
                writeBufferBudget,
                new WriteBufferPool.Bounds(
                        directives.writeCompletionBuffer(),
                        directives.writeCompletionSpill(),
                        directives.maxMemFree()),
                kilobytes -> score.gauge(Gauge.UNSENT, kilobytes));
    }

    IdleEviction idleEviction() {
        return idleEviction;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ThreadSelectors waits() {
        return waits;
    }

    /** Once a second, in the parent's thread: gives back what nobody needs any more. */
    public void tidy() {
        try {
            waits.closeUnused();
        } catch (IOException e) {
            log(Level.DEBUG, "closing a selector: " + e, e);
        }
    }

    long nextConnection() {
        return connectionIds.incrementAndGet();
    }

    long now() {
        return (System.nanoTime() - origin) / 1_000_000 + 1;
    }

    /**
     * @return whether a child that does not leave can take a parked connection over
     */
    boolean hasSuccessor() {
        return !model.bound() && registry.active().length > 0;
    }

    /**
     * The child that does not leave and takes the next parked connection over; null when there is
     * none.
     */
    Child successor() {
        return model.bound() ? null : registry.successor();
    }

    /** The child decided itself, or the parent did. */
    void leave(Child child, String reason) {
        if (child.decideToLeave()) {
            registry.leaving(child);
            finish(child, reason);
        }
    }

    private void finish(Child child, String reason) {
        child.leave();
        events.leaving(child.slot(), child.generation(), reason);
    }

    /** It has been decided that a child leaves, and that may have failed half-way. */
    void leaveAgain(Child child) {
        registry.leaving(child);
        finish(child, "as decided before");
    }

    /** The last thread of a child is about to end, or the watchdog finds that it has ended. */
    void gone(Child child) {
        if (!registry.gone(child)) {
            return;
        }
        try {
            child.release();
        } catch (IOException e) {
            logger.failure(Level.DEBUG, name, "the end of a child", e);
        } finally {
            events.gone(child.slot(), child.generation());
        }
    }

    void died(Worker worker, Error cause, boolean replaced) {
        events.died(worker.thread(), worker.slot(), worker.generation(), cause, replaced);
    }

    /**
     * The holder of the turn has accepted a connection. Never throws.
     *
     * @param again whether it can serve another one
     * @param kept false when the container refused it
     */
    void taken(AcceptMutex.Candidate candidate, boolean again, boolean kept) {
        acceptFailures.succeeded(now());
        acceptMutex.taken(candidate, again);
        if (!kept) {
            acceptMutex.released();
        }
        if (acceptMutex.isDrained()) {
            queueIsEmpty();
        }
    }

    /** The holder of the turn found nobody queued, while draining. Never throws. */
    void queueIsEmpty() {
        acceptMutex.close();
        try {
            closeSocket.run();
        } catch (Throwable t) {
            logger.failure(Level.ERROR, name, socket, t);
        }
    }

    /** The container has refused a connection. */
    void refused(Level level, Throwable cause) {
        logger.failure(level, "connection refused", null, cause);
    }

    /**
     * The holder of the turn could not accept; it keeps the turn, so that nobody else tries
     * meanwhile.
     *
     * @return how many milliseconds accepting rests
     */
    long acceptFailed(Child child, IOException e) {
        child.score().count(Total.ACCEPTS_FAILED);
        return acceptFailures.failed(e, now());
    }

    /**
     * Runs a continuation in the continuation executor; whatever it throws harms its connection
     * only.
     */
    void goOn(Task continuation) {
        continuations.execute(
                () -> {
                    try {
                        continuation.run();
                    } catch (Throwable t) {
                        String where = Thread.currentThread().getName();
                        failed(where, continuation.connection(), t);
                    }
                });
    }

    /**
     * Something of a connection's (or of nobody's, null) failed: it harms that connection only.
     * Never throws, and allocates nothing that it cannot do without: whoever calls it has caught
     * something.
     */
    void failed(String where, Connection connection, Throwable cause) {
        logger.failure(Level.ERROR, where, connection, cause);
        if (connection != null) {
            abort(connection);
        }
    }

    /** Closes a connection, also where the container fails while it closes it. */
    private void abort(Connection connection) {
        boolean closed = false;
        try {
            connection.abort();
            closed = true;
        } catch (Throwable t) {
            logger.failure(Level.ERROR, name, connection, t);
        } finally {
            if (!closed) {
                closeAnyway(connection);
            }
        }
    }

    private void closeAnyway(Connection connection) {
        try {
            try {
                connection.channel().close();
            } finally {
                connection.closed();
            }
        } catch (Throwable t) {
            logger.failure(Level.ERROR, name, connection, t);
        }
    }

    /** A thread of the engine's, or what it does again and again, goes on after that. */
    void goesOnAfter(Throwable failure, long restNanos) {
        logger.failure(Level.ERROR, Thread.currentThread().getName(), null, failure);
        try {
            LockSupport.parkNanos(restNanos);
        } catch (Throwable t) {
            // A virtual thread needs memory for that. It goes on without a rest.
            return;
        }
    }

    void log(Level level, String message, Throwable cause) {
        logger.log(level, message, cause);
    }
}
