package org.servletmpm.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.servletmpm.accept.AcceptDuty;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.Accepting;
import org.servletmpm.accept.AcceptingWorker;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.WorkerPool;

/**
 * prefork: one worker per child, which accepts a connection, serves it to its end, waiting with it
 * between its requests, and only then accepts the next one.
 *
 * <p>The child's listener accepts nothing. It watches what is armed while the worker is busy, and
 * begins when that happens for the first time. Work that is no connection's next step runs on an
 * auxiliary thread beside the worker. A child that leaves finishes its connection itself.
 */
public final class PreforkModel implements ProcessingModel {

    private final ModelParts parts;
    private final Dispatcher dispatcher;

    PreforkModel(ModelParts parts) {
        this.parts = parts;
        this.dispatcher = parts.beside();
    }

    @Override
    public Optional<String> note() {
        return Optional.of(
                "prefork in one JVM bounds and isolates threads, not memory: servlet instances"
                        + " are shared, so code that is not thread-safe needs"
                        + " MaxRequestWorkers 1");
    }

    /** At the limit no child watches: more connections wait in the kernel's backlog. */
    @Override
    public AcceptMutex mutex(int maxConnections) {
        return new AcceptMutex(maxConnections, false);
    }

    /** The worker accepts, as long as it has no connection. */
    @Override
    public Accepting accepting(AcceptParts accepting, Directives directives) {
        AcceptingWorker worker = new AcceptingWorker(accepting);
        return new Accepting(worker.acceptor(), worker.policy(), AcceptDuty.NONE, worker);
    }

    @Override
    public StepStrategy strategy(ListenerDuty duty, WorkerPool workers, Directives directives) {
        return parts.handOff();
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** A connection belongs to its thread. */
    @Override
    public boolean handsOver() {
        return false;
    }

    /** No connection is without a thread. */
    @Override
    public AsyncColumns columns(ChildScore score) {
        return AsyncColumns.NONE;
    }

    /** The worker waits with its client. */
    @Override
    public WriteBufferPool writeBuffers(Supplier<WriteBufferPool> ofChild) {
        return null;
    }
}
