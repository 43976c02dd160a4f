package org.servletmpm.worker;

import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.StreamShare;
import org.servletmpm.overload.Overload;

/**
 * Runs the steps of requests of which one connection carries several at once, as many of them as
 * the connection's share lets. Any thread; nothing here blocks.
 */
public final class StreamDispatcher {

    private final Dispatcher dispatcher;
    private final StreamLimit limit;
    private final Overload overload;
    private final Consumer<StreamTask> ended = this::ended;

    /**
     * @param overload limits how long a step waits
     */
    public StreamDispatcher(Dispatcher dispatcher, StreamLimit limit, Overload overload) {
        this.dispatcher = dispatcher;
        this.limit = limit;
        this.overload = overload;
    }

    /**
     * Runs a step as soon as the connection's share lets.
     *
     * @param begins whether the application is given its request by it
     */
    public void execute(Connection connection, Runnable work, boolean begins) {
        long since = begins ? overload.now() : StreamTask.NO_REQUEST;
        StreamTask step = new StreamTask(connection, work, since, ended);
        StreamShare share = connection.streamShare();
        if (share.begins(step, limit.get())) {
            dispatcher.begin(step);
        } else {
            overload.watch(share);
            beginWaiting(connection);
        }
    }

    /** Begins what waits for its connection's share, as far as that lets. */
    public void beginWaiting(Connection connection) {
        StreamShare share = connection.streamShareIfAny();
        if (share != null) {
            for (Runnable next = next(share); next != null; next = next(share)) {
                dispatcher.begin((StreamTask) next);
            }
        }
    }

    private Runnable next(StreamShare share) {
        return share.next(limit.get());
    }

    /** In the thread that has run it. */
    private void ended(StreamTask step) {
        StreamShare share = step.connection().streamShare();
        share.ended();
        dispatcher.beginHere(share, limit.get());
        beginWaiting(step.connection());
    }
}
