package org.servletmpm.model;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.servletmpm.accept.AcceptChild;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.Accepting;
import org.servletmpm.accept.AcceptingListener;
import org.servletmpm.accept.Acceptor;
import org.servletmpm.accept.AdmissionGate;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.worker.BoundDispatcher;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.QueueSource;
import org.servletmpm.worker.SharedSource;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.WorkSource;
import org.servletmpm.worker.WorkerDispatcher;
import org.servletmpm.worker.WorkerPool;

/**
 * prefork and worker, where the wait for a worker is limited (RequestQueueTime, OverloadControl): a
 * connection that waits in the kernel's backlog has no age that could be seen. So the child's
 * listener accepts although no worker is idle, up to ListenBacklog connections more than there are
 * workers. A connection waits at the listener until its first request can be read, and then for a
 * worker's turn. The worker serves it to its end, as ever, and waits with it between its requests;
 * only when something else waits for a worker, it gives an idle connection back to the listener.
 *
 * <p>A child that leaves hands over to its siblings what no worker has. Work that is no
 * connection's next step runs on auxiliary threads beside the workers.
 */
public final class QueuedModel implements ProcessingModel {

    /** In the place of a filter's name: the model pins each connection. */
    private static final String BY_MODEL = "";

    private final ProcessingModel model;
    private final ModelParts parts;
    private final WorkerDispatcher workers;
    private final Dispatcher dispatcher;

    /**
     * @param model prefork or worker, for what is as ever
     */
    QueuedModel(ProcessingModel model, ModelParts parts) {
        this.model = model;
        this.parts = parts;
        Dispatcher beside = parts.beside();
        this.workers =
                new WorkerDispatcher(
                        parts.threads(),
                        parts.pools(),
                        beside,
                        parts.overload().queueOfConnections());
        this.dispatcher =
                new BoundDispatcher(
                        workers,
                        beside,
                        parts.pools(),
                        parts.overload()::isWaitedFor,
                        parts.overload().queue());
    }

    @Override
    public Optional<String> note() {
        return model.note();
    }

    @Override
    public AcceptMutex mutex(int maxConnections) {
        return model.mutex(maxConnections);
    }

    @Override
    public Accepting accepting(AcceptParts accepting, Directives directives) {
        int backlog = directives.listenBacklog();
        BooleanSupplier room =
                () -> accepting.socket().mutex().connections() < parts.pools().workers() + backlog;
        AdmissionGate gate = new AdmissionGate(stopped -> room.getAsBoolean());
        AcceptingListener listener =
                new AcceptingListener(
                        accepting, gate, acceptor -> takeToPark(accepting.child(), acceptor));
        WorkSource source =
                new SharedSource(
                        new QueueSource(workers.queue(), listener.policy()::eased),
                        parts.overload()::isIdleWorkerWaitedFor);
        return new Accepting(listener.acceptor(), listener.policy(), listener, source);
    }

    private static void takeToPark(AcceptChild child, Acceptor acceptor) throws IOException {
        Connection connection = acceptor.take();
        if (connection != null) {
            connection.pin(BY_MODEL);
            child.begin(connection);
        }
    }

    @Override
    public StepStrategy strategy(ListenerDuty duty, WorkerPool pool, Directives directives) {
        return model.strategy(duty, pool, directives);
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public boolean handsOver() {
        return true;
    }

    @Override
    public AsyncColumns columns(ChildScore score) {
        return model.columns(score);
    }

    @Override
    public WriteBufferPool writeBuffers(Supplier<WriteBufferPool> ofChild) {
        return model.writeBuffers(ofChild);
    }
}
