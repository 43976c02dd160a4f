package org.servletmpm.waiting;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;

/**
 * The place of a connection that one thread serves to its end: from its first byte (prefork,
 * worker), or from the step that pins it (event). Everything runs in that thread, except what
 * {@link WaitingPlace} lets any thread call, and {@link #await} of those.
 *
 * <p>While the thread waits it watches every armed interest of its connection; while it is inside a
 * request the child's listener does. Both may watch the same interest for a moment: whoever takes
 * it fires it, the other finds nothing. The key stays in the selector between requests, so that a
 * request costs one select, one read and one write.
 */
public final class BoundSelector implements WaitingPlace, Closeable {

    /** A socket with unread input is asked once in so long whether it has been reset. */
    private static final long RESET_MILLIS = 1_000;

    private final Thread owner;
    private final ThreadSelector wait;
    private final SpinningSelector spinning;
    private final Selector selector;
    private final Consumer<SelectionKey> selected = this::selected;
    private final LongSupplier clock;

    /** Steps of the connection that other threads found; run by the owner in order. */
    private final Queue<Task> mailbox = new ConcurrentLinkedQueue<>();

    private Connection connection;

    /** While the connection's request is suspended, and nothing awaited of its client. */
    private ResetWatch resetWatch;

    private SelectionKey key;
    private int readyOperations;
    private SelectionKey accepting;

    /**
     * @param clock the engine's, in milliseconds
     */
    public BoundSelector(LongSupplier clock) throws IOException {
        this.owner = Thread.currentThread();
        this.wait = new ThreadSelector(clock);
        this.spinning = wait.selector();
        this.selector = spinning.selector();
        this.clock = clock;
    }

    /**
     * Binds the thread to a connection, at its beginning or in the middle of one of its steps.
     *
     * @return false when another thread is bound to it already
     * @throws IOException when the connection is closed
     */
    public boolean enter(Connection next) throws IOException {
        SelectionKey registered = next.channel().register(selector, 0);
        connection = next;
        key = registered;
        if (Watch.of(next).bind(this)) {
            return true;
        }
        forget();
        return false;
    }

    private void forget() throws IOException {
        key.cancel();
        selector.selectNow();
        connection = null;
        key = null;
        resetWatch = null;
    }

    /**
     * Frees the thread from its connection.
     *
     * @return steps that came too late to be run here, in order
     */
    public Queue<Task> leave() throws IOException {
        Watch.of(connection).unbind();
        forget();
        Queue<Task> late = new ConcurrentLinkedQueue<>();
        for (Task task = mailbox.poll(); task != null; task = mailbox.poll()) {
            late.add(task);
        }
        return late;
    }

    /**
     * Waits for the connection's next step.
     *
     * @return the step, or null when there is none: somebody woke the thread, the connection was
     *     closed, or an interest needed no work
     */
    public Task next() throws IOException {
        spinning.beginWaiting();
        try {
            Task task = mailbox.poll();
            if (task != null || !connection.isOpen()) {
                return task;
            }
            long read = connection.interest(Kind.READ).get();
            long write = connection.interest(Kind.WRITE).get();
            if (read == 0 && write == 0 && connection.state() == ConnectionState.SUSPENDED) {
                resetWatch = resetWatch == null ? new ResetWatch() : resetWatch;
                return resetWatch.await();
            }
            resetWatch = null;
            long deadline = Math.min(deadline(read), deadline(write));
            interest(
                    (read != 0 ? SelectionKey.OP_READ : 0)
                            | (write != 0 ? SelectionKey.OP_WRITE : 0));
            Thread.interrupted();
            readyOperations = 0;
            long now = clock.getAsLong();
            long left = deadline == Interest.NEVER ? 0 : deadline - now;
            if (left > 0 || deadline == Interest.NEVER) {
                spinning.select(selected, left);
            } else {
                spinning.selectNow(selected);
            }
            return ready(read, write, readyOperations, now);
        } catch (CancelledKeyException e) {
            if (connection.isOpen() && !connection.channel().isOpen()) {
                // Somebody closed the channel behind the container's back.
                connection.abort();
            }
            return null;
        } finally {
            spinning.endWaiting();
        }
    }

    /**
     * Waits for the end of a suspended request, of which the client cannot tell anything but that
     * it has gone. A half-close says nothing; only a reset does.
     */
    private final class ResetWatch {

        /** The socket has input that nobody reads, or is at its end: it would always be ready. */
        private boolean readable;

        /** The adapter has been told. */
        private boolean told;

