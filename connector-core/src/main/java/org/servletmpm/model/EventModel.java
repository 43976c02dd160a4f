package org.servletmpm.model;

import java.io.IOException;
import java.util.function.Supplier;
import org.servletmpm.accept.AcceptChild;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.Accepting;
import org.servletmpm.accept.AcceptingListener;
import org.servletmpm.accept.Acceptor;
import org.servletmpm.accept.Admission;
import org.servletmpm.accept.AdmissionGate;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.scoreboard.AsyncState;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.LeaderFollower;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.QueueSource;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.WorkSource;
import org.servletmpm.worker.WorkerDispatcher;
import org.servletmpm.worker.WorkerPool;

/**
 * event: many workers per child, and a listener that accepts and waits. A connection that has
 * nothing to do is parked at the listener, and a worker has it only for its next step: an idle one
 * of its own child, else of any child, else the next that has time.
 *
 * <p>With LeaderFollower a worker may have the listener's duty, and runs itself what it expects to
 * be short. What a worker begins runs on workers; what the worker of a pinned connection begins
 * runs on an auxiliary thread beside it. A child that leaves hands its parked connections over to
 * its siblings.
 */
public final class EventModel implements ProcessingModel {

    private final ModelParts parts;
    private final WorkerDispatcher dispatcher;

    EventModel(ModelParts parts) {
        this.parts = parts;
        this.dispatcher =
                new WorkerDispatcher(
                        parts.threads(), parts.pools(), parts.beside(), parts.overload().queue());
    }

    /** At the limit a child watches all the same: an idle connection is evicted for a new one. */
    @Override
    public AcceptMutex mutex(int maxConnections) {
        return new AcceptMutex(maxConnections, true);
    }

    /**
     * The listener accepts what {@link Admission} lets it (AsyncRequestWorkerFactor), and parks it;
     * the workers take what is ready from the queue.
     */
    @Override
    public Accepting accepting(AcceptParts accepting, Directives directives) {
        AcceptChild child = accepting.child();
        Admission admission =
                new Admission(directives.threadsPerChild(), directives.asyncRequestWorkerFactor());
        AdmissionGate gate = new AdmissionGate(stopped -> isAdmitted(child, admission, stopped));
        AcceptingListener listener =
                new AcceptingListener(accepting, gate, acceptor -> takeToPark(child, acceptor));
        WorkSource source = new QueueSource(dispatcher.queue(), listener.policy()::eased);
        return new Accepting(listener.acceptor(), listener.policy(), listener, source);
    }

    private static boolean isAdmitted(AcceptChild child, Admission admission, boolean stopped) {
        return admission.accepts(
                child.score().connections(),
                child.score().async(AsyncState.CLOSING),
                child.workers().idleCount(),
                stopped);
    }

    private static void takeToPark(AcceptChild child, Acceptor acceptor) throws IOException {
        Connection connection = acceptor.take();
        if (connection != null) {
            child.begin(connection);
        }
    }

    @Override
    public StepStrategy strategy(ListenerDuty duty, WorkerPool workers, Directives directives) {
        return directives.leaderFollower()
                ? new LeaderFollower(
                        duty,
                        workers,
                        dispatcher,
                        parts.continuations(),
                        Runtime.getRuntime().availableProcessors())
                : parts.handOff();
    }

    @Override
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public boolean handsOver() {
        return true;
    }

    /** Its connections bind no worker: without an idle one, each has to wait for its turn. */
    @Override
    public boolean isBusy(WorkerPool workers) {
        return !workers.hasIdle();
    }

    @Override
    public AsyncColumns columns(ChildScore score) {
        return AsyncColumns.of(score);
    }

    /** A client that takes its response slowly holds no worker. */
    @Override
    public WriteBufferPool writeBuffers(Supplier<WriteBufferPool> ofChild) {
        return ofChild.get();
    }
}
