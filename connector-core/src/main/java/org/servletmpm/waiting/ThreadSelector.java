package org.servletmpm.waiting;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;

/**
 * Lets a thread wait for one socket, with a selector of its own, because sockets are always
 * non-blocking. A thread that is bound to a connection keeps its selector, any other borrows one
 * ({@link ThreadSelectors}). Everything but {@link #wake} runs in the one thread that uses it at
 * the time.
 *
 * <p>An interrupt neither ends a wait nor gets lost: the flag is put aside (a selector would return
 * at once for ever) and set again afterwards.
 */
public final class ThreadSelector implements Closeable {

    private final SpinningSelector spinning = new SpinningSelector();
    private final Selector selector = spinning.selector();
    private final LongSupplier clock;

    /** On that clock. Written by the thread that has borrowed it, before it gives it back. */
    private long freeSince;

    ThreadSelector(LongSupplier clock) throws IOException {
        this.clock = clock;
    }

    void freeSince(long millis) {
        freeSince = millis;
    }

    long freeSince() {
        return freeSince;
    }

    SpinningSelector selector() {
        return spinning;
    }

    /** Makes the current or the next wait look around. Any thread. */
    void wake() {
        spinning.wake();
    }

    static int operation(Kind kind) {
        return kind == Kind.READ ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }

    /**
     * Waits until the socket is ready, with a key that lives for this one wait.
     *
     * @param timeoutMillis 0 or less for ever
     * @return false when the time ran out
     * @throws ClosedChannelException when the connection is closed, before or meanwhile
     */
    boolean await(Connection connection, Kind kind, long timeoutMillis) throws IOException {
        SelectionKey key = connection.channel().register(selector, operation(kind));
        try {
            return await(connection, kind, key, timeoutMillis);
        } finally {
            // Cancelled and flushed, or the descriptor leaks and the next registration throws.
            key.cancel();
            selector.selectNow();
        }
    }

    /** Looks whether the socket is ready, without waiting. */
    boolean isReady(Connection connection, Kind kind) throws IOException {
        SelectionKey key = connection.channel().register(selector, operation(kind));
        try {
            selector.selectNow();
            return selector.selectedKeys().remove(key) && (key.readyOps() & operation(kind)) != 0;
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        } finally {
            key.cancel();
            selector.selectNow();
        }
    }

    /** As above, with a key of this selector that stays, interested in {@code kind} alone. */
    boolean await(Connection connection, Kind kind, SelectionKey key, long timeoutMillis)
            throws IOException {
        Watch watch = Watch.of(connection);
        watch.waiter(kind, this);
        boolean interrupted = false;
        try {
            long end = timeoutMillis > 0 ? clock.getAsLong() + timeoutMillis : 0;
            while (connection.isOpen()) {
                long left = end == 0 ? 0 : end - clock.getAsLong();
                boolean over = end != 0 && left <= 0;
                interrupted |= Thread.interrupted();
                if (over) {
                    // Once more: a wait that this process has slept through has not looked.
                    selector.selectNow();
                } else {
                    selector.select(left);
                }
                if (selector.selectedKeys().remove(key)
                        && (key.readyOps() & operation(kind)) != 0) {
                    return true;
                }
                if (over) {
                    return false;
                }
            }
            throw new ClosedChannelException();
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        } finally {
            watch.waiter(kind, null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        spinning.close();
    }
}
