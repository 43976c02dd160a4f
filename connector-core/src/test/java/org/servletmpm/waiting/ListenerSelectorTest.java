package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.servletmpm.waiting.DeadlineWheel.TICK;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.contract.SocketPair;

/** The listener's duty, turned by hand, on a clock that the test moves. */
@Timeout(20)
class ListenerSelectorTest {

    private static final long NEVER = 0;
    private static final String READ = "READ READY NEXT_STEP";
    private static final String READ_LATE = "READ TIMEOUT NEXT_STEP";

    private final AtomicLong clock = new AtomicLong(1_000);

    /** What the listener looks at. */
    private LongSupplier time = clock::get;

    private final TestHost host = new TestHost(clock::get);
    private final List<Task> yielded = new ArrayList<>();
    private final List<SocketPair> pairs = new ArrayList<>();
    private ListenerSelector wait;
    private SocketPair pair;
    private TestHandler handler;
    private Connection connection;

    @BeforeEach
    void open() throws IOException {
        wait =
                new ListenerSelector(
                        () -> time.getAsLong(), new TestOutlet((from, task) -> yielded.add(task)));
        host.listener(wait);
        handler = connect();
        connection = handler.connection();
        pair = pairs.get(0);
    }

    @AfterEach
    void close() throws IOException {
        wait.close();
        for (SocketPair each : pairs) {
            each.close();
        }
    }

    private TestHandler connect() throws IOException {
        SocketPair next = SocketPair.open();
        pairs.add(next);
        return TestHandler.on(next.near(), host);
    }

    /** A turn that finds what there is and does not wait for more. */
    private boolean look() throws IOException {
        wait.wake();
        return wait.turn(0);
    }

    // ---- readiness

    @Test
    void aReadableConnectionFiresOnceUntilArmedAgain() throws IOException {
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        look();
        assertThat(handler.fired()).isEmpty();

        pair.send();
        wait.turn(0);
        assertThat(handler.fired()).containsExactly(READ);

        look();
        look();
        assertThat(handler.fired()).as("unread, but not asked for").isEmpty();

        connection.arm(Kind.READ, NEVER, Urgency.CONTINUATION);
        wait.turn(0);
        assertThat(handler.fired()).containsExactly("READ READY CONTINUATION");
    }

    @Test
    void whoeverGoesAwayMakesTheConnectionReadable() throws IOException {
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        pair.far().close();
        wait.turn(0);

        assertThat(handler.fired()).containsExactly(READ);
    }

    @Test
    void writingWaitsUntilTheClientReads() throws IOException {
        pair.clog();
        connection.arm(Kind.WRITE, NEVER, Urgency.NEXT_STEP);
        look();
        assertThat(handler.fired()).isEmpty();

        pair.far().configureBlocking(false);
        while (handler.fired().isEmpty()) {
            SocketPair.drain(pair.far());
            look();
        }
    }

    @Test
    void bothDirectionsFireIndependently() throws IOException {
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        connection.arm(Kind.WRITE, NEVER, Urgency.CONTINUATION);
        wait.turn(0);
        assertThat(handler.fired()).containsExactly("WRITE READY CONTINUATION");

        pair.send();
        wait.turn(0);
        assertThat(handler.fired()).containsExactly(READ);
    }

    @Test
    void whatWasTakenBackIsNotFired() throws IOException {
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        look();
        assertThat(connection.cancel(Kind.READ)).isTrue();
        pair.send();
        look();
        look();

        assertThat(handler.fired()).isEmpty();
        assertThat(connection.cancel(Kind.READ)).isFalse();
    }

    @Test
    void theWorkThatAFiredInterestYieldsIsHandedOn() throws IOException {
        Task task = new Step(connection);
        handler.reacts((kind, outcome, urgency) -> task);
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        pair.send();
        wait.turn(0);

        assertThat(yielded).containsExactly(task);
    }

    private record Step(Connection connection) implements Task {
        @Override
        public void run() {
            throw new AssertionError("a listener runs no work");
        }
    }

