package org.servletmpm.jetty;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.jetty.MpmServerConnector.MpmSelectorManager;

/**
 * Jetty's end point without a selector and without a key: what it would select for arms an interest
 * of the engine's. Any thread.
 */
final class MpmEndPoint extends SocketChannelEndPoint {

    private final Executor lane;
    private final MpmSelectorManager manager;
    private JettyConnection connection;

    MpmEndPoint(
            SocketChannel channel, Scheduler scheduler, Executor lane, MpmSelectorManager manager) {
        super(channel, null, null, scheduler);
        this.lane = lane;
        this.manager = manager;
    }

    /**
     * @return the engine's end point behind whatever wraps it (TLS, PROXY), or null when it is not
     *     one of the engine's
     */
    static MpmEndPoint of(EndPoint endPoint) {
        EndPoint inner = endPoint;
        while (inner instanceof EndPoint.Wrapper wrapper) {
            inner = wrapper.unwrap();
        }
        return inner instanceof MpmEndPoint mpm ? mpm : null;
    }

    /** Told once, before anything else. */
    void connection(JettyConnection itself) {
        connection = itself;
    }

    JettyConnection connection() {
        return connection;
    }

    /** The container's first steps with the connection. */
    void open() throws IOException {
        manager.open(this);
    }

    @Override
    protected void needsFillInterest() {
        connection.awaitInput(urgency(getFillInterest().getCallbackInvocationType()));
    }

    @Override
    protected void onIncompleteFlush() {
        connection.arm(Kind.WRITE, 0, urgency(getWriteFlusher().getCallbackInvocationType()));
    }

    /**
     * While the application has the request, whatever it waits for may be what one of its threads
     * is blocked for, and that thread may be a worker: nothing of it may wait for a worker. Once it
     * has returned, a callback that may block is a worker's; between requests, the next request is.
     */
    private Urgency urgency(InvocationType callback) {
        if (connection.isMultiplexed()) {
            // A frame may be what all workers are blocked for.
            return Urgency.CONTINUATION;
        }
        return switch (connection.state()) {
            case HANDLER, UPGRADED -> Urgency.CONTINUATION;
            case SUSPENDED ->
                    callback == InvocationType.BLOCKING ? Urgency.NEXT_STEP : Urgency.CONTINUATION;
            default -> Urgency.NEXT_STEP;
        };
    }

    @Override
    public Callback cancelWrite(Throwable cause) {
        Callback callback = super.cancelWrite(cause);
        if (callback != null) {
            connection.cancel(Kind.WRITE);
        }
        return callback;
    }

    @Override
    public boolean isWriteInterested() {
        return connection.interest(Kind.WRITE).isArmed();
    }

    /**
     * {@inheritDoc} The response is out and the connection ends: the client is waited for as httpd
     * does in a lingering close, not as between requests.
     */
    @Override
    protected void doShutdownOutput() {
        super.doShutdownOutput();
        connection.lingering();
        if (connection.state() == ConnectionState.UPGRADED) {
            return;
        }
        if (getIdleTimeout() <= 0 || getIdleTimeout() > JettyConnection.LINGER_MILLIS) {
            setIdleTimeout(JettyConnection.LINGER_MILLIS);
        }
    }

    @Override
    public void doClose() {
        connection.closing();
        try {
            super.doClose();
        } finally {
            connection.closed();
        }
    }

    /** {@inheritDoc} Listeners are told elsewhere: this may be the engine's listener. */
    @Override
    public void onClose(Throwable cause) {
        try {
            super.onClose(cause);
        } finally {
            onLane(() -> manager.closed(this, cause));
        }
    }

    /** Runs something off the calling thread, unless the engine has stopped meanwhile. */
    void onLane(Runnable work) {
        try {
            lane.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }
}
