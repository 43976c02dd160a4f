package org.servletmpm.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;

/**
 * One accepted connection: its {@linkplain ConnectionState state}, its two {@linkplain Interest
 * one-shot interests}, the way to its client, and the {@linkplain ConnectionHost host} that it
 * belongs to.
 *
 * <p>No thread owns a connection: any thread calls any method, except where one says another. READ
 * and WRITE are armed by any thread, also while another one is inside a request of the same
 * connection. Where a container must not run two of its callbacks at once, its adapter sees to
 * that.
 *
 * <p>An adapter implements {@link ConnectionHandler}. What it must tell and may ask here stands in
 * the order in which it happens: what is read, the request, what is waited for, what is written,
 * the end. What follows is the engine's own.
 *
 * <p>A connection ends by four verbs: {@link #abort} (now, whatever it is doing), {@link
 * #closeGracefully} (write completion, then lingering close), {@link ConnectionHandler#closeSocket}
 * (the adapter's one callback), {@link ConnectionHost#closed} (the one notification). Each of the
 * former two comes to {@link #closeNow}, which does the latter two, once.
 */
public final class Connection implements ConnectionInfo {

    private static final AtomicReferenceFieldUpdater<Connection, ConnectionState> STATE =
            updater(ConnectionState.class, "state");
    private static final AtomicReferenceFieldUpdater<Connection, ConnectionHost> HOST =
            updater(ConnectionHost.class, "host");
    private static final AtomicReferenceFieldUpdater<Connection, WriteCompletion> COMPLETION =
            updater(WriteCompletion.class, "completion");
    private static final AtomicReferenceFieldUpdater<Connection, Interest> WRITE =
            updater(Interest.class, "write");
    private static final AtomicReferenceFieldUpdater<Connection, StreamShare> SHARE =
            updater(StreamShare.class, "share");
    private static final AtomicReferenceFieldUpdater<Connection, String> PINNED =
            updater(String.class, "pinnedBy");
    private static final AtomicIntegerFieldUpdater<Connection> REQUESTS = updater("requests");

    private static <T> AtomicReferenceFieldUpdater<Connection, T> updater(
            Class<T> type, String field) {
        return AtomicReferenceFieldUpdater.newUpdater(Connection.class, type, field);
    }

    private static AtomicIntegerFieldUpdater<Connection> updater(String field) {
        return AtomicIntegerFieldUpdater.newUpdater(Connection.class, field);
    }

    private final long id;
    private final SocketChannel channel;

    /** Set once, by whoever accepts, before anybody else knows the connection. */
    private ConnectionHandler handler;

    /** Likewise. */
    private Object attachment;

    /**
     * The child that has a place for the connection, swapped as a whole when a sibling takes it
     * over, and for its {@linkplain ConnectionHost#ended twin} when the connection has closed.
     */
    private volatile ConnectionHost host;

    private volatile ConnectionState state = ConnectionState.FIRST_BYTES;

    private final Interest read = new Interest(Kind.READ);

    /** Null until somebody arms it, which on most connections nobody does. */
    private volatile Interest write;

    private final RequestArrival arrival = new RequestArrival();

    /** The connection's own from the first time that its socket refuses something. */
    private volatile WriteCompletion completion = WriteCompletion.NONE;

    private final ConnectionEnd end = new ConnectionEnd(new EndSteps());

    /** Written by the thread that begins a request; only streams begin at once, and add to it. */
    private volatile int requests;

    /** Null until such a connection has its first request. */
    private volatile StreamShare share;

    /** When the current request began, on {@link System#nanoTime}; in the order of the requests. */
    private volatile long began;

    /**
     * Since when the connection waits for its next request, on the engine's clock, or last did.
     * Written by whoever moves it from one state to another.
     */
    private volatile long idleSince = Long.MAX_VALUE;

    /** Set once, by whoever is first to {@link #pin}. */
    private volatile String pinnedBy;

    /**
     * @param id its number in the engine, from 1
     * @param channel accepted and non-blocking
     */
    public Connection(long id, SocketChannel channel, ConnectionHost host) {
        this.id = id;
        this.channel = channel;
        this.host = host;
    }

    // ---- what an adapter tells of what is read

    /**
     * A part of a request is read next, and its time begins. The adapter tells that of the first
     * request; a later one's header begins by itself with its first bytes, and each one's body
     * after that.
     */
    public void expect(ReadStage stage) {
        arrival.expect(stage, host.readLimit(stage), host.now());
    }

