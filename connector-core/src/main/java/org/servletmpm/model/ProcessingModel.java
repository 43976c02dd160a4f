package org.servletmpm.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.servletmpm.accept.AcceptMutex;
import org.servletmpm.accept.AcceptParts;
import org.servletmpm.accept.Accepting;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.waiting.AsyncColumns;
import org.servletmpm.worker.Dispatcher;
import org.servletmpm.worker.ListenerDuty;
import org.servletmpm.worker.StepStrategy;
import org.servletmpm.worker.WorkerPool;

/**
 * Puts together what differs between httpd's three models: who accepts a connection, and who waits
 * for its next event. Each model is one file that answers these questions; everything else is the
 * same for all, and asks none. An object belongs to one connector. Any thread.
 */
public sealed interface ProcessingModel permits PreforkModel, WorkerModel, EventModel, QueuedModel {

    /** The one place where a model is chosen. */
    static ProcessingModel of(Model model, ModelParts parts) {
        return switch (model) {
            case PREFORK -> bound(new PreforkModel(parts), parts);
            case WORKER -> bound(new WorkerModel(parts), parts);
            case EVENT -> new EventModel(parts);
        };
    }

    private static ProcessingModel bound(ProcessingModel model, ModelParts parts) {
        return parts.overload().isLimit() ? new QueuedModel(model, parts) : model;
    }

    /**
     * @return what an operator should know when it starts, as a line of the log
     */
    default Optional<String> note() {
        return Optional.empty();
    }

    /**
     * Makes what says which child watches the listening socket.
     *
     * @param maxConnections how many may be open at once; 0 or less for no limit
     */
    AcceptMutex mutex(int maxConnections);

    /** Makes what accepts for a child, and what feeds the child's workers. */
    Accepting accepting(AcceptParts parts, Directives directives);

    /** Makes what decides of the steps that a listener finds, and whether workers lead. */
    StepStrategy strategy(ListenerDuty duty, WorkerPool workers, Directives directives);

    /**
     * @return runs what no thread is bound to
     */
    Dispatcher dispatcher();

    /**
     * @return whether a child that leaves hands its connections over to its siblings; if not, it
     *     finishes them itself, and a worker without one may end at once
     */
    boolean handsOver();

    /**
     * @param workers of a child
     * @return whether the child's clients would be served sooner by another process
     */
    default boolean isBusy(WorkerPool workers) {
        return false;
    }

    /** Counts a child's connections in mod_status's asynchronous columns, or not at all. */
    AsyncColumns columns(ChildScore score);

    /**
     * Makes the memory for what clients have not taken of their responses.
     *
     * @param ofChild makes a child's share of that memory
     * @return null where the thread that writes waits with its client
     */
    WriteBufferPool writeBuffers(Supplier<WriteBufferPool> ofChild);
}
