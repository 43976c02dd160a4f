package org.servletmpm.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;

/**
 * One accepted connection: what an adapter implements, and what it may ask of the engine.
 *
 * <p>No thread owns a connection. READ and WRITE are two {@linkplain Interest one-shot interests};
 * any thread arms them, also while another is inside a request of the same connection. Where a
 * container must not run two of its callbacks at once, its adapter sees to that.
 *
 * <p>The adapter implements {@link #opened}, {@link #fired} and {@link #abort}, and calls {@link
 * #closed} when the container has closed the socket. Everything else is asked of the engine.
 */
public abstract class Connection implements ConnectionInfo {

    private static final AtomicIntegerFieldUpdater<Connection> STREAMS =
            AtomicIntegerFieldUpdater.newUpdater(Connection.class, "streams");
    private static final AtomicIntegerFieldUpdater<Connection> REQUESTS =
            AtomicIntegerFieldUpdater.newUpdater(Connection.class, "requests");

    private static final AtomicReferenceFieldUpdater<Connection, String> PINNED =
            AtomicReferenceFieldUpdater.newUpdater(Connection.class, String.class, "pinnedBy");

    private final long id;
    private final SocketChannel channel;

    /** Whoever has a place for the connection: changed by {@link #keptBy} alone. */
    private volatile Keeper keeper;

    private final Interest read = new Interest(Kind.READ);
    private final Interest write = new Interest(Kind.WRITE);
    private final AtomicReference<ConnectionState> state =
            new AtomicReference<>(ConnectionState.FIRST_BYTES);

    /** Written by the thread that begins a request; only streams begin at once, and add to it. */
    private volatile int requests;

    /** Requests that go on, on a connection that carries several at once. */
    private volatile int streams;

    /** When the current request began, on {@link System#nanoTime}; in the order of the requests. */
    private volatile long began;

    /** Set once, by whoever is first to {@link #pin}. */
    private volatile String pinnedBy;

    /** Set once, before {@link #opened}. */
    private Object attachment;

    protected Connection(long id, SocketChannel channel, Keeper keeper) {
        this.id = id;
        this.channel = channel;
        this.keeper = keeper;
    }

    // ---- what an adapter implements

    /**
     * The connection begins; called once, before anything is fired.
     *
     * @return the container's first steps as a task for a worker (or the bound thread), or null
     *     when they were done at once by arming an interest
     */
    public abstract Task opened();

    /**
     * An interest was taken by the caller. Never blocks and runs no code of the application.
     *
     * @return the work that follows, or null when there is none
     */
    public abstract Task fired(Kind kind, Outcome outcome, Urgency urgency);

    /** Closes the connection at once, whatever it is doing; ends in {@link #closed}. */
    public abstract void abort();

    /**
     * The connection's place is about to go, and nobody else has one for it: a protocol that can
     * tell its client so (HTTP/2's GOAWAY) does. Any thread, perhaps more than once; does not
     * block.
     */
    public void goingAway() {}

    // ---- what an adapter asks for

    /**
     * Arms an interest.
     *
     * @param timeoutMillis until it fires with {@link Outcome#TIMEOUT}; 0 or less for never
     */
    public final void arm(Kind kind, long timeoutMillis, Urgency urgency) {
        Interest interest = interest(kind);
        if (kind == Kind.READ) {
            moveIf(ConnectionState.REQUEST, ConnectionState.FIRST_BYTES);
        }
        interest.arm(timeoutMillis > 0 ? deadline(timeoutMillis) : Interest.NEVER, urgency);
        keeper.armed(this, interest);
    }

    /** Another keeper takes over. Its predecessor says so, and tells nobody before. */
    public final void keptBy(Keeper next) {
        keeper = next;
    }

    public final Keeper keeper() {
        return keeper;
    }

    /** Who says "for ever" with a huge timeout must not get a deadline that has wrapped around. */
    private long deadline(long timeoutMillis) {
        long now = keeper.now();
        return timeoutMillis < Interest.NEVER - now ? now + timeoutMillis : Interest.NEVER;
    }

    /**
     * Takes an armed interest back.
     *
     * @return whether it was armed and will not fire
     */
    public final boolean cancel(Kind kind) {
        return interest(kind).take() != 0;
    }

    /** {@link Keeper#await}. */
    public final boolean await(Kind kind, long timeoutMillis) throws IOException {
        return keeper.await(this, kind, timeoutMillis);
    }

    /** {@link Keeper#submit}. */
    public final void submit(Task task) {
        keeper.submit(this, task);
    }

    /** The application is given a request; begins its count, its clock and its letter W. */
    public final void requestStarted(RequestLine line) {
        handle();
        count();
        began = System.nanoTime();
        keeper.requestStarted(this, line);
    }

    private void handle() {
        ConnectionState from = state.get();
        while (from != ConnectionState.HANDLER && from != ConnectionState.CLOSED) {
            boolean unread = from == ConnectionState.FIRST_BYTES;
            move(from, unread ? ConnectionState.REQUEST : ConnectionState.HANDLER);
            from = state.get();
        }
    }

