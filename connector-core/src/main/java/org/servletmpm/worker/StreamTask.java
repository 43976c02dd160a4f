package org.servletmpm.worker;

import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.overload.AgedTask;

/**
 * Runs a step of one of several requests that a connection carries at once. It is a worker's, as
 * the connection's next step is, but others of the connection may run beside it, as many as its
 * {@linkplain org.servletmpm.connection.StreamShare share} lets.
 *
 * @param since {@link #NO_REQUEST} if the application is not given a request by it
 * @param ended told in the thread that has run it
 */
public record StreamTask(
        Connection connection, Runnable work, long since, Consumer<StreamTask> ended)
        implements AgedTask {

    /** In the place of a time: the step begins no request. */
    static final long NO_REQUEST = -1;

    @Override
    public Urgency urgency() {
        return Urgency.CONTINUATION;
    }

    @Override
    public Purpose purpose() {
        return since == NO_REQUEST ? Purpose.OTHER : Purpose.REQUEST;
    }

    @Override
    public void run() {
        try {
            work.run();
        } finally {
            ended.accept(this);
        }
    }
}
