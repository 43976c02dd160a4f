package org.servletmpm.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.ReadLimit;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.Refusal;
import org.servletmpm.connection.RequestLine;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.jfr.EngineEvents;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Total;
import org.servletmpm.scoreboard.WorkerStatus;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.waiting.ListenerSelector;
import org.servletmpm.waiting.ListeningHost;
import org.servletmpm.waiting.WaitingPlace;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.PoolThread;
import org.servletmpm.worker.Worker;

/**
 * Does for its connections what is a child's. Any thread: it decides who waits and who runs, and
 * writes what happens to the scoreboard.
 */
final class ChildHost implements ListeningHost {

    private final Child child;
    private final GroupServices services;
    private final ChildScore score;
    private final ListenerSelector listener;
    private final AsyncColumns columns;
    private final ReadLimits readLimits;
    private final GracefulKeepAlive patience;
    private final ChildHost ended;

    /**
     * @param listener where the child's connections are watched
     * @param columns their asynchronous counts
     */
    ChildHost(
            Child child,
            GroupServices services,
            Directives directives,
            ListenerSelector listener,
            AsyncColumns columns) {
        this.child = child;
        this.services = services;
        this.score = child.score();
        this.listener = listener;
        this.columns = columns;
        this.readLimits = new ReadLimits(directives.requestReadTimeout());
        this.patience = GracefulKeepAlive.of(directives);
        this.ended = new ChildHost(this);
    }

    private ChildHost(ChildHost living) {
        this.child = living.child;
        this.services = living.services;
        this.score = living.score;
        this.listener = living.listener;
        this.columns = living.columns;
        this.readLimits = living.readLimits;
        this.patience = living.patience;
        this.ended = this;
    }

    @Override
    public ListenerSelector listener() {
        return listener;
    }

    @Override
    public AsyncColumns columns() {
        return columns;
    }

    @Override
    public ChildHost ended() {
        return ended;
    }

    /**
     * @return whether the connection belongs to this child, or did when it was closed
     */
    boolean isOf(Connection connection) {
        return connection.host().ended() == ended;
    }

    // ---- who waits, who runs

    @Override
    public void armed(Connection connection, Interest interest) {
        Watch watch = Watch.of(connection);
        WaitingPlace place = watch.place();
        hasten(connection);
        long word = interest.get();
        if (word != 0 && !place.armed(Interest.urgency(word))) {
            watch(watch);
        }
    }

    /**
     * @return the child's whose connection it is, perhaps another's than the calling worker's
     */
    static ChildHost of(Connection connection) {
        return (ChildHost) connection.host();
    }

    /** Lets its listener watch what is armed, for a thread that is bound to it and is busy. */
    static void watch(Connection connection) {
        of(connection).watch(Watch.of(connection));
    }

    /** Lets the listener watch what is armed. */
    void watch(Watch watch) {
        child.watch(watch);
    }

    /**
     * Shortens the wait for a client that sends nothing, where the connection's place is about to
     * go: {@link GracefulKeepAlive} says to what. A request that has begun is served in any case:
     * it has the time of RequestReadTimeout.
     *
     * @return whether a deadline has moved
     */
    boolean hasten(Connection connection) {
        long millis =
                services.isDraining() || child.isHurried()
                        ? patience.atStop(connection)
                        : isPlaceGoing(connection)
                                ? patience.atLeaving(connection)
                                : Long.MAX_VALUE;
        return millis < Long.MAX_VALUE
                && connection.interest(Kind.READ).shorten(services.now() + millis);
    }

