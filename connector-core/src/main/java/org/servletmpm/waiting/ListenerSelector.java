package org.servletmpm.waiting;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Task;

/**
 * Watches the connections that wait at one listener, with one selector, and their deadlines.
 * Everything but {@link #post}, {@link #forget} and {@link #wake} runs in the thread that has the
 * listener's duty: the listener's own, or a worker's that leads. A test calls {@link #turn} by
 * hand.
 */
public final class ListenerSelector implements Closeable {

    private final SpinningSelector selector;
    private final LongSupplier clock;
    private final DeadlineWheel deadlines;

    /** Hears what comes of the connections that wait here, in the thread that has the duty. */
    public interface Outlet {
        /** A fired interest yields work. */
        void yielded(Connection connection, Task task);

        /** Firing failed: nobody would ever wait for the connection again. */
        void failed(Connection connection, Throwable cause);
    }

    private final Outlet outlet;

    /** With a deadline of {@link Interest#AT_ONCE}: fired after the next look at the sockets. */
    private final Queue<Watch> overdue = new ArrayDeque<>();

    private final Queue<Watch> inbox = new ConcurrentLinkedQueue<>();

    private final Consumer<SelectionKey> selected = this::selected;
    private final Consumer<DeadlineWheel.Entry> due = entry -> due((Watch) entry);

    /** Deadlines until then are due: every socket has been looked at since. */
    private long looked;

    private SelectionKey accepting;
    private boolean acceptable;

    /**
     * @param clock the engine's, in milliseconds
     */
    public ListenerSelector(LongSupplier clock, Outlet outlet) throws IOException {
        this.selector = new SpinningSelector();
        this.clock = clock;
        this.deadlines = new DeadlineWheel(clock.getAsLong());
        this.outlet = outlet;
    }

    /** The connection was closed: the listener lets it go, if it has ever watched it. */
    public void forget(Watch watch) {
        if (watch.isKnown()) {
            post(watch);
        }
    }

    /** Asks the listener to look at a connection's interests. */
    public void post(Watch watch) {
        if (!watch.isKnown()) {
            watch.becomeKnown();
        }
        if (watch.postTo(this)) {
            add(watch);
            selector.wakeIfWaiting();
        }
    }

    /** One that could not be added is posted the next time. */
    private void add(Watch watch) {
        boolean added = false;
        try {
            inbox.add(watch);
            added = true;
        } finally {
            if (!added) {
                watch.takenBy(this);
            }
        }
    }

    /** Makes the listener look around. Any thread. */
    public void wake() {
        selector.wake();
    }

    /**
     * One turn of the duty: takes in what was posted, waits, fires what is ready or late.
     *
     * @param maxMillis how long to wait at the most; 0 until something happens
     * @return whether the listening socket has a connection to accept
     */
    public boolean turn(long maxMillis) throws IOException {
        acceptable = false;
        takeIn();
        selector.beginWaiting();
        if (inbox.isEmpty() && overdue.isEmpty()) {
            long next = deadlines.untilNext(clock.getAsLong());
            if (next == 0 || maxMillis > 0 && maxMillis < next) {
                next = maxMillis;
            }
            selector.select(selected, next);
        } else {
            selector.selectNow(selected);
        }
        selector.endWaiting();
        int late = overdue.size();
        if (late > 0 || deadlines.isDue(clock.getAsLong())) {
            lookOnceMore();
            for (int i = 0; i < late; i++) {
                due(overdue.remove());
            }
            deadlines.expire(looked, due);
        }
        return acceptable;
    }

    /**
     * A deadline never beats readiness. After a pause of the process the last select may have seen
     * some of what is ready, or nothing (EINTR); so before anything times out, everything that is
     * ready fires.
     */
    private void lookOnceMore() throws IOException {
        takeIn();
        looked = clock.getAsLong();
        selector.selectAllNow(selected);
    }

    private void takeIn() {
        for (Watch watch = inbox.poll(); watch != null; watch = inbox.poll()) {
            watch.takenBy(this);
            if (isHere(watch)) {
                look(watch);
            }
        }
    }

    /** One that a sibling has taken over has been posted to the sibling's listener after that. */
    private boolean isHere(Watch watch) {
        return ListeningHost.of(watch.connection()).listener() == this;
    }