    /** No request is read next, or several at once: no time limits it. */
    public void expectNothing() {
        arrival.expectNothing();
    }

    /** A worker begins to read what came. */
    public void reading() {
        if (moveIf(ConnectionState.KEEP_ALIVE, ConnectionState.REQUEST)) {
            // Most are there as a whole, and nobody asks how long they took.
            arrival.expectNothing();
        } else {
            moveIf(ConnectionState.FIRST_BYTES, ConnectionState.REQUEST);
        }
    }

    /** Bytes came. The thread that reads. */
    public void received(long bytes) {
        arrival.received(bytes, state == ConnectionState.REQUEST);
    }

    /**
     * Bytes came that are line ends. Before a request line they are for nobody (RFC 9112, section
     * 2.2). The thread that reads.
     */
    public void receivedLineEnds(long bytes) {
        if (state != ConnectionState.REQUEST || arrival.hasBegun()) {
            received(bytes);
        }
    }

    /** Nothing that came since the last request was a part of one. The thread that reads. */
    public void receivedNothing() {
        arrival.receivedNothing();
    }

    /** The container has given the TLS handshake up; told once. */
    public void handshakeFailed() {
        if (!arrival.isToldOverdue()) {
            host.handshakeFailed(this);
        }
    }

    /**
     * A line end behind the last request, or a part of a TLS record, is no begin of a request. The
     * thread that reads, before it waits.
     *
     * @return whether a worker has looked, and found the connection as idle as it was
     */
    public boolean isStillIdle() {
        return state == ConnectionState.REQUEST && arrival.isNothing() && requests > 0;
    }

    /**
     * Says why a READ interest {@linkplain Outcome#TIMEOUT timed out}. The thread that has taken
     * it.
     *
     * @return whether the request did not arrive in its time, as opposed to the container's
     */
    public boolean isOverdue() {
        boolean overdue = arrival.deadline() <= host.now();
        if (overdue) {
            tellOverdue();
        }
        return overdue;
    }

    private void tellOverdue() {
        ReadStage stage = arrival.overdue();
        if (stage != null) {
            host.overdue(this, stage);
        }
    }

    /**
     * @return whether a part of a request's header has come and the rest has not, so that there is
     *     somebody to answer
     */
    public boolean isHeaderIncomplete() {
        return arrival.isHeaderIncomplete();
    }

    // ---- what an adapter tells of requests

    /** The application is given a request; begins its count, its clock and its letter W. */
    public void requestStarted(RequestLine line) {
        expect(ReadStage.BODY);
        moveToHandler();
        int n = requests;
        requests = n + 1;
        began = System.nanoTime();
        host.requestStarted(this, line);
    }

    /** A connection that ends stays where it is, though its container may still read a request. */
    private void moveToHandler() {
        ConnectionState from = state;
        while (from != ConnectionState.HANDLER
                && from != ConnectionState.LINGER
                && from != ConnectionState.CLOSED) {
            boolean unread = from == ConnectionState.FIRST_BYTES;
            moveIf(from, unread ? ConnectionState.REQUEST : ConnectionState.HANDLER);
            from = state;
        }
    }

    /** {@link ConnectionHost#isOpening}. */
    public boolean isOpening() {
        return host.isOpening();
    }

    /** {@link ConnectionHost#refusal}. */
    public Refusal refusal(RequestLine line) {
        return host.refusal(this, line);
    }

    /** The application returned without an answer; it will come by another way. */
    public void requestSuspended() {
        moveIf(ConnectionState.HANDLER, ConnectionState.SUSPENDED);
    }

    /** The application goes on with a suspended request. */
    public void requestResumed() {
        moveIf(ConnectionState.SUSPENDED, ConnectionState.HANDLER);
    }

    /** {@link ConnectionHost#requestFinished}. */
    public void requestFinished(long bytes) {
        if (!moveIf(ConnectionState.HANDLER, ConnectionState.KEEP_ALIVE)) {
            moveIf(ConnectionState.SUSPENDED, ConnectionState.KEEP_ALIVE);
        }
        host.requestFinished(this, bytes, System.nanoTime() - began);
    }

