package org.servletmpm.tomcat;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.coyote.Processor;
import org.apache.coyote.ProtocolException;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.ReadStage;
import org.servletmpm.connection.Task;

/**
 * Gives Tomcat the events of one connection, one at a time. Any thread puts events into a mailbox;
 * the thread that finds it empty makes the task that empties it, every other thread leaves.
 *
 * <p>The mailbox is one word: a bit for each {@link SocketEvent}, and one that says that a task has
 * been made and not yet ended. A second event of a kind that still waits adds nothing, as with a
 * selector.
 */
final class TomcatHandler implements ConnectionHandler, Task {

    private static final Log LOG = LogFactory.getLog(TomcatHandler.class);
    private static final SocketEvent[] EVENTS = SocketEvent.values();
    private static final int TAKEN = 1 << EVENTS.length;

    private static final AtomicIntegerFieldUpdater<TomcatHandler> MAILBOX =
            AtomicIntegerFieldUpdater.newUpdater(TomcatHandler.class, "mailbox");
    private static final AtomicIntegerFieldUpdater<TomcatHandler> BEGUN =
            AtomicIntegerFieldUpdater.newUpdater(TomcatHandler.class, "begun");
    private static final AtomicIntegerFieldUpdater<TomcatHandler> SUSPENDED =
            AtomicIntegerFieldUpdater.newUpdater(TomcatHandler.class, "suspended");

    private final Connection connection;
    private final MpmSocketWrapper wrapper;
    private final ConnectionEndpoint endpoint;
    private volatile int mailbox;

    /** The thread that empties the mailbox; compared with the current one only. */
    private volatile Thread runner;

    /** Pieces of the application's work beside a request that have begun and not ended. */
    private volatile int begun;

    /**
     * How many streams the application has returned from without an answer. While there are any,
     * nothing tells a step that goes on with one from a step that begins one.
     */
    private volatile int suspended;

    /**
     * True for a connection that carries several requests at once: its own events only move their
     * frames.
     */
    private volatile boolean multiplexed;

    /**
     * True when the client may not have sent all of the last request. Written by the thread that
     * runs requests.
     */
    private volatile boolean unread;

    /**
     * True when the response has neither a length nor chunks: its client takes the connection's end
     * for its end. Written by the thread that runs requests.
     */
    private volatile boolean openEnded;

    /**
     * True when the application has come to the response's end. Written by the thread that runs
     * requests.
     */
    private volatile boolean complete;

    /** See {@link #refuses}. The thread that has the connection's events. */
    private boolean refusing;

    /**
     * True when the runner has asked for reading, which begins when the runner is done. Runner
     * only.
     */
    private boolean readAfterwards;