    @Override
    public boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        WaitingPlace place = Watch.of(connection).place();
        if (place.isOwner()) {
            return place.await(kind, timeoutMillis);
        }
        if (kind == Kind.READ) {
            return services.selectors().await(connection, kind, timeoutMillis);
        }
        blocked(connection, 1);
        try {
            return services.selectors().await(connection, kind, timeoutMillis);
        } finally {
            blocked(connection, -1);
        }
    }

    @Override
    public boolean isReady(Connection connection, Kind kind) throws IOException {
        return services.selectors().isReady(connection, kind);
    }

    @Override
    public void submit(Connection connection, Task task) {
        WaitingPlace place = Watch.of(connection).place();
        if (!place.submit(task) || Watch.of(connection).place() != place && place.takeBack(task)) {
            execute(task);
        }
    }

    private void execute(Task task) {
        if (task.urgency() == Urgency.CONTINUATION) {
            services.continuations().goOn(task);
        } else {
            child.execute(task);
        }
    }

    @Override
    public WriteBufferPool memory(Connection connection) {
        return Watch.of(connection).place().writeBuffers(child.writeBufferPool());
    }

    @Override
    public ReadLimit readLimit(ReadStage stage) {
        return readLimits.get(stage);
    }

    /** Seldom more than a trace: those who do it on purpose do it by the thousand. */
    @Override
    public void overdue(Connection connection, ReadStage stage) {
        score.count(
                switch (stage) {
                    case HANDSHAKE -> Total.REFUSED_HANDSHAKE_TIMEOUT;
                    case HEADER -> Total.REFUSED_HEADER_TIMEOUT;
                    case BODY -> Total.REFUSED_BODY_TIMEOUT;
                });
        services.failures()
                .log(
                        Level.DEBUG,
                        "connection %d: request %s read timeout"
                                .formatted(connection.id(), stage.name().toLowerCase(Locale.ROOT)),
                        null);
    }

    @Override
    public void handshakeFailed(Connection connection) {
        score.count(Total.REFUSED_HANDSHAKE);
    }

    /** {@inheritDoc} Where a thread has it anyway, nothing changes. */
    @Override
    public void pinned(Connection connection) {
        Watch.of(connection).settle();
        Worker worker = services.workerThreads().current();
        if (worker != null) {
            worker.pin(connection);
        }
    }

    // ---- what happens

    @Override
    public void blocked(Connection connection, int delta) {
        score.gauge(Gauge.BLOCKED_WRITERS, delta);
        if (delta > 0) {
            score.count(Total.WRITES_BLOCKED);
        }
    }

    @Override
    public void moved(Connection connection, ConnectionState from, ConnectionState to) {
        Watch watch = Watch.of(connection);
        watch.settle();
        followIdleness(watch, from, to);
        watch.place().stateChanged();
        if (to == ConnectionState.UPGRADED) {
            services.socket().mutex().upgraded(1);
        } else if (from == ConnectionState.UPGRADED) {
            services.socket().mutex().upgraded(-1);
        } else if (to == ConnectionState.KEEP_ALIVE && isDraining(connection)) {
            // It may wait for the next request since long (HTTP/2): now it waits for nothing else.
            Interest read = connection.interest(Kind.READ);
            if (read.isArmed()) {
                armed(connection, read);
            }
        }
    }

    private void followIdleness(Watch watch, ConnectionState from, ConnectionState to) {
        if (to == ConnectionState.HANDLER) {
            services.eviction().active(watch);
        } else if (to == ConnectionState.LINGER) {
            child.acceptPolicy().eased();
        }
    }

    @Override
    public void requestStarted(Connection connection, RequestLine line) {
        child.workers().runsApplication();
        Worker worker = services.workerThreads().current();
        if (worker != null) {
            if (worker.pool() != child.workers()) {
                worker.pool().runsApplication();
                score.count(Total.REQUESTS_HELPED);
            }
            worker.requests().started(connection, line);
        } else if (Thread.currentThread() instanceof PoolThread thread) {
            thread.requestStarted(line);
        }
    }

    @Override
    public boolean isOpening() {
        return services.overload().isOpening();
    }

    @Override
    public Refusal refusal(Connection connection, RequestLine line) {
        return services.overload().refusal(score, connection, line);
    }

    @Override
    public void closing(Connection connection) {
        Worker worker = services.workerThreads().current();
        if (worker != null) {
            worker.score().status(WorkerStatus.CLOSING);
        }
    }

    @Override
    public void requestFinished(Connection connection, long bytes, long nanos) {
        services.requestTimes().add(nanos);
        Worker worker = services.workerThreads().current();
        if (worker != null) {
            worker.requests().finished(bytes, nanos);
        } else {
            PoolThread.atRest();
            score.requestFinishedOutsideWorkers(bytes, nanos);
        }
    }

    @Override
    public void closed(Connection connection) {
        Watch watch = Watch.of(connection);
        try {
            connection.cancel(Kind.READ);
            connection.cancel(Kind.WRITE);
            watch.wakeWaiters();
        } finally {
            abandon(watch);
        }
    }

    private void abandon(Watch watch) {
        if (child.abandon(watch)) {
            services.socket().mutex().released();
            boolean gaveWay = services.eviction().closed(watch);
            if (gaveWay) {
                score.count(Total.CONNS_EVICTED);
            }
            child.acceptPolicy().eased();
            if (gaveWay) {
                EngineEvents.connectionEvicted(services.name(), watch.connection().id());
            }
        }
    }

    /** Something of the connection's failed. Never throws. */
    void failed(Connection connection, Throwable cause) {
        services.failures().failed(Thread.currentThread().getName(), connection, cause);
    }

    // ---- the engine's clock and its end

    /** {@inheritDoc} A thread that is bound to it in event leaves with its own child. */
    @Override
    public boolean isDraining(Connection connection) {
        return services.isStopAnnounced() || isPlaceGoing(connection) || isBetterServedElsewhere();
    }

    /** No worker of another process helps a child that has none: its clients can go there. */
    private boolean isBetterServedElsewhere() {
        return services.model().isBusy(child.workers()) && score.hasAcceptingSibling();
    }

    /** The server may go on, but not with this connection. */
    private boolean isPlaceGoing(Connection connection) {
        return child.isWithoutSuccessor() && !child.hasSuccessor()
                || connection.pinnedBy() != null && isBoundToLeaving(connection);
    }

    private boolean isBoundToLeaving(Connection connection) {
        return Watch.of(connection).place().isBoundTo(this::isOfLeaving);
    }

    private boolean isOfLeaving(Thread thread) {
        Worker owner = services.workerThreads().of(thread);
        return owner != null && owner.pool().isLeaving();
    }

    @Override
    public long now() {
        return services.now();
    }
}
