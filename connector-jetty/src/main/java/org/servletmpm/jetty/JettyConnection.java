package org.servletmpm.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Keeper;
import org.servletmpm.connection.Task;

/**
 * A connection that Jetty's end point drives. Jetty's callbacks may run at once in several threads,
 * so there is nothing to serialise here. Deadlines are Jetty's own: its idle timeouts span reads,
 * writes and asynchronous waits.
 */
final class JettyConnection extends Connection {

    private final MpmEndPoint endPoint;
    private final KeepAlive keepAlive;
    private final Task fillable;
    private final Task fillableAtOnce;

    JettyConnection(
            long id,
            SocketChannel channel,
            Keeper keeper,
            MpmEndPoint endPoint,
            KeepAlive keepAlive) {
        super(id, channel, keeper);
        this.endPoint = endPoint;
        this.keepAlive = keepAlive;
        this.fillable = step(this::goOn);
        this.fillableAtOnce =
                new Step(this, Urgency.CONTINUATION, () -> endPoint.getFillInterest().fillable());
    }

    /** A request begins or goes on; if it is not over afterwards, it waits for something else. */
    private void goOn() {
        requestResumed();
        endPoint.getFillInterest().fillable();
        requestSuspended();
    }

    /** Work of this connection. */
    private record Step(Connection connection, Urgency urgency, Runnable work) implements Task {
        @Override
        public void run() {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // Whoever was to go on with the connection does not.
                connection.abort();
                throw e;
            }
        }
    }

    /**
     * @return the work as the connection's next step
     */
    Task step(Runnable work) {
        return new Step(this, Urgency.NEXT_STEP, work);
    }

    /** {@inheritDoc} Making the container's connection may mean TLS and listeners: a worker's. */
    @Override
    public Task opened() {
        return step(
                () -> {
                    try {
                        endPoint.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** {@inheritDoc} A deadline is set for an idle connection only: it goes. */
    @Override
    public Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        if (outcome == Outcome.TIMEOUT) {
            abort();
            return null;
        }
        if (kind == Kind.READ) {
            return urgency == Urgency.NEXT_STEP ? fillable : fillableAtOnce;
        }
        return new Step(this, urgency, () -> endPoint.getWriteFlusher().completeWrite());
    }

    /** {@inheritDoc} Off the calling thread: closing tells the application's listeners. */
    @Override
    public void abort() {
        endPoint.onLane(endPoint::close);
    }
}