    /** Lets a connection go that another listener will watch. The listener's own thread. */
    public void release(Watch watch) {
        deadlines.remove(watch);
        if (watch.key != null) {
            watch.key.cancel();
            watch.key = null;
        }
    }

    /**
     * Watches what is armed of a connection, and nothing else. One that cannot be watched fails: it
     * would be waited for in vain.
     */
    public void look(Watch watch) {
        try {
            lookAt(watch);
        } catch (RuntimeException | Error e) {
            outlet.failed(watch.connection(), e);
        }
    }

    private void lookAt(Watch watch) {
        Connection connection = watch.connection();
        if (!connection.isOpen()) {
            deadlines.remove(watch);
            return;
        }
        long read = connection.interest(Kind.READ).get();
        long write = connection.interest(Kind.WRITE).get();
        int operations =
                (read != 0 ? SelectionKey.OP_READ : 0) | (write != 0 ? SelectionKey.OP_WRITE : 0);
        try {
            if (watch.key == null) {
                if (operations != 0) {
                    watch.key =
                            connection.channel().register(selector.selector(), operations, watch);
                }
            } else if (watch.key.interestOps() != operations) {
                watch.key.interestOps(operations);
            }
        } catch (CancelledKeyException | ClosedChannelException e) {
            // Closed a moment ago; whoever closed it posts it once more.
            return;
        }
        long deadline = Math.min(deadline(read), deadline(write));
        if (deadline == Interest.AT_ONCE) {
            overdue.add(watch);
        } else if (deadline != Interest.NEVER) {
            deadlines.add(watch, deadline);
        }
    }

    private static long deadline(long word) {
        return word == 0 ? Interest.NEVER : Interest.deadline(word);
    }

    private void selected(SelectionKey key) {
        if (key == accepting) {
            acceptable = true;
            return;
        }
        Watch watch = (Watch) key.attachment();
        int ready;
        try {
            ready = key.readyOps();
        } catch (CancelledKeyException e) {
            return;
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            long word = watch.connection().interest(Kind.WRITE).take();
            fire(watch, Kind.WRITE, word, Outcome.READY);
        }
        if ((ready & SelectionKey.OP_READ) != 0) {
            long word = watch.connection().interest(Kind.READ).take();
            fire(watch, Kind.READ, word, Outcome.READY);
        }
        look(watch);
    }

    private void due(Watch watch) {
        if (!isHere(watch)) {
            return;
        }
        for (Kind kind : KINDS) {
            Interest interest = watch.connection().interest(kind);
            long word = interest.get();
            if (deadline(word) <= looked && isLookedAt(watch, kind) && interest.take(word)) {
                fire(watch, kind, word, Outcome.TIMEOUT);
            }
        }
        look(watch);
    }

    /**
     * @return whether the selector has looked at it, as opposed to an interest that was armed since
     */
    private static boolean isLookedAt(Watch watch, Kind kind) {
        try {
            return watch.key != null
                    && (watch.key.interestOps() & ThreadSelector.operation(kind)) != 0;
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    private static final Kind[] KINDS = Kind.values();

    private void fire(Watch watch, Kind kind, long word, Outcome outcome) {
        if (word == 0) {
            return;
        }
        Connection connection = watch.connection();
        try {
            Task task = connection.fire(kind, word, outcome);
            if (task != null) {
                outlet.yielded(connection, task);
            }
        } catch (RuntimeException | Error e) {
            outlet.failed(connection, e);
        }
    }

    /**
     * Begins or ends to watch the listening socket, or watches another one in its place. One that
     * is closed is nothing to watch.
     */
    public void accepting(ServerSocketChannel socket, boolean watch) throws IOException {
        if (accepting != null && (!watch || accepting.channel() != socket)) {
            accepting.cancel();
            accepting = null;
            selector.selectNow(selected);
            // It may have swallowed a wake-up that was meant for the next turn.
            selector.wake();
        }
        if (watch && accepting == null) {
            try {
                accepting = socket.register(selector.selector(), SelectionKey.OP_ACCEPT);
            } catch (ClosedChannelException e) {
                // By another thread, a moment ago: the connections that wait here go on.
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
