package org.servletmpm.worker;

import java.util.function.Consumer;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/**
 * Runs a step of one of several requests that a connection carries at once. It is a worker's, as
 * the connection's next step is, but others of the connection may run beside it, as many as its
 * {@linkplain org.servletmpm.connection.StreamShare share} lets.
 *
 * @param begins whether the application is given the request by it
 * @param ended told in the thread that has run it
 */
public record StreamTask(
        Connection connection, Runnable work, boolean begins, Consumer<StreamTask> ended)
        implements Task {

    @Override
    public Urgency urgency() {
        return Urgency.CONTINUATION;
    }

    @Override
    public Purpose purpose() {
        return begins ? Purpose.REQUEST : Purpose.OTHER;
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
