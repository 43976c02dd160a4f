package org.servletmpm.contract;

import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.servletmpm.connection.Adapter;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;

/**
 * A connection of an adapter's with a test in the place of the engine's threads and its clock, and
 * in the place of its client. The test's thread only; the container may have threads of its own.
 */
final class DrivenConnection implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SocketPair pair;
    private final AtomicLong clock;
    private final Connection connection;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    private DrivenConnection(Adapter adapter, SocketPair pair, AtomicLong clock) throws Exception {
        this.pair = pair;
        this.clock = clock;
        pair.far().configureBlocking(false);
        connection = new Connection(1, pair.near(), new RecordingHost(clock::get));
        connection.handledBy(adapter.handler(connection));
    }

    /** A connection that is accepted, opened, and waits. */
    static DrivenConnection open(Adapter adapter, SocketPair pair) throws Exception {
        DrivenConnection driven = new DrivenConnection(adapter, pair, new AtomicLong(1000));
        driven.run(driven.connection.handler().opened());
        driven.until(() -> driven.connection.awaits(Kind.READ));
        return driven;
    }

    Connection connection() {
        return connection;
    }

    /** The host that it has now. */
    RecordingHost host() {
        return (RecordingHost) connection.host();
    }

    /** Gives it to another host, with the same clock. */
    RecordingHost moves() {
        RecordingHost next = new RecordingHost(clock::get);
        if (!connection.moveTo(connection.host(), next)) {
            throw new IllegalStateException("it has closed");
        }
        return next;
    }

    // ---- in the place of the client

    void send(byte[]... requests) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : requests) {
            all.write(each);
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
        while (bytes.hasRemaining()) {
            pair.far().write(bytes);
        }
    }

    /**
     * Takes what there is.
     *
     * @throws IOException when the connection was reset
     */
    private void take() throws IOException {
        ByteBuffer some = ByteBuffer.allocate(1 << 16);
        int n = pair.far().read(some);
        while (n > 0) {
            received.write(some.array(), 0, n);
            n = pair.far().read(some.clear());
        }
        ended = n < 0;
    }

    /** Takes all of it up to the end. */
    void takeAll() {
        until(
                () -> {
                    take();
                    return ended;
                });
    }

    /** Takes what comes, until something is so. */
    void takeUntil(Callable<Boolean> so) {
        until(
                () -> {
                    take();
                    return so.call();
                });
    }

    int received() {
        return received.size();
    }

    /** Takes what there is and ends its side. */
    void endClient() throws IOException {
        take();
        pair.far().shutdownOutput();
    }

    // ---- in the place of the engine

    /** Fires what is ready and runs what is to run, until something is so. */
    void until(Callable<Boolean> so) {
        await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(
                        () -> {
                            goOn();
                            return so.call();
                        });
    }

    void until(ConnectionState state) {
        until(() -> connection.state() == state);
    }

    /** Lets as much time pass in which nothing comes. */
    void passes(long millis) throws IOException {
        goOn();
        clock.addAndGet(millis);
        for (Kind kind : Kind.values()) {
            Interest interest = connection.interest(kind);
            if (interest.isArmed() && Interest.deadline(interest.get()) <= clock.get()) {
                fire(kind, interest.take(), Outcome.TIMEOUT);
            }
        }
        goOn();
    }

    private void goOn() throws IOException {
        run(host().nextTask());
        for (Kind kind : Kind.values()) {
            if (connection.isReady(kind)) {
                fire(kind, connection.interest(kind).take(), Outcome.READY);
            }
        }
    }

    private void fire(Kind kind, long word, Outcome outcome) {
        if (word != 0) {
            host().note("fired " + kind + " " + outcome);
            run(connection.fire(kind, word, outcome));
        }
    }

    /** As a worker does. */
    private void run(Task task) {
        if (task == null) {
            return;
        }
        if (task.urgency() == Urgency.NEXT_STEP) {
            connection.reading();
        }
        task.run();
    }

    @Override
    public void close() throws IOException {
        connection.abort();
        pair.close();
    }
}