    /** The response was the last of HTTP here: another protocol has the connection from now on. */
    public void upgraded(long bytes) {
        arrival.expectNothing();
        moveIf(ConnectionState.HANDLER, ConnectionState.UPGRADED);
        host.requestFinished(this, bytes, System.nanoTime() - began);
    }

    /** The application is given a request that may be one of several at once (HTTP/2). */
    public void streamStarted(RequestLine line) {
        arrival.expectNothing();
        streamShare().opened();
        followStreams();
        REQUESTS.incrementAndGet(this);
        host.requestStarted(this, line);
    }

    /**
     * One of several requests is answered; told once for each that {@linkplain #streamStarted
     * began}.
     *
     * @param bytes what was sent for it
     * @param nanos how long it took
     */
    public void streamFinished(long bytes, long nanos) {
        streamShare().closed();
        followStreams();
        host.requestFinished(this, bytes, nanos);
    }

    /**
     * @return whether one of several requests goes on, or waits for a worker
     */
    public boolean hasStreams() {
        StreamShare its = share;
        return its != null && !its.isIdle();
    }

    /**
     * The connection has work while one stream has. The last to change the number sees it as it is,
     * so the state is right in the end.
     */
    private void followStreams() {
        boolean busy;
        do {
            busy = share.isOpen();
            if (busy) {
                moveToHandler();
            } else {
                moveIf(ConnectionState.HANDLER, ConnectionState.KEEP_ALIVE);
            }
        } while (busy != share.isOpen());
    }

    /**
     * The response is complete, but not yet all of it with the kernel: the rest is written when the
     * client takes it.
     */
    public void completing() {
        moveIf(ConnectionState.KEEP_ALIVE, ConnectionState.WRITE_COMPLETION);
    }

    /** The rest of the response is with the kernel. */
    public void completed() {
        moveIf(ConnectionState.WRITE_COMPLETION, ConnectionState.KEEP_ALIVE);
    }

    @Override
    public void pin(String by) {
        if (pinnedBy == null && PINNED.compareAndSet(this, null, by)) {
            host.pinned(this);
        }
    }

    /** {@link ConnectionHost#isDraining}. */
    public boolean isDraining() {
        return host.isDraining(this);
    }

    // ---- what an adapter waits for

    /**
     * Arms an interest. Without effect when the container is done with the connection.
     *
     * @param timeoutMillis until it fires with {@link Outcome#TIMEOUT}; 0 or less for never
     */
    public void arm(Kind kind, long timeoutMillis, Urgency urgency) {
        if (isClosing()) {
            return;
        }
        if (kind == Kind.READ) {
            armRead(timeoutMillis, urgency);
        } else {
            armWrite(timeoutMillis, urgency);
        }
    }

    private void armRead(long timeoutMillis, Urgency urgency) {
        long deadline = deadline(timeoutMillis);
        if (isStillIdle()) {
            moveIf(ConnectionState.REQUEST, ConnectionState.KEEP_ALIVE);
            deadline = Math.min(deadline, idleDeadline(timeoutMillis));
        } else if (moveIf(ConnectionState.REQUEST, ConnectionState.FIRST_BYTES)
                && arrival.hasEarlyBytes()) {
            arrival.expectRestOfHeader(host.readLimit(ReadStage.HEADER), host.now());
        }
        if (urgency == Urgency.NEXT_STEP && armsAfterUnsent(timeoutMillis)) {
            return;
        }
        if (state == ConnectionState.KEEP_ALIVE) {
            // Only now: what the application has left of a body is read after its answer.
            arrival.endTime();
        }
        armUntil(Math.min(deadline, arrival.deadline()), urgency);
    }

    private void armUntil(long deadline, Urgency urgency) {
        read.arm(deadline, urgency);
        host.armed(this, read);
    }

    private void armWrite(long timeoutMillis, Urgency urgency) {
        Interest interest = armable(Kind.WRITE);
        completion.asked(timeoutMillis);
        long before = interest.arm(deadline(timeoutMillis), urgency);
        if (urgency == Urgency.CONTINUATION && !Interest.isBlocked(before)) {
            host.blocked(this, 1);
        }
        host.armed(this, interest);
    }

    private long idleDeadline(long timeoutMillis) {
        return timeoutMillis > 0 ? idleSince + timeoutMillis : Interest.NEVER;
    }

