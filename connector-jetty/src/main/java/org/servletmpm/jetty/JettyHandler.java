package org.servletmpm.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.Task;
import org.servletmpm.jetty.CachedChannels.Warm;

/**
 * Drives Jetty's end point of one connection. Jetty's callbacks may run at once in several threads,
 * so there is nothing to serialise here. Jetty's own idle timeouts span reads, writes and
 * asynchronous waits; the engine has a deadline for a request that is being read, for a connection
 * that waits for its next one, and for what is unsent of a complete response.
 */
final class JettyHandler implements ConnectionHandler, Task {

    /** How long a client that should close may be silent: httpd's short linger. */
    static final long LINGER_MILLIS = 2000;

    /** Whose frames the thread moves. */
    private static final ThreadLocal<JettyHandler> MOVING = new ThreadLocal<>();

    private final Connection connection;
    private final MpmEndPoint endPoint;
    private final KeepAlive keepAlive;

    /** Null while the connection has one request at a time; set once. */
    private volatile Multiplexed multiplexed;

    /** What is kept for the next request; null when it is idle for long, or carries streams. */
    private volatile Warm warm;

    /** The client has been told that its time is over. Whoever has taken the interest. */
    private volatile boolean told;

    /** The client has had its time. */
    private volatile boolean expired;

    /** Of the response that is under way. Whoever sends it. */
    private volatile boolean openEnded;

    /** The connection ends in the middle of something: by a reset. */
    private volatile boolean cut;

    /** Null where no worker runs what the application has begun beside its requests. */
    private final Predicate<Runnable> idleWorker;

    /**
     * @param idleWorker runs something on a worker unless none is idle; given where workers also
     *     run what the application has begun beside its requests, which may be blocked for the
     *     input of one; else null
     */
    JettyHandler(
            Connection connection,
            MpmEndPoint endPoint,
            KeepAlive keepAlive,
            Predicate<Runnable> idleWorker) {
        this.connection = connection;
        this.endPoint = endPoint;
        this.keepAlive = keepAlive;
        this.idleWorker = idleWorker;
    }

    // ---- as its own next step

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Urgency urgency() {
        return Urgency.NEXT_STEP;
    }

    @Override
    public void run() {
        guarded(this::goOn);
    }

    /** A request begins or goes on; if it is not over afterwards, it waits for something else. */
    private void goOn() {
        endPoint.wake();
        connection.requestResumed();
        if (connection.requests() == 0) {
            fillable();
        } else {
            endPoint.getFillInterest().fillable();
        }
        if (!isMultiplexed()) {
            // What has become HTTP/2 meanwhile follows its streams.
            connection.requestSuspended();
        }
    }

    /** Work of this connection. */
    private record Step(JettyHandler handler, Urgency urgency, Runnable work) implements Task {
        @Override
        public Connection connection() {
            return handler.connection;
        }

        @Override
        public void run() {
            handler.guarded(work);
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // Whoever was to go on with the connection does not.
            connection.abort();
            throw e;
        }
    }

    /** Input for a request that is under way. */
    private Task callback() {
        return idleWorker == null
                ? this
                : atOnce(
                        () -> {
                            if (!idleWorker.test(this)) {
                                run();
                            }
                        });
    }

    private Task atOnce(Runnable work) {
        return new Step(this, Urgency.CONTINUATION, work);
    }

    /**
     * @return the work as the connection's next step
     */
    Task step(Runnable work) {
        return new Step(this, Urgency.NEXT_STEP, work);
    }

    /**
     * A frame may begin a stream, of which Jetty does not say whose it is: also the first frames,
     * which come with what makes the connection one of several requests.
     */
    private void fillable() {
        MOVING.set(this);
        try {
            endPoint.getFillInterest().fillable();
        } finally {
            MOVING.remove();
        }
    }