    // ---- deadlines

    @Test
    void silenceUntilTheDeadlineFiresOnce() throws IOException {
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        clock.set(1_100);
        look();
        assertThat(handler.fired()).as("not early").isEmpty();

        clock.set(1_100 + TICK);
        look();
        assertThat(handler.fired()).as("at most a tick late").containsExactly(READ_LATE);

        clock.set(9_000);
        look();
        pair.send();
        look();
        assertThat(handler.fired()).as("it was taken").isEmpty();
    }

    @Test
    void aWaitEndsByItselfWhenADeadlineComes() throws IOException {
        connection.arm(Kind.READ, 1, Urgency.NEXT_STEP);
        clock.addAndGet(2 * TICK);
        wait.turn(0);

        assertThat(handler.fired()).containsExactly(READ_LATE);
    }

    @Test
    void anEarlierDeadlineCountsALaterOneToo() throws IOException {
        connection.arm(Kind.READ, 5_000, Urgency.NEXT_STEP);
        look();
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        clock.addAndGet(100 + TICK);
        look();
        assertThat(handler.fired()).containsExactly(READ_LATE);

        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        connection.arm(Kind.READ, 5_000, Urgency.NEXT_STEP);
        clock.addAndGet(4_000);
        look();
        assertThat(handler.fired()).as("moved out").isEmpty();
        clock.addAndGet(1_000 + TICK);
        look();
        assertThat(handler.fired()).containsExactly(READ_LATE);
    }

    @Test
    void theDeadlineOfAnEarlierArmingIsForgotten() throws IOException {
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        connection.cancel(Kind.READ);
        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        clock.addAndGet(10_000);
        look();
        assertThat(handler.fired()).isEmpty();

        pair.send();
        wait.turn(0);
        assertThat(handler.fired()).containsExactly(READ);
    }

    @Test
    void aTimeoutBeyondAllTimeNeverComes() throws IOException {
        connection.arm(Kind.READ, Long.MAX_VALUE, Urgency.NEXT_STEP);
        look();
        clock.addAndGet(1L << 40);
        look();

        assertThat(handler.fired()).isEmpty();
    }

    @Test
    void eachDirectionHasItsDeadline() throws IOException {
        pair.clog();
        connection.arm(Kind.READ, 500, Urgency.NEXT_STEP);
        connection.arm(Kind.WRITE, 100, Urgency.CONTINUATION);
        look();
        clock.addAndGet(100 + TICK);
        look();
        assertThat(handler.fired()).containsExactly("WRITE TIMEOUT CONTINUATION");

        clock.addAndGet(400);
        look();
        assertThat(handler.fired()).containsExactly(READ_LATE);
    }

    /** The process stands still after the listener has looked and found nothing. */
    @Test
    void whatCameInTimeIsReadHoweverLateThatIsNoticed() throws IOException {
        TestHandler silent = connect();
        TestHandler armed = connect();
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        silent.connection().arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        AtomicInteger looks = new AtomicInteger();
        time =
                () -> {
                    if (looks.incrementAndGet() == 2) {
                        send(pair);
                        // And one that the selector does not know of yet.
                        send(pairs.get(2));
                        armed.connection().arm(Kind.READ, 100, Urgency.NEXT_STEP);
                        clock.addAndGet(6_000);
                    }
                    return clock.get();
                };
        look();
        look();
        assertThat(looks).as("the clock was looked at after the sockets").hasValueGreaterThan(2);
        assertThat(handler.fired()).containsExactly(READ);
        assertThat(armed.fired()).containsExactly(READ);
        assertThat(silent.fired()).containsExactly(READ_LATE);
    }

