package org.servletmpm.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
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
 * <p>The adapter implements {@link #opened}, {@link #fired}, {@link #abort} and {@link #release},
 * and calls {@link #closed} when the socket is closed. Everything else is asked of the engine.
 */
public abstract non-sealed class Connection extends Progress {

    private static final AtomicReferenceFieldUpdater<Connection, WriteCompletion> OUTGOING =
            AtomicReferenceFieldUpdater.newUpdater(
                    Connection.class, WriteCompletion.class, "outgoing");

    private static final AtomicReferenceFieldUpdater<Connection, Interest> WRITE =
            AtomicReferenceFieldUpdater.newUpdater(Connection.class, Interest.class, "write");

    /** So that an upload that was refused is told so, and one without an end costs little. */
    private static final long MOST_DISCARDED = 64 << 20;

    private final SocketChannel channel;

    private final Interest read = new Interest(Kind.READ);

    /** Null until somebody arms it, which on most connections nobody does. */
    private volatile Interest write;

    /** Null until the socket refuses something, or the container closes the connection. */
    private volatile WriteCompletion outgoing;

    /**
     * What the request that is being read has of its time; null when nothing limits that, and for
     * the header of a later request until its rest has to be waited for.
     */
    private volatile ReadTime readTime;

    /** How much has come of such a header, bytes. Whoever reads. */
    private int early;

    /** Set once, before {@link #opened}. */
    private Object attachment;

    protected Connection(long id, SocketChannel channel, ConnectionHost host) {
        super(id, host);
        this.channel = channel;
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
     * An interest that the adapter has armed was taken. Never blocks and runs no code of the
     * application.
     *
     * @return the work that follows, or null when there is none
     */
    protected abstract Task fired(Kind kind, Outcome outcome, Urgency urgency);

    /**
     * Closes the connection at once, whatever it is doing, also when it {@linkplain #departs
     * departs}; ends in {@link #closed}.
     */
    public abstract void abort();

    /**
     * Closes the socket of a connection that {@linkplain #departs has departed}; ends in {@link
     * #closed}. Called once; never blocks and runs no code of the application.
     */
    protected abstract void release();

    /** The client has taken some of what was unsent. Never blocks. */
    protected void sent() {}

    /**
     * The client has reset the connection while the application has its request, and nobody reads
     * or writes who would notice. Told once, by a thread that waits with the connection. Never
     * blocks and runs no code of the application.
     *
     * @return the work that follows, or null when there is none
     */
    public Task clientReset() {
        abort();
        return null;
    }

    /**
     * @return milliseconds for which a client may take nothing of what is unsent; 0 or less for
     *     ever
     */
    protected abstract long writeTimeout();

    /**
     * @return how many bytes a client may still send when its connection {@linkplain #departs
     *     departs}, negative for any number; one that sends more is reset
     */
    protected long mostDiscarded() {
        return MOST_DISCARDED;
    }

    /**
     * The connection's place is about to go, and nobody else has one for it: a protocol that can
     * tell its client so (HTTP/2's GOAWAY) does. Any thread, perhaps more than once; does not
     * block.
     */
    public void goingAway() {}

    /**
     * @return whether it carries several requests at once, and its client is told by {@link
     *     #goingAway} which of them have been seen
     */
    public boolean isMultiplexed() {
        return false;
    }

    // ---- what an adapter asks for

    /**
     * Arms an interest. Without effect when the container is done with the connection.
     *
     * @param timeoutMillis until it fires with {@link Outcome#TIMEOUT}; 0 or less for never
     */
    public final void arm(Kind kind, long timeoutMillis, Urgency urgency) {
        if (!isDeparting()) {
            armInAnyCase(kind, timeoutMillis, urgency);
        }
    }

    final void armInAnyCase(Kind kind, long timeoutMillis, Urgency urgency) {
        Interest interest = armable(kind);
        long deadline = timeoutMillis > 0 ? deadline(timeoutMillis) : Interest.NEVER;
        if (kind == Kind.READ) {
            if (isStillIdle()) {
                moveIf(ConnectionState.REQUEST, ConnectionState.KEEP_ALIVE);
                deadline = Math.min(deadline, idleDeadline(timeoutMillis));
            } else if (moveIf(ConnectionState.REQUEST, ConnectionState.FIRST_BYTES) && early > 0) {
                awaitRestOfHeader();
            }
            if (urgency == Urgency.NEXT_STEP && completesFirst(timeoutMillis)) {
                return;
            }
            if (state() == ConnectionState.KEEP_ALIVE) {
                // Only now: what the application has left of a body is read after its answer.
                readTime = null;
            }
            ReadTime time = readTime;
            deadline = time == null ? deadline : Math.min(deadline, time.deadline());
        }
        WriteCompletion out = outgoing;
        if (kind == Kind.WRITE && out != null) {
            out.asked(timeoutMillis);
        }
        long before = interest.arm(deadline, urgency);
        if (kind == Kind.WRITE && urgency == Urgency.CONTINUATION && !Interest.isBlocked(before)) {
            host().blocked(this, 1);
        }
        host().armed(this, interest);
    }

    /**
     * @return whether the next request is waited for when the client has taken all of the response
     */
    private boolean completesFirst(long timeoutMillis) {
        WriteCompletion out = outgoing;
        if (out == null || !out.isPending() || state() != ConnectionState.KEEP_ALIVE) {
            return false;
        }
        completing();
        // From now on with the deadline that holds for a response that is complete.
        cancel(Kind.WRITE);
        Runnable next =
                () -> {
                    completed();
                    arm(Kind.READ, timeoutMillis, Urgency.NEXT_STEP);
                };
        if (!out.afterwards(next)) {
            next.run();
        }
        return true;
    }

    /**
     * Writes to the client, without waiting for it: what the socket does not take waits in memory
     * as far as there is room (WriteCompletionBuffer), where no thread waits with the connection.
     *
     * @param from what is taken is behind its position afterwards
     * @param keepRest false to leave what the socket does not take with the caller in any case
     * @return how many bytes were taken
     * @throws IOException also when the client has gone with something that was taken before
     */
    public final int write(ByteBuffer from, boolean keepRest) throws IOException {
        WriteCompletion out = outgoing;
        if (out != null) {
            return (int) out.write(keepRest, from);
        }
        int taken = channel.write(from);
        return keepRest && from.hasRemaining() ? taken + (int) outgoing().write(true, from) : taken;
    }

    /** As {@link #write(ByteBuffer, boolean)}, all of them in order. */
    public final long write(boolean keepRest, ByteBuffer... from) throws IOException {
        WriteCompletion out = outgoing;
        if (out != null) {
            return out.write(keepRest, from);
        }
        long taken = channel.write(from);
        return keepRest && from.length > 0 && from[from.length - 1].hasRemaining()
                ? taken + outgoing().write(true, from)
                : taken;
    }

    /**
     * @return whether some of what was {@linkplain #write written} is not yet with the kernel
     */
    public final boolean hasUnsent() {
        WriteCompletion out = outgoing;
        return out != null && out.isPending();
    }

    /**
     * Does something when the client has taken all that was written: then, in the thread that has
     * sent the last of it, or at once. It does not block and runs no code of the application.
     */
    public final void afterUnsent(Runnable action) {
        WriteCompletion out = outgoing;
        if (out == null || !out.afterwards(action)) {
            action.run();
        }
    }

    private WriteCompletion outgoing() {
        WriteCompletion out = outgoing;
        if (out == null) {
            out = new WriteCompletion(this);
            if (!OUTGOING.compareAndSet(this, null, out)) {
                out = outgoing;
            }
        }
        return out;
    }

    /**
     * The container is done with the connection, in good order. What is unsent is still sent; then,
     * as in httpd's lingering close, a client that is still sending is read from, without anybody
     * looking at it, until it ends its side or for {@code 2} seconds of silence, {@code 30} in all,
     * or {@linkplain #mostDiscarded as much}: otherwise a reset would take the response from it.
     *
     * @param mayStillSend whether the client may not have sent all of its request
     * @return true when the socket is closed later, by {@link #release}; false when the caller is
     *     to close it now
     */
    public final boolean departs(boolean mayStillSend) {
        try {
            return isOpen() && outgoing().departs(mayStillSend);
        } catch (RuntimeException | Error e) {
            // Such as without memory: the container is done with it, and nobody would look again.
            return false;
        }
    }

    /**
     * When the socket is closed, its client sees a reset: what it has got is not all there was.
     * Without effect on one that is closed.
     */
    protected final void resets() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException | UnsupportedOperationException e) {
            // It is closed, or no TCP: then there is no other end.
        }
    }

    /** Closes the socket now, unless that is done: {@link #release}. */
    protected final void releaseNow() {
        outgoing().release();
    }

    /**
     * @return whether the container is done with the connection, but its client is not
     */
    public final boolean isDeparting() {
        WriteCompletion out = outgoing;
        return out != null && out.isDeparting();
    }

    /**
     * An interest was taken by the caller, which is one of the engine's threads. Never blocks.
     *
     * @param word what {@link Interest#take()} has returned
     * @return the work that follows, or null when there is none
     */
    public final Task fire(Kind kind, long word, Outcome outcome) {
        WriteCompletion out = outgoing;
        return out == null ? deliver(kind, word, outcome) : out.fire(kind, word, outcome);
    }

    /** Tells the adapter, if it has armed what has fired. */
    final Task deliver(Kind kind, long word, Outcome outcome) {
        unblocked(kind, word);
        return Interest.isAsked(word) ? fired(kind, outcome, Interest.urgency(word)) : null;
    }

    private void unblocked(Kind kind, long word) {
        if (kind == Kind.WRITE && Interest.isBlocked(word)) {
            host().blocked(this, -1);
        }
    }

    /** Another host takes over. Its predecessor says so, and tells nobody before. */
    public final void movedTo(ConnectionHost next) {
        boolean blocked = Interest.isBlocked(interest(Kind.WRITE).get());
        if (blocked) {
            host().blocked(this, -1);
        }
        host(next);
        WriteCompletion out = outgoing;
        if (out != null) {
            out.movedTo(next);
        }
        if (blocked) {
            next.blocked(this, 1);
        }
    }

    /** Who says "for ever" with a huge timeout must not get a deadline that has wrapped around. */
    final long deadline(long timeoutMillis) {
        long now = host().now();
        return timeoutMillis < Interest.NEVER - now ? now + timeoutMillis : Interest.NEVER;
    }

    /**
     * Takes an armed interest back.
     *
     * @return whether it was armed and will not fire
     */
    public final boolean cancel(Kind kind) {
        long word = interest(kind).take();
        unblocked(kind, word);
        WriteCompletion out = outgoing;
        if (kind == Kind.WRITE && word != 0 && out != null) {
            out.goOn();
        }
        return Interest.isAsked(word);
    }

    /**
     * @return whether the adapter has armed an interest that has not fired
     */
    public final boolean awaits(Kind kind) {
        return Interest.isAsked(interest(kind).get());
    }

    /**
     * {@link ConnectionHost#await}; a read no longer than the request's part may take, a write for
     * as long as the client takes something, whoever sends it.
     */
    public final boolean await(Kind kind, long timeoutMillis) throws IOException {
        return kind == Kind.READ ? awaitInput(timeoutMillis) : awaitRoom(timeoutMillis);
    }

    private boolean awaitRoom(long timeoutMillis) throws IOException {
        long left = timeoutMillis;
        while (!host().await(this, Kind.WRITE, left)) {
            WriteCompletion out = outgoing;
            left = out == null ? 0 : out.patienceLeft(timeoutMillis);
            if (left <= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitInput(long timeoutMillis) throws IOException {
        ReadTime time = readTime;
        if (time == null) {
            return host().await(this, Kind.READ, timeoutMillis);
        }
        // Over or not, the socket is looked at.
        long left = Math.max(time.deadline() - host().now(), 1);
        if (timeoutMillis > 0 && timeoutMillis < left) {
            return host().await(this, Kind.READ, timeoutMillis);
        }
        if (host().await(this, Kind.READ, left)) {
            return true;
        }
        over(time);
        return false;
    }

    /**
     * Looks at the socket once more, before a timeout that is not an interest's ends what waits for
     * it. Any thread.
     *
     * @return whether an armed interest is ready, which fires in a moment, or the client takes some
     *     of what is unsent
     */
    public final boolean isReady() {
        WriteCompletion out = outgoing;
        return isReady(Kind.READ) || isReady(Kind.WRITE) || out != null && out.sendsSome();
    }

    /** As above, in one direction. */
    public final boolean isReady(Kind kind) {
        try {
            return interest(kind).isArmed() && host().isReady(this, kind);
        } catch (IOException e) {
            // Closed, or no descriptor is left to look with.
            return false;
        }
    }

    // ---- how long a request may take to arrive

    /**
     * What is read next is that part of a request, and its time begins. Told of the first request;
     * a later one's header begins by itself with its first bytes, and each one's body after that.
     */
    public final void expect(ReadStage stage) {
        early = 0;
        ReadLimit limit = host().readLimit(stage);
        readTime = limit == null ? null : new ReadTime(stage, limit, host().now());
    }

    /** What is read next is no part of a request, or of several at once. */
    public final void expectNothing() {
        early = 0;
        readTime = null;
    }

    private void awaitRestOfHeader() {
        int came = early;
        expect(ReadStage.HEADER);
        received(came);
        // Where nothing limits the time, something has come nevertheless.
        early = readTime == null ? came : 0;
    }

    /**
     * Asked by the thread that reads, before it waits. A line end behind the last request, or a
     * part of a TLS record, is no begin of a request.
     *
     * @return whether a worker has looked, and found the connection as idle as it was
     */
    public final boolean isStillIdle() {
        return state() == ConnectionState.REQUEST
                && early == 0
                && readTime == null
                && requests() > 0;
    }

    private long idleDeadline(long timeoutMillis) {
        return timeoutMillis > 0 ? host().idleSince(this) + timeoutMillis : Interest.NEVER;
    }

    /**
     * Bytes came that are line ends. Before a request line they are for nobody (RFC 9112, section
     * 2.2). The thread that reads.
     */
    public final void receivedLineEnds(long bytes) {
        ReadTime time = readTime;
        boolean begun = time == null ? early > 0 : time.hasBegun();
        if (state() != ConnectionState.REQUEST || begun) {
            received(bytes);
        }
    }

    /** What came since the last request was no part of one. The thread that reads. */
    public final void receivedNothing() {
        early = 0;
    }

    /** Bytes came. The thread that reads. */
    public final void received(long bytes) {
        ReadTime time = readTime;
        if (time == null) {
            early += bytes > 0 && state() == ConnectionState.REQUEST ? (int) bytes : 0;
        } else if (bytes > 0) {
            time.received(bytes);
        }
    }

    /** The container has given the TLS handshake up; told once. */
    public final void handshakeFailed() {
        ReadTime time = readTime;
        if (time == null || !time.isToldOver()) {
            host().handshakeFailed(this);
        }
    }

    private void over(ReadTime time) {
        if (time.isOverNews()) {
            host().overdue(this, time.stage());
        }
    }

    /**
     * Asked by who has taken a READ interest that {@linkplain Outcome#TIMEOUT timed out}.
     *
     * @return whether the request did not arrive in its time, as opposed to the container's
     */
    public final boolean isOverdue() {
        ReadTime time = readTime;
        boolean overdue = time != null && time.deadline() <= host().now();
        if (overdue) {
            over(time);
        }
        return overdue;
    }

    /**
     * @return whether a part of a request's header has come and the rest has not, so that there is
     *     somebody to answer
     */
    public final boolean isHeaderIncomplete() {
        ReadTime time = readTime;
        return time != null && time.stage() == ReadStage.HEADER && time.hasBegun();
    }

    /**
     * @return whether what is read next has a time of its own (RequestReadTimeout)
     */
    public final boolean isTimed() {
        return readTime != null;
    }

    /** {@link ConnectionHost#submit}. */
    public final void submit(Task task) {
        host().submit(this, task);
    }

    /**
     * The response is out and the connection ends, but the container still reads: what the client
     * sends is waited for, so that it reads the response before it sees a reset.
     *
     * @param endOutput what the client is to see after the last byte
     */
    public final void lingers(Runnable endOutput) {
        if (hasUnsent()) {
            become(ConnectionState.WRITE_COMPLETION);
            outgoing.hasten();
        }
        afterUnsent(
                () -> {
                    endOutput.run();
                    become(ConnectionState.LINGER);
                });
    }

    // ---- what both look at

    public final SocketChannel channel() {
        return channel;
    }

    /** To be looked at, taken or shortened: {@link #arm} arms it. */
    public final Interest interest(Kind kind) {
        Interest interest = kind == Kind.READ ? read : write;
        return interest == null ? Interest.NEVER_ARMED : interest;
    }

    final Interest armable(Kind kind) {
        if (kind == Kind.READ) {
            return read;
        }
        if (write == null) {
            WRITE.compareAndSet(this, null, new Interest(Kind.WRITE));
        }
        return write;
    }

    @Override
    final void ended() {
        WriteCompletion out = outgoing;
        if (out != null) {
            out.discard();
        }
    }

    /**
     * @return what the host knows of the connection, for its own use
     */
    public final Object attachment() {
        return attachment;
    }

    /** Lets the host find its knowledge of the connection again. */
    public final void attach(Object knowledge) {
        attachment = knowledge;
    }

    @Override
    public String toString() {
        return "connection " + id() + " " + state();
    }
}