    /** The application returned without an answer; it will come by another way. */
    public final void requestSuspended() {
        moveIf(ConnectionState.HANDLER, ConnectionState.SUSPENDED);
    }

    /** The application goes on with a suspended request. */
    public final void requestResumed() {
        moveIf(ConnectionState.SUSPENDED, ConnectionState.HANDLER);
    }

    /** {@link Keeper#requestFinished}. */
    public final void requestFinished(long bytes) {
        if (!moveIf(ConnectionState.HANDLER, ConnectionState.KEEP_ALIVE)) {
            moveIf(ConnectionState.SUSPENDED, ConnectionState.KEEP_ALIVE);
        }
        keeper.requestFinished(this, bytes, System.nanoTime() - began);
    }

    /** The response was the last of HTTP here: another protocol has the connection from now on. */
    public final void upgraded(long bytes) {
        moveIf(ConnectionState.HANDLER, ConnectionState.UPGRADED);
        keeper.requestFinished(this, bytes, System.nanoTime() - began);
    }

    /** The application is given a request that may be one of several at once (HTTP/2). */
    public final void streamStarted(RequestLine line) {
        STREAMS.incrementAndGet(this);
        followStreams();
        REQUESTS.incrementAndGet(this);
        keeper.requestStarted(this, line);
    }

    /**
     * One of several requests is answered; told once for each that {@linkplain #streamStarted
     * began}.
     *
     * @param bytes what was sent for it
     * @param nanos how long it took
     */
    public final void streamFinished(long bytes, long nanos) {
        STREAMS.decrementAndGet(this);
        followStreams();
        keeper.requestFinished(this, bytes, nanos);
    }

    /**
     * The connection has work while one stream has. The last to change the number sees it as it is,
     * so the state is right in the end.
     */
    private void followStreams() {
        boolean busy;
        do {
            busy = streams > 0;
            if (busy) {
                handle();
            } else {
                moveIf(ConnectionState.HANDLER, ConnectionState.KEEP_ALIVE);
            }
        } while (busy != streams > 0);
    }

    /**
     * The response is complete, but not yet all of it with the kernel: the rest is written when the
     * client takes it.
     */
    public final void completing() {
        moveIf(ConnectionState.KEEP_ALIVE, ConnectionState.WRITE_COMPLETION);
    }

    /** What was left of a response is with the kernel. */
    public final void completed() {
        moveIf(ConnectionState.WRITE_COMPLETION, ConnectionState.KEEP_ALIVE);
    }

    /**
     * The response is out and the connection ends: what the client still sends is waited for, so
     * that it reads the response before it sees a reset.
     */
    public final void lingering() {
        ConnectionState from = state.get();
        while (from.mayBecome(ConnectionState.LINGER) && !moveIf(from, ConnectionState.LINGER)) {
            from = state.get();
        }
    }

    /** The calling thread begins to close the socket, which may take a moment. */
    public final void closing() {
        keeper.closing(this);
    }

    /** A worker begins to read what came. */
    public final void reading() {
        if (!moveIf(ConnectionState.KEEP_ALIVE, ConnectionState.REQUEST)) {
            moveIf(ConnectionState.FIRST_BYTES, ConnectionState.REQUEST);
        }
    }

    /** The container has closed the socket. Idempotent. */
    public final void closed() {
        ConnectionState from = state.getAndSet(ConnectionState.CLOSED);
        if (from != ConnectionState.CLOSED) {
            keeper.moved(this, from, ConnectionState.CLOSED);
            keeper.closed(this);
        }
    }

    @Override
    public final void pin(String by) {
        if (pinnedBy == null && PINNED.compareAndSet(this, null, by)) {
            keeper.pinned(this);
        }
    }

    @Override
    public final String pinnedBy() {
        return pinnedBy;
    }

    // ---- what both look at

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final int requests() {
        return requests;
    }

    public final SocketChannel channel() {
        return channel;
    }

    public final ConnectionState state() {
        return state.get();
    }

    public final boolean isOpen() {
        return state.get() != ConnectionState.CLOSED;
    }

    public final Interest interest(Kind kind) {
        return kind == Kind.READ ? read : write;
    }

    /** {@link Keeper#isDraining}. */
    public final boolean isDraining() {
        return keeper.isDraining(this);
    }

    /**
     * @return what the keeper knows of the connection, for its own use
     */
    public final Object attachment() {
        return attachment;
    }

    /** Lets the keeper find its knowledge of the connection again. */
    public final void attach(Object knowledge) {
        attachment = knowledge;
    }

    private void count() {
        int n = requests;
        requests = n + 1;
    }

    private boolean moveIf(ConnectionState from, ConnectionState to) {
        if (state.get() == from && state.compareAndSet(from, to)) {
            keeper.moved(this, from, to);
            return true;
        }
        return false;
    }

    private void move(ConnectionState from, ConnectionState to) {
        if (!from.mayBecome(to)) {
            throw new IllegalStateException(
                    "connection " + id + " cannot move from " + from + " to " + to);
        }
        moveIf(from, to);
    }

    @Override
    public String toString() {
        return "connection " + id + " " + state.get();
    }
}
