package org.servletmpm.connection;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * How far a connection is: its {@linkplain ConnectionState state}, its requests, and who is told.
 * Any thread.
 */
abstract sealed class Progress implements ConnectionInfo permits Connection {

    private static final AtomicIntegerFieldUpdater<Progress> STREAMS =
            AtomicIntegerFieldUpdater.newUpdater(Progress.class, "streams");
    private static final AtomicIntegerFieldUpdater<Progress> REQUESTS =
            AtomicIntegerFieldUpdater.newUpdater(Progress.class, "requests");
    private static final AtomicReferenceFieldUpdater<Progress, ConnectionState> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Progress.class, ConnectionState.class, "state");
    private static final AtomicReferenceFieldUpdater<Progress, StreamShare> SHARE =
            AtomicReferenceFieldUpdater.newUpdater(Progress.class, StreamShare.class, "share");
    private static final AtomicReferenceFieldUpdater<Progress, String> PINNED =
            AtomicReferenceFieldUpdater.newUpdater(Progress.class, String.class, "pinnedBy");

    private final long id;

    /** Whoever has a place for the connection: changed by {@link #movedTo} alone. */
    private volatile ConnectionHost host;

    private volatile ConnectionState state = ConnectionState.FIRST_BYTES;

    /** Written by the thread that begins a request; only streams begin at once, and add to it. */
    private volatile int requests;

    /** Requests that go on, on a connection that carries several at once. */
    private volatile int streams;

    /** Null until such a connection has its first request. */
    private volatile StreamShare share;

    /** When the current request began, on {@link System#nanoTime}; in the order of the requests. */
    private volatile long began;

    /** Set once, by whoever is first to {@link #pin}. */
    private volatile String pinnedBy;

    Progress(long id, ConnectionHost host) {
        this.id = id;
        this.host = host;
    }

    private Connection self() {
        return (Connection) this;
    }

    /** The socket is closed, and nobody has been told yet. */
    abstract void ended();

    final void host(ConnectionHost next) {
        host = next;
    }

    public final ConnectionHost host() {
        return host;
    }

    /** {@link ConnectionHost#isDraining}. */
    public final boolean isDraining() {
        return host.isDraining(self());
    }

    /** The application is given a request; begins its count, its clock and its letter W. */
    public final void requestStarted(RequestLine line) {
        self().expect(ReadStage.BODY);
        handle();
        count();
        began = System.nanoTime();
        host.requestStarted(self(), line);
    }

    private void handle() {
        ConnectionState from = state;
        while (from != ConnectionState.HANDLER && from != ConnectionState.CLOSED) {
            boolean unread = from == ConnectionState.FIRST_BYTES;
            move(from, unread ? ConnectionState.REQUEST : ConnectionState.HANDLER);
            from = state;
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

    /** {@link ConnectionHost#requestFinished}. */
    public final void requestFinished(long bytes) {
        if (!moveIf(ConnectionState.HANDLER, ConnectionState.KEEP_ALIVE)) {
            moveIf(ConnectionState.SUSPENDED, ConnectionState.KEEP_ALIVE);
        }
        host.requestFinished(self(), bytes, System.nanoTime() - began);
    }

    /** The response was the last of HTTP here: another protocol has the connection from now on. */
    public final void upgraded(long bytes) {
        self().expectNothing();
        moveIf(ConnectionState.HANDLER, ConnectionState.UPGRADED);
        host.requestFinished(self(), bytes, System.nanoTime() - began);
    }

    /** The application is given a request that may be one of several at once (HTTP/2). */
    public final void streamStarted(RequestLine line) {
        self().expectNothing();
        STREAMS.incrementAndGet(this);
        followStreams();
        REQUESTS.incrementAndGet(this);
        host.requestStarted(self(), line);
    }

    /**
     * @return the threads it has for several requests at once
     */
    public final StreamShare streamShare() {
        if (share == null) {
            SHARE.compareAndSet(this, null, new StreamShare());
        }
        return share;
    }

    /**
     * @return that, or null on a connection that has never carried several requests at once
     */
    public final StreamShare streamShareIfAny() {
        return share;
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
        host.requestFinished(self(), bytes, nanos);
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

    /** Moves there from where it may. */
    final void become(ConnectionState next) {
        ConnectionState from = state;
        while (from.mayBecome(next) && !moveIf(from, next)) {
            from = state;
        }
    }

    /** The calling thread begins to close the socket, which may take a moment. */
    public final void closing() {
        host.closing(self());
    }

    /** A worker begins to read what came. */
    public final void reading() {
        if (moveIf(ConnectionState.KEEP_ALIVE, ConnectionState.REQUEST)) {
            // Most are there as a whole, and nobody asks how long they took.
            self().expectNothing();
        } else {
            moveIf(ConnectionState.FIRST_BYTES, ConnectionState.REQUEST);
        }
    }

    /** The container has closed the socket. Idempotent. */
    public final void closed() {
        ConnectionState from = STATE.getAndSet(this, ConnectionState.CLOSED);
        if (from != ConnectionState.CLOSED) {
            try {
                ended();
            } finally {
                // Whatever fails, it does not count any more.
                tellClosed(from);
            }
        }
    }

    private void tellClosed(ConnectionState from) {
        try {
            host.moved(self(), from, ConnectionState.CLOSED);
        } finally {
            host.closed(self());
        }
    }

    @Override
    public final void pin(String by) {
        if (pinnedBy == null && PINNED.compareAndSet(this, null, by)) {
            host.pinned(self());
        }
    }

    @Override
    public final String pinnedBy() {
        return pinnedBy;
    }

    // ---- what is known of it

    @Override
    public final long id() {
        return id;
    }

    @Override
    public final int requests() {
        return requests;
    }

    public final ConnectionState state() {
        return state;
    }

    public final boolean isOpen() {
        return state != ConnectionState.CLOSED;
    }

    private void count() {
        int n = requests;
        requests = n + 1;
    }

    final boolean moveIf(ConnectionState from, ConnectionState to) {
        if (state == from && STATE.compareAndSet(this, from, to)) {
            host.moved(self(), from, to);
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
}
