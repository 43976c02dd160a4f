package org.servletmpm.jetty;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.EmptyLines;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.RequestTimeoutResponse;

/**
 * Arms an interest of the engine's where Jetty's end point would use a selector and a key. Any
 * thread.
 */
final class MpmEndPoint extends SocketChannelEndPoint {

    /** Says what the container's listeners have been told: one end each, after the beginning. */
    private enum OpeningState {
        ACCEPTING,
        OPENING,
        /** Closed while it was opened: the thread that opens it tells that too. */
        CLOSING,
        OPEN,
        CLOSED
    }

    /** The application may take so long over the end before the socket is closed. */
    private static final long TELLING_MILLIS = 500;

    private static final System.Logger LOG = System.getLogger(MpmEndPoint.class.getName());

    private static final AtomicReferenceFieldUpdater<MpmEndPoint, OpeningState> OPENING_STATE =
            AtomicReferenceFieldUpdater.newUpdater(
                    MpmEndPoint.class, OpeningState.class, "openingState");

    /** The bytes of two line ends, which are fewer than any request has. */
    private static final int LINE_ENDS = 4;

    /** More than the last word of TLS. */
    private static final int AHEAD_BYTES = 512;

    /**
     * Bytes, without TLS, that had come up to the end of the last request. Written by the thread
     * that has taken the interest, and by the thread that reads after it.
     */
    private long read;

    /** What was read before anybody asked for it; null for nothing. The thread that reads. */
    private ByteBuffer ahead;

    private final Executor continuations;
    private final EndPointOwner owner;
    private final org.servletmpm.connection.Connection connection;
    private JettyHandler handler;

    private volatile OpeningState openingState = OpeningState.ACCEPTING;

    /**
     * The idle timeout in milliseconds while the engine watches it; 0 while Jetty does. Written
     * under this object's monitor; the thread that rests writes it before it moves the deadline.
     */
    private volatile int restsFor;

    /** Written by the threads that flush, one after the other. */
    private volatile boolean refused;

    /** Why it was closed. Written before {@link OpeningState#CLOSING}. */
    private Throwable ending;

    /**
     * The thread that began a step last, while it runs it. Without order: each thread asks only
     * whether it is that one, which it knows of itself.
     */
    private Thread stepping;

    /** The end is told after a step. Written by the thread of the step, which looks afterwards. */
    private volatile boolean untold;

    MpmEndPoint(
            org.servletmpm.connection.Connection connection,
            Scheduler scheduler,
            Executor continuations,
            EndPointOwner owner) {
        super(connection.channel(), null, null, scheduler);
        this.connection = connection;
        this.continuations = continuations;
        this.owner = owner;
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

    /** Sets the handler; called once, before anything else. */
    void handler(JettyHandler itself) {
        handler = itself;
    }

    JettyHandler handler() {
        return handler;
    }

    /** Opens the container's connection, unless the end point has been closed before. */
    void open() throws IOException {
        if (!OPENING_STATE.compareAndSet(this, OpeningState.ACCEPTING, OpeningState.OPENING)) {
            return;
        }
        try {
            owner.open(this);
        } catch (IOException | RuntimeException | Error e) {
            openingState = OpeningState.CLOSED;
            owner.failed(this, e);
            throw e;
        }
        if (!OPENING_STATE.compareAndSet(this, OpeningState.OPENING, OpeningState.OPEN)) {
            openingState = OpeningState.CLOSED;
            owner.closed(this, ending);
        }
    }

    /** {@inheritDoc} Counts bytes as the client has sent them, over TLS those of its records. */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (handler.leavesRequest()) {
            return 0;
        }
        int bytes = ahead == null ? super.fill(buffer) : fillFromAhead(buffer);
        if (bytes > 0
                && handler.skipsLineEnds()
                && EmptyLines.are(buffer, buffer.limit() - bytes, bytes)) {
            connection.receivedLineEnds(bytes);
        } else {
            handler.came(bytes);
        }
        return bytes;
    }

    private int fillFromAhead(ByteBuffer buffer) {
        int bytes = BufferUtil.append(buffer, ahead);
        if (BufferUtil.isEmpty(ahead)) {
            ahead = null;
        }
        return bytes;
    }

    /**
     * Reads ahead. The last word of TLS comes before the end.
     *
     * @return whether the client has ended its side, or the connection is broken
     */
    boolean hasClientEnded() {
        if (ahead != null) {
            return false;
        }
        ByteBuffer next = BufferUtil.allocate(AHEAD_BYTES);
        int came = 0;
        try {
            do {
                came = super.fill(next);
            } while (came > 0 && BufferUtil.space(next) > 0);
        } catch (IOException e) {
            came = -1;
        }
        ahead = BufferUtil.isEmpty(next) ? null : next;
        return came < 0;
    }