    /**
     * @return the connection whose frames the calling thread moves; null when it does not
     */
    static JettyHandler moving() {
        JettyHandler moving = MOVING.get();
        return moving != null && moving.isMultiplexed() ? moving : null;
    }

    /** Bytes came, or none. Between two requests they begin the next one. */
    void came(int bytes) {
        if (bytes > 0 && isIdle() && !isMultiplexed()) {
            endPoint.idleEnds();
            connection.reading();
        }
        connection.received(bytes);
    }

    /**
     * @return whether line ends are for nobody now, as before a request line
     */
    boolean skipsLineEnds() {
        return connection.state() == ConnectionState.REQUEST || isIdle() && !isMultiplexed();
    }

    /** {@inheritDoc} Making the container's connection may mean TLS and listeners: a worker's. */
    @Override
    public Task opened() {
        connection.expect(endPoint.beginsWithTls() ? ReadStage.HANDSHAKE : ReadStage.HEADER);
        return step(
                () -> {
                    try {
                        endPoint.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The connection turns out to carry several requests at once. Before the first of them. */
    void multiplex(Multiplexed protocol) {
        multiplexed = protocol;
        connection.expectNothing();
    }

    @Override
    public boolean isMultiplexed() {
        return multiplexed != null;
    }

    /** One of several requests is answered; the last one may have been waited for. */
    void streamAnswered(long bytes, long nanos) {
        connection.streamFinished(bytes, nanos);
        if (keepAlive.millis() > 0 && isIdle() && connection.interest(Kind.READ).isArmed()) {
            connection.arm(Kind.READ, keepAlive.millis(), Urgency.CONTINUATION);
        }
    }

    /**
     * Waits for what the client sends. A stream may be answered meanwhile by another thread, which
     * sees no interest to give a deadline to: then this one sees that the connection is idle.
     */
    void awaitInput(Urgency urgency) {
        if (!isMultiplexed() && endPoint.broughtLineEnds()) {
            connection.receivedNothing();
        }
        boolean idle = isIdle() || connection.isStillIdle();
        connection.arm(Kind.READ, idle ? keepAlive.millis() : 0, urgency);
        if (!idle
                && keepAlive.millis() > 0
                && isIdle()
                && connection.interest(Kind.READ).isArmed()) {
            connection.arm(Kind.READ, keepAlive.millis(), urgency);
        }
    }

    private boolean isIdle() {
        return connection.state() == ConnectionState.KEEP_ALIVE;
    }

    @Override
    public void goingAway() {
        Multiplexed protocol = multiplexed;
        if (protocol != null) {
            endPoint.onContinuation(protocol::goAway);
        }
    }

    /** A request has come; none goes on beside it. */
    Warm warm() {
        Warm kept = warm;
        if (kept == null) {
            kept = endPoint.warmConnections().add(this);
            warm = kept;
        }
        return kept;
    }

    /** It is idle for long, or has no more requests. By whoever looks for such ones. */
    void cools() {
        warm = null;
        if (isIdle() && !isMultiplexed()) {
            endPoint.rest();
        }
    }

    /**
     * @return false when the next request is not waited for any more
     */
    boolean waitsNoLongerThan(long millis) {
        Interest read = connection.interest(Kind.READ);
        if (read.shorten(connection.host().now() + Math.max(millis, 0))) {
            connection.host().armed(connection, read);
        }
        return read.isArmed();
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /**
     * {@inheritDoc} A deadline is set for a request that is being read, and for an idle connection:
     * either goes, but the application is told of a body that does not come.
     */
    @Override
    public Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        if (outcome == Outcome.TIMEOUT) {
            if (kind == Kind.READ && connection.isOverdue()) {
                return connection.state() == ConnectionState.HANDLER
                                || connection.state() == ConnectionState.SUSPENDED
                        ? atOnce(endPoint::failLateBody)
                        : step(this::endLateRequest);
            }
            expired();
            return null;
        }
        if (kind == Kind.READ) {
            if (urgency == Urgency.CONTINUATION) {
                return atOnce(this::fillable);
            }
            if (isIdle()) {
                endPoint.idleEnds();
            }
            return connection.state() == ConnectionState.SUSPENDED ? callback() : this;
        }
        return new Step(this, urgency, () -> endPoint.getWriteFlusher().completeWrite());
    }

    private void endLateRequest() {
        endPoint.answerLateRequest();
        endPoint.end();
    }

    private void expired() {
        Multiplexed protocol = multiplexed;
        if (protocol == null && endPoint.hasRestedTooLong()) {
            // Jetty's timer decides, which looks at what is armed.
            awaitInput(Urgency.NEXT_STEP);
            endPoint.onContinuation(endPoint::wake);
        } else if (protocol == null) {
            connection.abort();
        } else if (connection.state() == ConnectionState.HANDLER) {
            // A request came before its time was over.
            connection.arm(Kind.READ, 0, Urgency.CONTINUATION);
        } else if (told) {
            connection.abort();
        } else {
            told = true;
            // Its last word is waited for, and that it closes.
            connection.arm(Kind.READ, LINGER_MILLIS, Urgency.CONTINUATION);
            endPoint.onContinuation(protocol::close);
        }
    }

    /** {@inheritDoc} The application's listeners are told by the connection's thread. */
    @Override
    public Task clientReset() {
        expires();
        return step(endPoint::endConnection);
    }

    /** {@inheritDoc} Off the calling thread: closing tells the application. */
    @Override
    public void abort() {
        expires();
        endPoint.onContinuation(this::end);
    }

    private void end() {
        cutShort(null);
        if (isMultiplexed() || isServed()) {
            endPoint.endConnection();
        } else {
            endPoint.end();
        }
    }

    /** Whether the application has a request of it, or the connection itself. */
    private boolean isServed() {
        return switch (connection.state()) {
            case HANDLER, SUSPENDED, UPGRADED -> true;
            default -> false;
        };
    }

    // ---- the way to the client

    @Override
    public void sent() {
        endPoint.notIdle();
    }

    /** {@inheritDoc} As long as a response is not complete, the end point's idle timeout rules. */
    @Override
    public long writeTimeout() {
        return connection.isClosing() || connection.state() == ConnectionState.WRITE_COMPLETION
                ? endPoint.writeTimeout()
                : 0;
    }

    /**
     * Sends without waiting; what the client does not take at once may wait, where that holds no
     * thread. Protocols with windows of their own keep to them.
     */
    long send(ByteBuffer... from) throws IOException {
        return connection.write(
                !isMultiplexed() && connection.state() != ConnectionState.UPGRADED, from);
    }

    /**
     * @param openEnded whether only the end of the connection shows where the response ends, which
     *     is under way and not complete
     */
    void sends(boolean openEnded) {
        if (this.openEnded != openEnded) {
            this.openEnded = openEnded;
        }
    }

    /**
     * What is being sent does not become whole. Where its client could take what it has for all of
     * it, and where something is lost in the middle, TLS's records above all, the end is a reset;
     * it comes before Jetty closes the connection in good order.
     */
    void cutShort(Throwable cause) {
        if (openEnded || endPoint.hasRefused()) {
            cut = true;
            endPoint.close(cause);
        }
    }

    /** The client has had its time: if the connection is closed, it is closed at once. */
    void expires() {
        expired = true;
    }

    /** Jetty closes the connection, whose request it may not have read to its end. */
    void close() {
        if (expired || cut || isMultiplexed() || connection.state() == ConnectionState.UPGRADED) {
            connection.closeNow();
        } else {
            connection.closeGracefully(true);
        }
    }

    @Override
    public void closeSocket() {
        if (cut) {
            connection.resetsClient();
        }
        try {
            endPoint.closeSocket();
        } finally {
            endCaching();
        }
    }

    private void endCaching() {
        Warm kept = warm;
        if (kept != null) {
            kept.end();
        }
    }
}