    /**
     * @return whether the next request is waited for when the client has taken all of the response
     */
    private boolean armsAfterUnsent(long timeoutMillis) {
        if (state != ConnectionState.KEEP_ALIVE || !hasUnsent()) {
            return false;
        }
        Runnable next =
                () -> {
                    completed();
                    arm(Kind.READ, timeoutMillis, Urgency.NEXT_STEP);
                };
        if (!completesFirst(next)) {
            next.run();
        }
        return true;
    }

    /**
     * Has the rest written, with the deadline that holds for a response that is complete.
     *
     * @return false when nothing is: {@code then} is not run
     */
    private boolean completesFirst(Runnable then) {
        if (!hasUnsent()) {
            return false;
        }
        become(ConnectionState.WRITE_COMPLETION);
        cancel(Kind.WRITE);
        return completion.afterwards(then);
    }

    /**
     * Takes an armed interest back.
     *
     * @return whether it was armed and will not fire
     */
    public boolean cancel(Kind kind) {
        long word = interest(kind).take();
        unblocked(kind, word);
        if (kind == Kind.WRITE && word != 0) {
            completion.goOn();
        }
        return Interest.isAsked(word);
    }

    /**
     * @return whether the adapter has armed an interest that has not fired
     */
    public boolean awaits(Kind kind) {
        return Interest.isAsked(interest(kind).get());
    }

    /**
     * Blocks the calling thread until the socket is ready, whatever the model: a read no longer
     * than the request's part may take, a write for as long as the client takes something, whoever
     * sends it.
     *
     * @param timeoutMillis how long, 0 or less for ever
     * @return false when the time ran out
     * @throws IOException when the connection was closed meanwhile
     */
    public boolean await(Kind kind, long timeoutMillis) throws IOException {
        return kind == Kind.READ ? awaitInput(timeoutMillis) : awaitRoom(timeoutMillis);
    }

