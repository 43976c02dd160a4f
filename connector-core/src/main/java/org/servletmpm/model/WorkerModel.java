package org.servletmpm.model;

import java.io.IOException;
import java.util.function.Supplier;
import org.servletmpm.accept.AcceptChild;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.Accepting;
import org.servletmpm.accept.AcceptingListener;
import org.servletmpm.accept.Acceptor;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.worker.Assignment;
import org.servletmpm.worker.BoundSource;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.WorkSource;
import org.servletmpm.worker.Worker;
import org.servletmpm.worker.WorkerPool;

/**
 * worker: many workers per child, and a listener that accepts. A connection is accepted for an idle
 * worker, which serves it to its end and waits with it between its requests.
 *
 * <p>The listener watches what is armed while a connection's worker is busy. Work that is no
 * connection's next step runs on auxiliary threads beside the workers, at most as many as those. A
 * child that leaves finishes its connections itself.
 */
public final class WorkerModel implements ProcessingModel {

    private final ModelParts parts;
    private final Dispatcher dispatcher;

    WorkerModel(ModelParts parts) {
        this.parts = parts;
        this.dispatcher = parts.beside();
    }

    /** At the limit no child watches: more connections wait in the kernel's backlog. */
    @Override
    public AcceptMutex mutex(int maxConnections) {
        return new AcceptMutex(maxConnections, false);
    }

    /** The listener accepts while a worker is idle; a worker that becomes idle asks for more. */
    @Override
    public Accepting accepting(AcceptParts accepting, Directives directives) {
        AcceptChild child = accepting.child();
        AcceptingListener listener =
                new AcceptingListener(
                        accepting,
                        draining -> child.workers().hasIdle(),
                        acceptor -> takeForWorker(child.workers(), acceptor));
        WorkSource source = new BoundSource(listener.acceptor()::want);
        return new Accepting(listener.acceptor(), listener.policy(), listener, source);
    }

    /** The worker is claimed first: nothing is accepted that would have to wait for one. */
    private static void takeForWorker(WorkerPool workers, Acceptor acceptor) throws IOException {
        Worker claimed = workers.idle().claim();
        if (claimed == null) {
            return;
        }
        Assignment told = Assignment.Order.LOOK;
        try {
            Connection connection = acceptor.take();
            if (connection != null) {
                told = claimed.serves(connection);
            }
        } finally {
            // Claimed, it waits for a word in any case.
            claimed.assign(told);
        }
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
