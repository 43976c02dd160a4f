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
import org.servletmpm.jetty.CachedChannels.Entry;

/**
 * Drives Jetty's end point of one connection. Jetty's callbacks may run at once in several threads,
 * so there is nothing to serialise here. Jetty's own idle timeouts span reads, writes and
 * asynchronous waits; the engine has a deadline for a request that is being read, for a connection
 * that waits for its next one, and for what is unsent of a complete response.
 */
final class JettyHandler implements ConnectionHandler, Task {

    /** A client that should close may be silent for so long: httpd's short linger. */
    static final long LINGER_MILLIS = 2000;

    /** The handler of the connection whose frames the thread moves. */
    private static final ThreadLocal<JettyHandler> MOVING = new ThreadLocal<>();

    private final Connection connection;
    private final MpmEndPoint endPoint;
    private final KeepAlive keepAlive;

    /** Null while the connection has one request at a time; set once. */
    private volatile Multiplexed multiplexed;

    /**
     * The HTTP channel that is kept for the next request; null when the connection is idle for
     * long, or carries streams.
     */
    private volatile Entry cached;

    /**
     * True when the client has been told that its time is over. Written by the thread that has
     * taken the interest.
     */
    private volatile boolean told;

    /** True when anything has come. Written by the thread that reads. */
    private boolean begun;

    /** True when the client has had its time. */
    private volatile boolean expired;

    /**
     * True while only the connection's end shows where the response that is under way ends. Written
     * by the thread that sends it.
     */
    private volatile boolean openEnded;

    /** True when the connection ends by a reset, in the middle of a response. */
    private volatile boolean cut;

    /** Null where no worker runs work that the application has begun beside its requests. */
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

    /** {@inheritDoc} A client of TLS sends nothing of a request with its first bytes. */
    @Override
    public Purpose purpose() {
        return switch (connection.state()) {
            case FIRST_BYTES ->
                    begun || !endPoint.beginsWithTls() ? Purpose.REQUEST : Purpose.OPENING;
            case KEEP_ALIVE -> Purpose.REQUEST;
            default -> Purpose.OTHER;
        };
    }

    @Override
    public void run() {
        guarded(this::goOn);
    }

    /**
     * Begins a request or goes on with one; a request that is not over afterwards waits for
     * something else.
     */
    private void goOn() {
        endPoint.wake();
        connection.requestResumed();
        if (connection.requests() == 0) {
            fillable();
        } else {
            endPoint.getFillInterest().fillable();
        }
        if (!isMultiplexed()) {
            // A connection that has become HTTP/2 in between follows its streams.
            connection.requestSuspended();
        }
    }