    TomcatHandler(Connection connection, MpmSocketWrapper wrapper, ConnectionEndpoint endpoint) {
        this.connection = connection;
        this.wrapper = wrapper;
        this.endpoint = endpoint;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    MpmSocketWrapper socket() {
        return wrapper;
    }

    @Override
    public Task opened() {
        endpoint.opened(connection, wrapper);
        connection.expect(endpoint.isTls() ? ReadStage.HANDSHAKE : ReadStage.HEADER);
        armRead();
        return null;
    }

    @Override
    public Task fired(Kind kind, Outcome outcome, Urgency urgency) {
        if (kind == Kind.READ) {
            wrapper.readable();
        }
        if (outcome == Outcome.TIMEOUT) {
            if (kind == Kind.READ && multiplexed) {
                // The protocol has a word for it.
                return post(SocketEvent.TIMEOUT) ? this : null;
            }
            boolean late = kind == Kind.READ && connection.isOverdue();
            wrapper.setError(late ? new LateException() : new SocketTimeoutException());
        }
        Runnable operation = wrapper.operation(kind);
        if (operation != null) {
            return new Operation(connection, operation);
        }
        SocketEvent event =
                outcome == Outcome.TIMEOUT
                        ? SocketEvent.ERROR
                        : kind == Kind.READ ? SocketEvent.OPEN_READ : SocketEvent.OPEN_WRITE;
        if (kind == Kind.WRITE && isUpgraded() && isTaken()) {
            return new Operation(connection, () -> runAtOnce(event));
        }
        return post(event) ? this : null;
    }

    /** Says that RequestReadTimeout is over, not Tomcat's own timeout. */
    private static final class LateException extends SocketTimeoutException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Decides whether another protocol than HTTP has the connection. The thread that has its events
     * may wait for a message that another thread sends, and lets go of the wrapper's lock for that:
     * Tomcat's WebSocket does, before it answers a close. A write event is processed beside it
     * then.
     */
    boolean isUpgraded() {
        return connection.state() == ConnectionState.UPGRADED && !multiplexed;
    }

    private boolean isTaken() {
        return (mailbox & TAKEN) != 0;
    }

    /** Goes on with a vectored read or write, for which no thread may wait for a worker. */
    private record Operation(Connection connection, Runnable operation) implements Task {
        @Override
        public Urgency urgency() {
            return Urgency.CONTINUATION;
        }

        /**
         * Ends the connection when HTTP/2 throws at a preface whose client has gone: nobody catches
         * that.
         */
        @Override
        public void run() {
            try {
                operation.run();
            } catch (ProtocolException e) {
                LOG.debug("closed: " + e, e);
                connection.abort();
            }
        }
    }

    /**
     * {@inheritDoc} Work that the application has begun beside its request may wait in a worker for
     * what an event brings, and a stream for a frame.
     */
    @Override
    public Urgency urgency() {
        return multiplexed || begun > 0 ? Urgency.CONTINUATION : Urgency.NEXT_STEP;
    }

    /**
     * {@inheritDoc} A client of TLS sends nothing of a request with its first bytes, and what the
     * handshake writes begins none.
     */
    @Override
    public Purpose purpose() {
        return switch (connection.state()) {
            case FIRST_BYTES -> wrapper.hasBegun() ? Purpose.REQUEST : Purpose.OPENING;
            case REQUEST ->
                    wrapper.getSocket().isHandshakeComplete() ? Purpose.REQUEST : Purpose.OPENING;
            case KEEP_ALIVE -> Purpose.REQUEST;
            default -> Purpose.OTHER;
        };
    }

    /**
     * Runs work that is no event of the connection: a step of one of its streams, or work that the
     * application begins beside its request.
     *
     * @param executor for what the application begins
     * @throws RejectedExecutionException when the engine has stopped
     */
    void execute(Runnable work, Executor executor) {
        if (!isContainers(work)) {
            begin(work, executor);
            return;
        }
        Runnable step = () -> endpoint.processing().run(this, work);
        if (begun > 0) {
            connection.submit(new Operation(connection, step));
        } else {
            endpoint.executeStream(connection, step, suspended == 0);
        }
    }

    private static boolean isContainers(Runnable work) {
        return work.getClass().getPackageName().startsWith("org.apache.coyote");
    }

    private void begin(Runnable work, Executor executor) {
        BEGUN.incrementAndGet(this);
        boolean accepted = false;
        try {
            executor.execute(
                    () -> {
                        try {
                            work.run();
                        } finally {
                            BEGUN.decrementAndGet(this);
                        }
                    });
            accepted = true;
        } finally {
            if (!accepted) {
                BEGUN.decrementAndGet(this);
            }
        }
    }

    /**
     * Called when bytes came, or none. Between two requests, bytes that no thread blocks for begin
     * the next one; a thread blocks for the rest of a body.
     */
    void came(int bytes, boolean blocking) {
        if (bytes > 0 && !blocking && isBetweenRequests()) {
            connection.reading();
        }
        connection.received(bytes);
    }

    private boolean isBetweenRequests() {
        return connection.state() == ConnectionState.KEEP_ALIVE && !multiplexed;
    }

    /**
     * @return whether line ends belong to no request now, as before a request line
     */
    boolean skipsLineEnds() {
        return connection.state() == ConnectionState.REQUEST || isBetweenRequests();
    }

    /** Called when the connection begins to carry several requests at once. */
    void multiplexes() {
        connection.expectNothing();
        multiplexed = true;
    }

    @Override
    public boolean isMultiplexed() {
        return multiplexed;
    }

    /**
     * @param delta 1 when the application has returned from a stream's request without an answer,
     *     -1 when it goes on with one
     */
    void streamSuspended(int delta) {
        SUSPENDED.addAndGet(this, delta);
    }

    @Override
    public void goingAway() {
        if (multiplexed && wrapper.getCurrentProcessor() instanceof Processor processor) {
            connection.submit(new Operation(connection, processor::pause));
        }
    }

    /** {@inheritDoc} Tells the container, as of any failure that none of its threads sees. */
    @Override
    public Task clientReset() {
        wrapper.setError(new SocketException("Connection reset"));
        return post(SocketEvent.ERROR) ? this : null;
    }

    @Override
    public void abort() {
        wrapper.close();
    }

    /** {@inheritDoc} A connection of streams is at its end with all of them. */
    @Override
    public boolean hasClientEnded() {
        return !multiplexed && wrapper.hasClientEnded();
    }

    // ---- the way to the client

    @Override
    public long writeTimeout() {
        return wrapper.getWriteTimeout();
    }

    /**
     * Sends without waiting; what the client does not take at once waits in memory, where that
     * holds no thread. A file waits where it is, and protocols with windows of their own keep to
     * them.
     */
    int send(ByteBuffer from) throws IOException {
        return connection.write(from, keepsRest());
    }

    long send(ByteBuffer[] from) throws IOException {
        return connection.write(keepsRest(), from);
    }

    private boolean keepsRest() {
        return !multiplexed
                && wrapper.getSendfileData() == null
                && connection.state() != ConnectionState.UPGRADED;
    }

    @Override
    public long mostDiscarded() {
        return endpoint.mostSwallowed();
    }

    /** Called when a request begins. */
    void begins() {
        openEnded = false;
        complete = false;
    }

    /** Says that the current response goes on until the connection ends. */
    void openEnded() {
        openEnded = true;
    }

    /**
     * @param refuses whether a response is about to be written that refuses a request, and the
     *     connection goes on after it
     */
    void refuses(boolean refuses) {
        refusing = refuses;
    }

    boolean isRefusing() {
        return refusing;
    }

    /**
     * Called when the application is done with its request.
     *
     * @param whole whether the response has come to its end
     * @param unread whether the client may still be sending some of the request
     */
    void answered(boolean whole, boolean unread) {
        complete = whole;
        this.unread = unread;
    }

    /**
     * @return whether the client would take the part of a response that it has got for all of it
     */
    boolean looksWhole() {
        return openEnded && (!complete || connection.hasUnsent());
    }

    /** Tomcat closes the connection: in good order, where its client may not be done with it. */
    void close(NioChannel socket) {
        if (connection.isAborted()
                || wrapper.getError() != null
                || multiplexed
                || connection.state() == ConnectionState.UPGRADED
                || openEnded && !complete) {
            connection.closeNow();
            return;
        }
        if (socket instanceof TlsChannel tls) {
            try {
                tls.close();
            } catch (IOException e) {
                LOG.debug("TLS could not be ended: " + e, e);
            }
        }
        connection.closeGracefully(unread || connection.state() == ConnectionState.REQUEST);
    }

    @Override
    public void closeSocket() {
        wrapper.closeSocket();
    }

    /** An event of the container's own: an async completion, a timeout of the application's. */
    void submit(SocketEvent event) {
        if (event == SocketEvent.TIMEOUT) {
            readInTime();
        }
        wrapper.threads().requestEnded();
        if (post(event)) {
            connection.submit((Task) this);
        }
    }

    /** Reads before a timeout what the client has sent in time, however late either is noticed. */
    private void readInTime() {
        if (connection.state() == ConnectionState.SUSPENDED && connection.isReady(Kind.READ)) {
            long word = connection.interest(Kind.READ).take();
            Task step = word == 0 ? null : connection.fire(Kind.READ, word, Outcome.READY);
            if (step != null) {
                connection.submit(step);
            }
        }
    }

    /**
     * @return whether the caller has to see that the mailbox is emptied
     */
    private boolean post(SocketEvent event) {
        int bit = 1 << event.ordinal();
        int before = MAILBOX.getAndUpdate(this, word -> word | bit | TAKEN);
        return (before & TAKEN) == 0;
    }

    /**
     * Waits for the next bytes. Inside an event it waits afterwards, because only then the
     * container has put its processor where the next event finds it.
     */
    void armRead() {
        if (wrapper.operation(Kind.READ) != null) {
            connection.arm(Kind.READ, wrapper.getReadTimeout(), Urgency.CONTINUATION);
        } else if (runner == Thread.currentThread()) {
            readAfterwards = true;
        } else {
            armNextStep();
        }
    }

    /** Tomcat itself has its other timeout when it has read anything at all. */
    private void armNextStep() {
        long timeout =
                connection.isStillIdle() ? endpoint.keepAliveTimeout() : wrapper.getReadTimeout();
        connection.arm(Kind.READ, timeout, Urgency.NEXT_STEP);
    }

    /**
     * Called when the TLS handshake is over.
     *
     * @return whether the calling thread may not go on to the request: that is the next step
     */
    boolean leavesRequest() {
        boolean leaves = connection.isOpening();
        if (leaves) {
            post(SocketEvent.OPEN_READ);
        }
        return leaves;
    }

    /** Empties the mailbox, or leaves the rest to a thread that may begin a request. */
    @Override
    public void run() {
        boolean begun = false;
        endpoint.processing().set(this);
        try {
            do {
                runner = Thread.currentThread();
                for (int word = events(); word != 0; word = events()) {
                    if (begun && connection.isOpening()) {
                        runner = null;
                        connection.submit((Task) this);
                        return;
                    }
                    int bit = Integer.lowestOneBit(word);
                    MAILBOX.updateAndGet(this, w -> w & ~bit);
                    SocketEvent event = EVENTS[Integer.numberOfTrailingZeros(bit)];
                    if (begun && event == SocketEvent.OPEN_READ && !multiplexed) {
                        // It came while this thread was still here: no worker has said so.
                        connection.reading();
                    }
                    begun = true;
                    process(event);
                }
                runner = null;
                if (readAfterwards) {
                    readAfterwards = false;
                    awaitNext();
                }
            } while (!MAILBOX.compareAndSet(this, TAKEN, 0));
        } catch (RuntimeException | Error e) {
            // The mailbox stays taken: nothing of this connection would ever run again.
            connection.abort();
            throw e;
        } finally {
            endpoint.processing().set(null);
        }
    }

    private void awaitNext() {
        if (isBetweenRequests() && wrapper.getCurrentProcessor() != null) {
            // Tomcat keeps its processor: the last bytes began the next request.
            connection.reading();
            connection.received(1);
        }
        if ((isBetweenRequests() || connection.isStillIdle()) && !wrapper.giveBack()) {
            wrapper.close();
        } else {
            armNextStep();
        }
    }

    /**
     * @return whether the calling thread processes the connection's events, or one of its streams
     */
    boolean isProcessing() {
        return endpoint.processing().current() == this;
    }

    /** Processes an event of the container's in the calling thread, which is the application's. */
    void runAtOnce(SocketEvent event) {
        endpoint.processing().run(this, () -> process(event));
    }

    private int events() {
        return mailbox & ~TAKEN;
    }

    private void process(SocketEvent event) {
        if (event == SocketEvent.TIMEOUT && multiplexed && connection.hasStreams()) {
            // Tomcat's HTTP/2 would end them: it sets the time of an idle connection in a thread
            // that has found no stream, while another thread begins one.
            armRead();
            return;
        }
        wrapper.borrow();
        if (event == SocketEvent.ERROR
                && connection.isHeaderIncomplete()
                && wrapper.getError() instanceof LateException) {
            wrapper.answerLateRequest();
        }
        if (wrapper.getSendfileData() == null) {
            endpoint.process(wrapper, event);
        } else if (event == SocketEvent.OPEN_WRITE) {
            wrapper.goOnSending();
        } else {
            wrapper.close();
        }
    }
}
