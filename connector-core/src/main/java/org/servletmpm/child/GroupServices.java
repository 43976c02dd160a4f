package org.servletmpm.child;

import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.servletmpm.accept.IdleEviction;
import org.servletmpm.accept.ListeningSocket;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHost;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.model.ModelParts;
import org.servletmpm.model.ProcessingModel;
import org.servletmpm.overload.Overload;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.RequestTimes;
import org.servletmpm.waiting.ThreadSelectors;
import org.servletmpm.waiting.Watch;
import org.servletmpm.worker.ContinuationExecutor;
import org.servletmpm.worker.Failures;
import org.servletmpm.worker.PoolThreads;
import org.servletmpm.worker.RequestLimits;
import org.servletmpm.worker.Worker;
import org.servletmpm.worker.WorkerServices;
import org.servletmpm.worker.WorkerThreads;

/**
 * Holds what the children of one connector share: the listening socket, the processing model, the
 * threads that are no child's, and a clock. Knows no child. Any thread.
 */
final class GroupServices {

    private final long origin = System.nanoTime();
    private final Endpoint endpoint;
    private final Failures failures;
    private final PoolThreads poolThreads = new PoolThreads(this::requestLimits);
    private final WorkerServices workers;
    private final WorkerThreads<Worker> workerThreads = new WorkerThreads<>();
    private final ContinuationExecutor continuations;
    private final ThreadSelectors selectors = new ThreadSelectors(this::now);
    private final AtomicLong connectionIds = new AtomicLong();
    private final RequestTimes requestTimes = new RequestTimes();
    private final WriteBufferPool.Budget writeBufferBudget = new WriteBufferPool.Budget();
    private final Overload overload;
    private final ProcessingModel model;
    private final ListeningSocket socket;
    private final IdleEviction eviction;

    /** Of the directives that the last child was started with. */
    private volatile RequestLimits requestLimits = RequestLimits.NONE;

    /** Responses say that the connection ends, as the engine is to stop or stops. */
    private volatile boolean stopAnnounced;

    /**
     * @param name the prefix of all threads' names
     * @param directives of which the model and the limit of connections hold until the end
     */
    GroupServices(
            String name,
            Directives directives,
            Endpoint endpoint,
            Failures failures,
            Peers children) {
        this.endpoint = endpoint;
        this.failures = failures;
        this.workers = new WorkerServices(name, poolThreads, failures, this::now);
        this.continuations = new ContinuationExecutor(workers);
        this.overload =
                Overload.of(directives, new OverloadOutlet(workers, continuations, children));
        this.model =
                ProcessingModel.of(
                        directives.model(),
                        new ModelParts(workers, workerThreads, children, continuations, overload));
        this.socket =
                new ListeningSocket(
                        endpoint.socket(),
                        endpoint.close(),
                        model.mutex(directives.maxConnections().orElse(0)),
                        failures,
                        this::now);
        this.eviction = new IdleEviction(children::watches, socket.mutex()::wakeHolder);
    }

    /**
     * @return on the clock that deadlines are told in, ms: never 0, never going back
     */
    long now() {
        return (System.nanoTime() - origin) / 1_000_000 + 1;
    }

    /**
     * @return what the names of all threads begin with
     */
    String name() {
        return workers.name();
    }

    ProcessingModel model() {
        return model;
    }

    Failures failures() {
        return failures;
    }

    WorkerServices workers() {
        return workers;
    }

    PoolThreads poolThreads() {
        return poolThreads;
    }

    WorkerThreads<Worker> workerThreads() {
        return workerThreads;
    }

    ContinuationExecutor continuations() {
        return continuations;
    }

    RequestTimes requestTimes() {
        return requestTimes;
    }

    Overload overload() {
        return overload;
    }

    ThreadSelectors selectors() {
        return selectors;
    }

    ListeningSocket socket() {
        return socket;
    }

    IdleEviction eviction() {
        return eviction;
    }

    /** A child is about to be started with these. The parent's thread. */
    void directives(Directives directives) {
        requestLimits = RequestLimits.of(directives);
        writeBufferBudget.limit(directives.writeCompletionMemory());
    }

    /** How long requests may take. */
    RequestLimits requestLimits() {
        return requestLimits;
    }

    /** A new child's share of the memory for what clients have not taken. */
    WriteBufferPool writeBufferPool(Directives directives, ChildScore score) {
        return new WriteBufferPool(
                writeBufferBudget,
                new WriteBufferPool.Bounds(
                        directives.writeCompletionBuffer(),
                        directives.writeCompletionSpill(),
                        directives.maxMemFree()),
                kilobytes -> score.gauge(Gauge.UNSENT, kilobytes));
    }

    /**
     * Makes a connection of what was accepted.
     *
     * @throws Exception when the container refuses it
     */
    Connection connection(SocketChannel channel, ConnectionHost host) throws Exception {
        Connection connection = new Connection(connectionIds.incrementAndGet(), channel, host);
        connection.attach(new Watch(connection));
        connection.handledBy(endpoint.adapter().handler(connection));
        return connection;
    }

    void announceStop() {
        stopAnnounced = true;
    }

    boolean isStopAnnounced() {
        return stopAnnounced;
    }

    boolean isDraining() {
        return socket.isDraining();
    }
}