        Task await() throws IOException {
            Thread.interrupted();
            if (told) {
                interest(0);
                spinning.select(selected, 0);
                return null;
            }
            interest(readable ? 0 : SelectionKey.OP_READ);
            readyOperations = 0;
            spinning.select(selected, readable ? RESET_MILLIS : 0);
            readable |= readyOperations != 0;
            told = readable && isReset();
            return told ? connection.handler().clientReset() : null;
        }

        /** A connected socket is ready to connect only with an error. */
        private boolean isReset() throws IOException {
            interest(SelectionKey.OP_READ | SelectionKey.OP_CONNECT);
            readyOperations = 0;
            spinning.selectNow(selected);
            return (readyOperations & SelectionKey.OP_CONNECT) != 0;
        }
    }

    private void selected(SelectionKey ready) {
        if (ready == key) {
            readyOperations = ready.readyOps();
        }
    }

    /**
     * @return whether an interest is armed that nobody may be watching once the thread is busy
     */
    public boolean leavesInterest() {
        return connection.interest(Kind.READ).isArmed()
                || connection.interest(Kind.WRITE).isArmed();
    }

    private static long deadline(long word) {
        return word == 0 ? Interest.NEVER : Interest.deadline(word);
    }

    /**
     * One outcome at a time; what else is ready is found by the next select, at no cost.
     *
     * @param now before the socket was looked at: a deadline that has passed only since then is for
     *     the next look
     */
    private Task ready(long read, long write, int ready, long now) {
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            return fire(Kind.WRITE, connection.interest(Kind.WRITE).take(), Outcome.READY);
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            return fire(Kind.READ, connection.interest(Kind.READ).take(), Outcome.READY);
        }
        if (deadline(write) <= now && connection.interest(Kind.WRITE).take(write)) {
            return fire(Kind.WRITE, write, Outcome.TIMEOUT);
        }
        if (deadline(read) <= now && connection.interest(Kind.READ).take(read)) {
            return fire(Kind.READ, read, Outcome.TIMEOUT);
        }
        return null;
    }

    private Task fire(Kind kind, long word, Outcome outcome) {
        return word == 0 ? null : connection.fire(kind, word, outcome);
    }

    private void interest(int operations) {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    // ---- as the connection's place

    @Override
    public boolean isBound() {
        return true;
    }

    @Override
    public boolean isOwner() {
        return Thread.currentThread() == owner;
    }

    @Override
    public boolean isBoundTo(Predicate<Thread> which) {
        return which.test(owner);
    }

    /** {@inheritDoc} See {@link ThreadSelectors#await}. */
    @Override
    public boolean await(Kind kind, long timeoutMillis) throws IOException {
        assert isOwner();
        try {
            interest(ThreadSelector.operation(kind));
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        }
        return wait.await(connection, kind, key, timeoutMillis);
    }

    /**
     * {@inheritDoc} It does if it waits, or if it has armed the interest itself as its next step
     * and will wait for it as soon as it is done.
     */
    @Override
    public boolean armed(Interest.Urgency urgency) {
        if (isOwner()) {
            return urgency == Interest.Urgency.NEXT_STEP;
        }
        return spinning.wakeIfWaiting();
    }

    @Override
    public void stateChanged() {
        if (!isOwner()) {
            wake();
        }
    }

    @Override
    public boolean submit(Task task) {
        mailbox.add(task);
        if (!isOwner()) {
            wake();
        }
        return true;
    }

    @Override
    public boolean takeBack(Task task) {
        return mailbox.remove(task);
    }

    /** {@inheritDoc} Now, or when it next waits. */
    @Override
    public boolean wake() {
        spinning.wake();
        return true;
    }

    /** {@inheritDoc} Nowhere: the bound thread waits with its client. */
    @Override
    public WriteBufferPool writeBuffers(WriteBufferPool ofChild) {
        return null;
    }

    // ---- the thread of a prefork child also accepts, with the same selector

    /** Watches the listening socket, in the place of another one, until {@link #stopAccepting}. */
    public void startAccepting(ServerSocketChannel socket) throws IOException {
        if (accepting != null && accepting.channel() != socket) {
            stopAccepting();
        }
        if (accepting == null) {
            accepting = socket.register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    /** Stops watching the listening socket, so that closing it takes effect at once. */
    public void stopAccepting() throws IOException {
        if (accepting != null) {
            accepting.cancel();
            accepting = null;
            selector.selectNow();
            selector.selectedKeys().clear();
            // It may have swallowed a wake-up that was meant for the next wait.
            spinning.wake();
        }
    }

    /**
     * Waits to be woken, or for the listening socket, for at most {@code timeoutMillis}, 0 for
     * ever.
     */
    public void idle(long timeoutMillis) throws IOException {
        Thread.interrupted();
        selector.select(timeoutMillis);
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        wait.close();
    }
}