    /** Called when it is idle and something has come. */
    void idleEnds() {
        EndPoint top = top();
        if (top != this && top.getConnection() != null) {
            read = top.getConnection().getBytesIn();
        }
    }

    /**
     * Called before the connection waits for input. Over TLS only the number of bytes is known, and
     * no thread knows more of records that bring no more than line ends.
     *
     * @return whether the bytes since it was last idle, or since this was last true, begin no
     *     request
     */
    boolean broughtLineEnds() {
        EndPoint top = top();
        if (top == this || top.getConnection() == null) {
            return false;
        }
        long in = top.getConnection().getBytesIn();
        boolean nothing = in - read <= LINE_ENDS;
        if (nothing) {
            read = in;
        }
        return nothing;
    }

    /**
     * @return the end point that Jetty's HTTP reads from and writes to
     */
    private EndPoint top() {
        EndPoint top = this;
        while (top.getConnection() instanceof SslConnection tls) {
            top = tls.getSslEndPoint();
        }
        return top;
    }

    boolean beginsWithTls() {
        return owner.beginsWithTls();
    }

    /**
     * Answers a request of which a part has come, as far as the socket takes the answer at once:
     * the client gets no more of a worker's time. Bytes that TLS has read are no sign of a request.
     */
    void answerLateRequest() {
        EndPoint top = top();
        boolean begun =
                top == this
                        ? connection.isHeaderIncomplete()
                        : top.getConnection() != null
                                && top.getConnection().getBytesIn() > LINE_ENDS;
        if (!begun) {
            return;
        }
        try {
            top.flush(RequestTimeoutResponse.answer());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "answering a late request", e);
        }
    }

    /** Closes it from the top, so that TLS says its last word. */
    void end() {
        try {
            top().close();
        } finally {
            close();
        }
    }

    /**
     * Ends it as Jetty's own connector does at a stop: closes its {@code Connection}, which tells
     * the requests that wait. The application may take its time over that, and the socket does not
     * wait for it.
     */
    void endConnection() {
        Connection connection = getConnection();
        if (connection != null) {
            Scheduler.Task atLast =
                    getScheduler()
                            .schedule(
                                    () -> onContinuation(this::end),
                                    TELLING_MILLIS,
                                    TimeUnit.MILLISECONDS);
            try {
                connection.close();
            } finally {
                atLast.cancel();
            }
        }
        end();
    }

    /** Fails a request's body as Jetty's own timeout would. */
    void failLateBody() {
        getFillInterest().onFail(new LateBodyException());
    }

    @Override
    protected void needsFillInterest() {
        handler.awaitInput(urgency(getFillInterest().getCallbackInvocationType()));
    }

    @Override
    protected void onIncompleteFlush() {
        connection.arm(Kind.WRITE, 0, urgency(getWriteFlusher().getCallbackInvocationType()));
    }

    /**
     * Decides where the callback of an interest runs. While the application has the request, one of
     * its threads, perhaps a worker, may be blocked for what the callback brings: it may not wait
     * for a worker. Once the application has returned, a callback that may block is a worker's;
     * between requests, the next request is.
     */
    private Urgency urgency(InvocationType callback) {
        if (handler.isMultiplexed()) {
            // All workers may be blocked for a frame.
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
        return connection.awaits(Kind.WRITE);
    }

    /**
     * {@inheritDoc} What the client does not take at once waits in memory, where that holds no
     * thread.
     */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        try {
            if (handler.send(buffers) > 0) {
                notIdle();
            }
        } catch (IOException e) {
            throw new EofException(e);
        }
        boolean all = true;
        for (ByteBuffer buffer : buffers) {
            all &= !buffer.hasRemaining();
        }
        if (refused == all) {
            refused = !all;
        }
        return all;
    }

    /**
     * @return whether a part of the last flush is still to be sent
     */
    boolean hasRefused() {
        return refused;
    }

    /**
     * {@inheritDoc} The response is sent, or will be, and the connection ends: the client has the
     * time of httpd's lingering close, not the time between requests.
     */
    @Override
    protected void doShutdownOutput() {
        connection.lingers(this::endOutput);
    }

    private void endOutput() {
        super.doShutdownOutput();
        if (connection.state() == ConnectionState.UPGRADED) {
            return;
        }
        if (getIdleTimeout() <= 0 || getIdleTimeout() > JettyHandler.LINGER_MILLIS) {
            setIdleTimeout(JettyHandler.LINGER_MILLIS);
        }
    }

    // ---- Jetty's timer, and the engine's deadline in its place

    /**
     * Makes the idle timeout a deadline of the engine's, between two requests and for long: Jetty's
     * timer goes, 130 bytes for each connection.
     */
    synchronized void rest() {
        long timeout = super.getIdleTimeout();
        if (timeout <= 0 || timeout > Integer.MAX_VALUE) {
            return;
        }
        restsFor = (int) timeout;
        if (handler.waitsNoLongerThan(timeout - getIdleFor() + 1)) {
            super.setIdleTimeout(0);
        } else {
            restsFor = 0;
        }
    }

    /** Called when something has come, or the idle timeout is over. */
    void wake() {
        int timeout = restsFor;
        if (timeout > 0) {
            setIdleTimeout(timeout);
        }
    }

    /**
     * @return whether the idle timeout is over, which only the engine knows
     */
    boolean hasRestedTooLong() {
        int timeout = restsFor;
        return timeout > 0 && getIdleFor() >= timeout;
    }

    @Override
    public long getIdleTimeout() {
        int timeout = restsFor;
        return timeout > 0 ? timeout : super.getIdleTimeout();
    }

    /** {@inheritDoc} Jetty's timer watches it from now on. */
    @Override
    public void setIdleTimeout(long millis) {
        if (restsFor > 0) {
            synchronized (this) {
                restsFor = 0;
            }
        }
        super.setIdleTimeout(millis);
    }

    /**
     * {@inheritDoc} The bytes that a client has not taken of a complete response have a time of
     * their own. A client that has done something is not idle, however late that is noticed.
     */
    @Override
    protected void onIdleExpired(TimeoutException timeout) {
        if (connection.state() != ConnectionState.WRITE_COMPLETION && !hasNews()) {
            handler.expires();
            super.onIdleExpired(timeout);
        }
    }

    /**
     * @return whether the socket has what a thread waits for, or a thread is on the way to it, or
     *     was there in between
     */
    private boolean hasNews() {
        return connection.isReady()
                || connection.state() == ConnectionState.REQUEST
                || getFillInterest().isInterested() && !connection.awaits(Kind.READ)
                || getWriteFlusher().isPending() && !connection.awaits(Kind.WRITE)
                || getIdleFor() < getIdleTimeout();
    }

    /**
     * @return milliseconds, also when the end point's own are fewer because the server stops
     */
    long writeTimeout() {
        return owner.idleTimeout();
    }

    /**
     * {@inheritDoc} False after {@link #close}, though the socket may be open for the client's
     * sake.
     */
    @Override
    public boolean isOpen() {
        return super.isOpen() && !(isInputShutdown() && isOutputShutdown());
    }

    /**
     * {@inheritDoc} Jetty is done with the connection. Its client may not be: then the socket is
     * closed later.
     */
    @Override
    public void doClose() {
        handler.close();
    }

    CachedChannels cachedChannels() {
        return owner.cachedChannels();
    }

    /** Called once. */
    void closeSocket() {
        super.doClose();
    }

    /** The calling thread runs a step of the connection from now on. */
    void stepBegins() {
        stepping = Thread.currentThread();
    }

    /** The calling thread has run the step: what that ended is told. */
    void stepEnds() {
        stepping = null;
        if (untold) {
            untold = false;
            tellEnd(ending);
        }
    }

    /**
     * {@inheritDoc} Tells listeners after the step that ends the connection, or in another thread:
     * this may be the engine's listener, and where the application has a request its part of the
     * step may be long.
     */
    @Override
    public void onClose(Throwable cause) {
        try {
            super.onClose(cause);
        } finally {
            ending = cause;
            if (stepping == Thread.currentThread() && !handler.isServed()) {
                untold = true;
            } else {
                onContinuation(() -> tellEnd(cause));
            }
        }
    }

    /**
     * Tells the end, in the right order with an opening that goes on at the same time. Once, though
     * it may be called by two threads that have run steps.
     */
    private void tellEnd(Throwable cause) {
        if (OPENING_STATE.compareAndSet(this, OpeningState.ACCEPTING, OpeningState.CLOSED)) {
            owner.failed(this, cause == null ? new ClosedChannelException() : cause);
        } else if (!OPENING_STATE.compareAndSet(this, OpeningState.OPENING, OpeningState.CLOSING)
                && OPENING_STATE.compareAndSet(this, OpeningState.OPEN, OpeningState.CLOSED)) {
            owner.closed(this, cause);
        }
    }

    /** Runs work in the continuation executor, unless the engine has stopped. */
    void onContinuation(Runnable work) {
        try {
            continuations.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }
}