    private boolean awaitRoom(long timeoutMillis) throws IOException {
        long left = timeoutMillis;
        while (!host.await(this, Kind.WRITE, left)) {
            left = completion.patienceLeft(timeoutMillis);
            if (left <= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitInput(long timeoutMillis) throws IOException {
        if (!arrival.isTimed()) {
            return host.await(this, Kind.READ, timeoutMillis);
        }
        // Over or not, the socket is looked at.
        long left = Math.max(arrival.deadline() - host.now(), 1);
        if (timeoutMillis > 0 && timeoutMillis < left) {
            return host.await(this, Kind.READ, timeoutMillis);
        }
        if (host.await(this, Kind.READ, left)) {
            return true;
        }
        tellOverdue();
        return false;
    }

    /**
     * Looks at the socket once more, before a timeout that is not an interest's ends what waits for
     * it.
     *
     * @return whether an armed interest is ready, which fires in a moment, or the client takes some
     *     of what is unsent
     */
    public boolean isReady() {
        return isReady(Kind.READ) || isReady(Kind.WRITE) || completion.sendsSome();
    }

    /** As above, in one direction. */
    public boolean isReady(Kind kind) {
        try {
            return interest(kind).isArmed() && host.isReady(this, kind);
        } catch (IOException e) {
            // Closed, or no descriptor is left to look with.
            return false;
        }
    }

    /** {@link ConnectionHost#submit}. */
    public void submit(Task task) {
        host.submit(this, task);
    }

    // ---- what an adapter writes

    /**
     * Writes to the client, without waiting for it: what the socket does not take waits in memory
     * as far as there is room (WriteCompletionBuffer), where no thread waits with the connection.
     *
     * @param from what is taken is behind its position afterwards
     * @param keepRest false to leave what the socket does not take with the caller in any case
     * @return how many bytes were taken
     * @throws IOException also when the client has gone with something that was taken before
     */
    public int write(ByteBuffer from, boolean keepRest) throws IOException {
        WriteCompletion before = completion;
        if (before != WriteCompletion.NONE) {
            return (int) before.write(keepRest, from);
        }
        int taken = channel.write(from);
        return keepRest && from.hasRemaining()
                ? taken + (int) ownCompletion().write(true, from)
                : taken;
    }

    /** As {@link #write(ByteBuffer, boolean)}, all of them in order. */
    public long write(boolean keepRest, ByteBuffer... from) throws IOException {
        WriteCompletion before = completion;
        if (before != WriteCompletion.NONE) {
            return before.write(keepRest, from);
        }
        long taken = channel.write(from);
        return keepRest && from.length > 0 && from[from.length - 1].hasRemaining()
                ? taken + ownCompletion().write(true, from)
                : taken;
    }

    private WriteCompletion ownCompletion() {
        COMPLETION.compareAndSet(this, WriteCompletion.NONE, new WriteCompletion(this));
        return completion;
    }

    /**
     * @return whether some of what was {@linkplain #write written} is not yet with the kernel
     */
    public boolean hasUnsent() {
        return completion.isPending();
    }

    /**
     * Does something when the client has taken all that was written: then, in the thread that has
     * sent the last of it, or at once. It does not block and runs no code of the application.
     */
    public void afterUnsent(Runnable action) {
        if (!completion.afterwards(action)) {
            action.run();
        }
    }

    // ---- the end

    /**
     * The response is out and the connection ends, but the container still reads: what the client
     * sends is waited for, so that it reads the response before it sees a reset.
     *
     * @param endOutput what the client is to see after the last byte
     */
    public void lingers(Runnable endOutput) {
        if (hasUnsent()) {
            become(ConnectionState.WRITE_COMPLETION);
            completion.hasten();
        }
        afterUnsent(
                () -> {
                    endOutput.run();
                    become(ConnectionState.LINGER);
                });
    }

    /** When the socket is closed, its client sees a reset: what it has got is not all there was. */
    public void resetsClient() {
        end.resetsClient();
    }

    /**
     * Ends the connection, whatever it is doing: the container {@linkplain ConnectionHandler#abort
     * closes it}, unless it is done with it, and only its client is not.
     */
    public void abort() {
        end.abort();
    }

    /**
     * The container is done with the connection, in good order. What is unsent is still sent; then,
     * as in httpd's lingering close, a client that is still sending is read from, without anybody
     * looking at it, until it ends its side or for 2 seconds of silence, 30 in all, or {@linkplain
     * ConnectionHandler#mostDiscarded as much}: otherwise a reset would take the response from it.
     *
     * @param mayStillSend whether the client may not have sent all of its request
     */
    public void closeGracefully(boolean mayStillSend) {
        end.closeGracefully(mayStillSend);
    }

    /**
     * @return whether it ends by {@link #abort}
     */
    public boolean isAborted() {
        return end.isAborted();
    }

    /**
     * @return whether the container is done with the connection, but its client is not
     */
    public boolean isClosing() {
        return end.isGraceful();
    }

    /** Closes the socket, once. What is unsent then is lost, and the client sees a reset. */
    public void closeNow() {
        end.closeNow();
    }

    /** Does for the end what is not its own. */
    private final class EndSteps implements ConnectionEnd.Steps {

        @Override
        public SocketChannel channel() {
            return channel;
        }

        @Override
        public void closing() {
            host.closing(Connection.this);
        }

        @Override
        public void abortInContainer() {
            handler.abort();
        }

        @Override
        public boolean completesFirst(Runnable then) {
            cancel(Kind.READ);
            return Connection.this.completesFirst(then);
        }

        @Override
        public long mostDiscarded() {
            return handler.mostDiscarded();
        }

        @Override
        public long now() {
            return host.now();
        }

        @Override
        public void lingers(long millis) {
            arrival.expectNothing();
            become(ConnectionState.LINGER);
            armUntil(deadline(millis), Urgency.NEXT_STEP);
        }

        @Override
        public boolean hasUnsent() {
            return completion.isPending();
        }

        @Override
        public void closeSocket() {
            handler.closeSocket();
        }

        @Override
        public void closed() {
            Connection.this.closed();
        }
    }

    /** The connection does not count any more, whatever fails here. */
    private void closed() {
        ConnectionState from = STATE.getAndSet(this, ConnectionState.CLOSED);
        ConnectionHost last;
        do {
            last = host;
        } while (!HOST.compareAndSet(this, last, last.ended()));
        try {
            completion.discard();
        } finally {
            try {
                last.moved(this, from, ConnectionState.CLOSED);
            } finally {
                last.closed(this);
            }
        }
    }

    // ---- the engine's own: which host it has

    /** Takes its handler; once, before anything else. */
    public void handledBy(ConnectionHandler its) {
        handler = its;
    }

    public ConnectionHandler handler() {
        return handler;
    }

    public ConnectionHost host() {
        return host;
    }

    /**
     * A sibling takes the connection over, in one step.
     *
     * @return false when it has closed meanwhile, and its host was told so, or will be
     */
    public boolean moveTo(ConnectionHost from, ConnectionHost to) {
        boolean blocked = Interest.isBlocked(interest(Kind.WRITE).get());
        if (!HOST.compareAndSet(this, from, to)) {
            return false;
        }
        if (blocked) {
            from.blocked(this, -1);
            to.blocked(this, 1);
        }
        completion.movedTo(to);
        return true;
    }

    /**
     * @return what the host knows of the connection, for its own use
     */
    public Object attachment() {
        return attachment;
    }

    /** Lets the host find its knowledge of the connection again. */
    public void attach(Object knowledge) {
        attachment = knowledge;
    }

    // ---- the engine's own: what fires

    /** To be looked at, taken or shortened: {@link #arm} arms it. */
    public Interest interest(Kind kind) {
        Interest interest = kind == Kind.READ ? read : write;
        return interest == null ? Interest.NEVER_ARMED : interest;
    }

    Interest armable(Kind kind) {
        if (kind == Kind.READ) {
            return read;
        }
        if (write == null) {
            WRITE.compareAndSet(this, null, new Interest(Kind.WRITE));
        }
        return write;
    }

    /**
     * A huge timeout means for ever: its deadline must not wrap around.
     *
     * @return on the engine's clock
     */
    long deadline(long timeoutMillis) {
        long now = host.now();
        return timeoutMillis > 0 && timeoutMillis < Interest.NEVER - now
                ? now + timeoutMillis
                : Interest.NEVER;
    }

    /**
     * An interest was taken by the caller, which is one of the engine's threads. Never blocks.
     *
     * @param word what {@link Interest#take()} has returned
     * @return the work that follows, or null when there is none
     */
    public Task fire(Kind kind, long word, Outcome outcome) {
        if (kind == Kind.READ && isClosing()) {
            end.lingerOn(outcome);
            return null;
        }
        return kind == Kind.WRITE && completion.isPending()
                ? completion.fire(word, outcome)
                : tellHandler(kind, word, outcome);
    }

    /** Tells the adapter, if it has armed what has fired. */
    Task tellHandler(Kind kind, long word, Outcome outcome) {
        unblocked(kind, word);
        return Interest.isAsked(word) ? handler.fired(kind, outcome, Interest.urgency(word)) : null;
    }

    private void unblocked(Kind kind, long word) {
        if (kind == Kind.WRITE && Interest.isBlocked(word)) {
            host.blocked(this, -1);
        }
    }

    // ---- what is known of it

    @Override
    public long id() {
        return id;
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public String pinnedBy() {
        return pinnedBy;
    }

    public SocketChannel channel() {
        return channel;
    }

    public ConnectionState state() {
        return state;
    }

    public boolean isOpen() {
        return state != ConnectionState.CLOSED;
    }

    /**
     * @return whether what is read next has a time of its own (RequestReadTimeout)
     */
    public boolean isTimed() {
        return arrival.isTimed();
    }

    /** Since when it is idle, or was before the request that it has; never before the first. */
    public long idleSince() {
        return idleSince;
    }

    /**
     * @return the threads it has for several requests at once
     */
    public StreamShare streamShare() {
        if (share == null) {
            SHARE.compareAndSet(this, null, new StreamShare());
        }
        return share;
    }

    /**
     * @return that, or null on a connection that has never carried several requests at once
     */
    public StreamShare streamShareIfAny() {
        return share;
    }

    // ---- every change of state

    /** Moves there from where it may. */
    void become(ConnectionState next) {
        ConnectionState from = state;
        while (from.mayBecome(next) && !moveIf(from, next)) {
            from = state;
        }
    }

    private boolean moveIf(ConnectionState from, ConnectionState to) {
        if (!from.mayBecome(to)) {
            throw new IllegalStateException(
                    "connection " + id + " cannot move from " + from + " to " + to);
        }
        if (state != from || !STATE.compareAndSet(this, from, to)) {
            return false;
        }
        if (to == ConnectionState.KEEP_ALIVE && from != ConnectionState.REQUEST) {
            idleSince = host.now();
        }
        host.moved(this, from, to);
        return true;
    }

    @Override
    public String toString() {
        return "connection " + id + " " + state;
    }
}