    /** Runs work of this connection. */
    private record Step(JettyHandler handler, Urgency urgency, Purpose purpose, Runnable work)
            implements Task {
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
        endPoint.stepBegins();
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            // No thread goes on with the connection.
            connection.abort();
            throw e;
        } finally {
            endPoint.stepEnds();
        }
    }

    /**
     * @return the task for input of a request that is under way
     */
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
        return new Step(this, Urgency.CONTINUATION, Purpose.OTHER, work);
    }

    /**
     * @return the work as the connection's next step
     */
    Task step(Runnable work) {
        return new Step(this, Urgency.NEXT_STEP, Purpose.OTHER, work);
    }

    /**
     * Gives Jetty input. A frame may begin a stream, of which Jetty does not say whose it is: also
     * the first frames, which come with what makes the connection one of several requests.
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
     * @return the handler of the connection whose frames the calling thread moves; null when it
     *     moves none
     */
    static JettyHandler moving() {
        JettyHandler moving = MOVING.get();
        return moving != null && moving.isMultiplexed() ? moving : null;
    }

    /**
     * Called before bytes are read.
     *
     * @return whether the calling thread has read the client's first ones, and may not go on to a
     *     request: that is the next step
     */
    boolean leavesRequest() {
        return begun && connection.isOpening();
    }

    /** Called when bytes came, or none. Between two requests they begin the next one. */
    void came(int bytes) {
        if (bytes > 0 && !begun) {
            begun = true;
        }
        if (bytes > 0 && isIdle() && !isMultiplexed()) {
            endPoint.idleEnds();
            connection.reading();
        }
        connection.received(bytes);
    }

    /**
     * @return whether line ends belong to no request now, as before a request line
     */
    boolean skipsLineEnds() {
        return connection.state() == ConnectionState.REQUEST || isIdle() && !isMultiplexed();
    }

    /**
     * {@inheritDoc} A worker's task: making the container's connection may mean TLS, and calls
     * listeners.
     */
    @Override
    public Task opened() {
        connection.expect(endPoint.beginsWithTls() ? ReadStage.HANDSHAKE : ReadStage.HEADER);
        return new Step(
                this,
                Urgency.NEXT_STEP,
                Purpose.OPENING,
                () -> {
                    try {
                        endPoint.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /**
     * Called when the connection turns out to carry several requests at once, before the first of
     * them.
     */
    void multiplex(Multiplexed protocol) {
        multiplexed = protocol;
        connection.expectNothing();
    }

    @Override
    public boolean isMultiplexed() {
        return multiplexed != null;
    }

    /**
     * Called when one of several requests is answered: the last one ends the work of the
     * connection.
     */
    void streamAnswered(long bytes, long nanos) {
        connection.streamFinished(bytes, nanos);
        if (keepAlive.millis() > 0 && isIdle() && connection.interest(Kind.READ).isArmed()) {
            connection.arm(Kind.READ, keepAlive.millis(), Urgency.CONTINUATION);
        }
    }

    /**
     * Waits for input. Another thread may answer a stream at the same time, and see no interest to
     * give a deadline to: then this thread sees that the connection is idle.
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

    /**
     * Returns what is kept for the next request. Called when a request has come, and none goes on
     * beside it.
     */
    Entry cached() {
        Entry kept = cached;
        if (kept == null) {
            kept = endPoint.cachedChannels().add(this);
            cached = kept;
        }
        return kept;
    }

    /**
     * Gives up what is kept: the connection is idle for long, or has no more requests. In the
     * thread that looks for such connections.
     */
    void uncache() {
        cached = null;
        if (isIdle() && !isMultiplexed()) {
            endPoint.rest();
        }
    }

    /**
     * @return false when the connection does not wait for its next request any more
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
     * {@inheritDoc} The deadlines are those of a request that is being read and of an idle
     * connection: the connection ends, but the application is told of a body that does not come.
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
        boolean handshake =
                connection.state() == ConnectionState.REQUEST
                        || connection.state() == ConnectionState.FIRST_BYTES;
        return new Step(
                this,
                urgency,
                handshake ? Purpose.OPENING : Purpose.OTHER,
                () -> endPoint.getWriteFlusher().completeWrite());
    }

    private void endLateRequest() {
        endPoint.answerLateRequest();
        endPoint.end();
    }

    private void expired() {
        Multiplexed protocol = multiplexed;
        if (protocol == null && endPoint.hasRestedTooLong()) {
            // Jetty's timer, which looks at what is armed, decides.
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
            // The client's last frames are waited for, and that it closes.
            connection.arm(Kind.READ, LINGER_MILLIS, Urgency.CONTINUATION);
            endPoint.onContinuation(protocol::close);
        }
    }

    /** {@inheritDoc} The connection's thread tells the application's listeners. */
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

    /**
     * Decides whether the application has a request of the connection, or the connection itself.
     */
    boolean isServed() {
        return switch (connection.state()) {
            case HANDLER, SUSPENDED, UPGRADED -> true;
            default -> false;
        };
    }

    /** {@inheritDoc} A connection of streams is at its end with all of them. */
    @Override
    public boolean hasClientEnded() {
        return !isMultiplexed() && endPoint.hasClientEnded();
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
     * Sends without waiting; what the client does not take at once waits in memory, where that
     * holds no thread. Protocols with windows of their own keep to them.
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
     * Called when a response does not become whole. Where the client could take the part that it
     * has for all of it, and where something is lost in the middle, such as a TLS record, the end
     * is a reset; it comes before Jetty closes the connection in good order.
     */
    void cutShort(Throwable cause) {
        if (openEnded || endPoint.hasRefused()) {
            cut = true;
            endPoint.close(cause);
        }
    }

    /** Called when the client has had its time: a close is then at once. */
    void expires() {
        expired = true;
    }

    /** Closes the connection for Jetty, which may not have read its request to the end. */
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
        Entry kept = cached;
        if (kept != null) {
            kept.end();
        }
    }
}