    /** A client that sends one too many behind its request has no more time than others. */
    @Test
    void aLineEndLeavesAConnectionAsIdleAsItWas() throws IOException {
        connection.reading();
        connection.requestStarted(null);
        connection.requestFinished(0);
        connection.arm(Kind.READ, 5_000, Urgency.NEXT_STEP);
        look();
        clock.addAndGet(3_000);

        connection.cancel(Kind.READ);
        connection.reading();
        connection.receivedLineEnds(2);
        assertThat(connection.isStillIdle()).isTrue();
        connection.arm(Kind.READ, 5_000, Urgency.NEXT_STEP);
        assertThat(connection.state()).isEqualTo(ConnectionState.KEEP_ALIVE);
        look();
        clock.addAndGet(2_000 + TICK);
        look();
        assertThat(handler.fired()).containsExactly(READ_LATE);

        connection.reading();
        connection.received(1);
        connection.receivedLineEnds(2);
        assertThat(connection.isStillIdle()).isFalse();
        connection.arm(Kind.READ, 5_000, Urgency.NEXT_STEP);
        assertThat(connection.state()).isEqualTo(ConnectionState.FIRST_BYTES);
    }

    private static void send(SocketPair pair) {
        try {
            pair.send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the end of a connection

    /** What is armed after the end and is not told to the listener shows what it still knows. */
    @Test
    void aConnectionClosedElsewhereIsForgotten() throws Exception {
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        assertThat(pair.near().isRegistered()).isTrue();

        Thread closer = new Thread(connection::abort);
        closer.start();
        while (pair.near().isRegistered()) {
            // Ends when the descriptor is let go; bounded by the class's timeout.
            wait.turn(50);
        }
        closer.join();

        host.listener(null);
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        clock.addAndGet(10_000);
        look();
        assertThat(handler.fired()).as("the deadline is let go").isEmpty();
    }

    @Test
    void aConnectionClosedBeforeTheListenerLooksIsLeftAlone() throws IOException {
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        connection.abort();
        connection.arm(Kind.READ, 100, Urgency.NEXT_STEP);
        look();
        clock.addAndGet(10_000);
        look();

        assertThat(handler.fired()).isEmpty();
    }

    // ---- the listening socket

    @Test
    void theListeningSocketIsWatchedWhileAskedTo() throws IOException {
        try (ServerSocketChannel server = listen()) {
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            assertThat(look()).isFalse();

            wait.accepting(server, true);
            assertThat(wait.turn(0)).isTrue();
            assertThat(look()).as("still queued").isTrue();

            wait.accepting(server, false);
            assertThat(look()).isFalse();
            assertThat(server.isRegistered()).as("closing it takes effect at once").isFalse();
            wait.accepting(server, true);
            assertThat(wait.turn(0)).isTrue();
            client.close();
        }
    }

    /** A tick is for those that time out; who is asked to go goes now. */
    @Test
    void whatIsShortenedToNowTimesOutInTheNextTurn() throws IOException {
        connection.arm(Kind.READ, 60_000, Urgency.NEXT_STEP);
        look();
        assertThat(connection.interest(Kind.READ).shorten(Interest.AT_ONCE)).isTrue();
        host.armed(connection, connection.interest(Kind.READ));
        wait.turn(0);
        assertThat(handler.fired()).containsExactly(READ_LATE);
    }

    @Test
    void whoHasJustSentSomethingIsReadInstead() throws IOException {
        connection.arm(Kind.READ, 60_000, Urgency.NEXT_STEP);
        look();
        pair.send();
        connection.interest(Kind.READ).shorten(Interest.AT_ONCE);
        host.armed(connection, connection.interest(Kind.READ));
        wait.turn(0);
        assertThat(handler.fired()).containsExactly(READ);
    }

    /** A drain or a stop closes it in another thread; the listener's connections go on. */
    @Test
    void aListeningSocketThatIsClosedMeanwhileIsNothingToWatch() throws IOException {
        ServerSocketChannel server = listen();
        server.close();
        wait.accepting(server, true);
        wait.accepting(server, false);

        connection.arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        pair.send();
        assertThat(wait.turn(0)).isFalse();
        assertThat(handler.fired()).containsExactly(READ);
    }

    private static ServerSocketChannel listen() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        return server;
    }
}
