package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.servletmpm.waiting.DeadlineWheel.TICK;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.ConnectionHandler;
import org.servletmpm.connection.ConnectionState;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Outcome;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.connection.WriteBufferPool;
import org.servletmpm.contract.SocketPair;

/** What clients have not taken of their responses, over real sockets, on a clock of the test's. */
@Timeout(20)
class SendingTest {

    private static final int KB = 1024;
    private static final int BOUND = 128 * KB;
    private static final long NEVER = 0;

    /** What httpd gives a client that is still sending: of silence, and in all. */
    private static final long SILENCE = 2_000;

    private static final long LINGER = 30_000;

    private final AtomicLong clock = new AtomicLong(1_000);
    private final AtomicInteger keptKilobytes = new AtomicInteger();
    private final WriteBufferPool.Budget budget = new WriteBufferPool.Budget();
    private final List<SocketPair> pairs = new ArrayList<>();
    private final List<Task> yielded = new ArrayList<>();
    private WriteBufferPool memory = memory(BOUND, 0);
    private ListenerSelector wait;

    private final TestHost host =
            new TestHost(clock::get) {
                @Override
                public WriteBufferPool memory(Connection connection) {
                    return memory;
                }

                @Override
                public boolean await(Connection connection, Kind kind, long timeoutMillis)
                        throws IOException {
                    return waits.isReadyWithin(timeoutMillis);
                }
            };

    private interface Wait {
        boolean isReadyWithin(long millis) throws IOException;
    }

    /** What a writer's wait comes to. */
    private Wait waits = millis -> false;

    private WriteBufferPool memory(long bound, long spill) {
        return new WriteBufferPool(
                budget, new WriteBufferPool.Bounds(bound, spill, 0), keptKilobytes::addAndGet);
    }

    @BeforeEach
    void open() throws IOException {
        budget.limit(1 << 20);
        wait = new ListenerSelector(clock::get, new TestOutlet((from, task) -> yielded.add(task)));
        host.listener(wait);
    }

    @AfterEach
    void close() throws IOException {
        wait.close();
        for (SocketPair pair : pairs) {
            pair.close();
        }
        assertThat(keptKilobytes).as("given back").hasValueLessThanOrEqualTo(BOUND / KB);
    }

    private PatternSender connect() throws IOException {
        return connect(SocketPair.narrow());
    }

    private PatternSender connect(SocketPair pair) {
        pairs.add(pair);
        return new PatternSender(pair, host);
    }

    /** One that has a request, as an application's response needs. */
    private PatternSender asked() throws IOException {
        PatternSender connection = connect();
        connection.connection().reading();
        connection.connection().requestStarted(null);
        return connection;
    }

    /** The listener looks once, without waiting, and others do what it has for them. */
    private void look() throws IOException {
        wait.wake();
        wait.turn(1);
        for (Task task : List.copyOf(yielded)) {
            yielded.remove(task);
            task.run();
        }
    }

    private void looks() throws IOException {
        for (int i = 0; i < 20; i++) {
            look();
        }
    }

    /** The client takes all that has been written, while the listener looks. */
    private void takeAll(PatternSender connection) throws IOException {
        while (connection.read() < connection.written()) {
            connection.take(10_000);
            look();
        }
    }

    // ---- bytes

    /** A child that leaves has none of it any more, and its sibling gives it back. */
    @Test
    void whatIsUnsentGoesWithItsConnection() throws IOException {
        AtomicInteger siblings = new AtomicInteger();
        WriteBufferPool siblingsMemory =
                new WriteBufferPool(
                        budget, new WriteBufferPool.Bounds(BOUND, 0, 0), siblings::addAndGet);
        TestHost sibling =
                new TestHost(clock::get) {
                    @Override
                    public WriteBufferPool memory(Connection connection) {
                        return siblingsMemory;
                    }
                };
        sibling.listener(wait);
        PatternSender connection = connect();
        connection.send(1 << 20);
        assertThat(keptKilobytes).hasValue(BOUND / KB);

        assertThat(connection.connection().moveTo(host, sibling)).isTrue();
        assertThat(keptKilobytes).as("of who leaves").hasValue(0);
        assertThat(siblings).hasValue(BOUND / KB);

        takeAll(connection);
        assertThat(keptKilobytes).hasValue(0);
        assertThat(siblings).as("given back").hasValue(0);
    }

    @Test
    void bytesComeInOrderThroughMemoryAndFile() throws IOException {
        memory = memory(64 * KB, 4 << 20);
        PatternSender connection = connect();
        for (int bytes = 1; bytes < 60_000; bytes = bytes * 3 / 2 + 7) {
            assertThat(connection.send(bytes)).as("taken").isEqualTo(bytes);
        }
        assertThat(keptKilobytes).as("the rest is in the file").hasValue(64);
        for (int bytes = 1; bytes < 60_000; bytes = bytes * 3 / 2 + 7) {
            connection.take(20_000);
            look();
            assertThat(connection.send(bytes)).as("meanwhile").isEqualTo(bytes);
        }
        takeAll(connection);
        assertThat(connection.connection().hasUnsent()).isFalse();
        assertThat(connection.send(500_000)).as("the file again").isEqualTo(500_000);
        takeAll(connection);
        assertThat(keptKilobytes).hasValue(0);
    }

    @Test
    void severalBuffersAreOneWrite() throws IOException {
        PatternSender connection = connect();
        connection.send(30_000);
        ByteBuffer[] three = {
            ByteBuffer.allocate(10), ByteBuffer.allocate(0), ByteBuffer.allocate(50_000)
        };
        assertThat(connection.connection().write(true, three)).isEqualTo(50_010);
        assertThat(three[2].hasRemaining()).isFalse();
    }

    /** A writer that waits for its client itself must find it in order, too. */
    @Test
    void whatIsNotToBeKeptStaysWithTheWriterAndBehindWhatIs() throws IOException {
        PatternSender connection = connect();
        connection.send(60_000);
        ByteBuffer own = ByteBuffer.allocate(100);
        assertThat(connection.connection().write(own, false)).isZero();
        assertThat(own.position()).isZero();
        takeAll(connection);
        assertThat(connection.connection().write(own, false)).isEqualTo(100);
    }

    @Test
    void aConnectionKeepsNoMoreThanItsBound() throws IOException {
        PatternSender connection = connect();
        int taken = connection.send(1 << 20);
        assertThat(keptKilobytes).hasValue(BOUND / KB);
        assertThat(taken).isBetween(BOUND, BOUND + 100 * KB);
        assertThat(connection.send(1)).as("full").isZero();
        takeAll(connection);
        assertThat(keptKilobytes).hasValue(0);
    }

    @Test
    void theFileHasABoundToo() throws IOException {
        memory = memory(16 * KB, 100 * KB);
        PatternSender connection = connect();
        int taken = connection.send(1 << 20);
        assertThat(taken).isBetween(116 * KB, 216 * KB);
        assertThat(connection.send(1)).as("full").isZero();
        takeAll(connection);
        assertThat(connection.send(1)).isOne();
    }

    @Test
    void allConnectionsTogetherKeepNoMoreThanTheBudget() throws IOException {
        budget.limit(BOUND + 40 * KB);
        PatternSender first = connect();
        PatternSender second = connect();
        first.send(1 << 20);
        second.send(1 << 20);
        assertThat(keptKilobytes).as("in chunks of 16").hasValue(BOUND / KB + 32);

        takeAll(first);
        assertThat(second.send(1 << 20)).as("the first one's").isGreaterThan(90 * KB);
        takeAll(second);
        assertThat(keptKilobytes).hasValue(0);
    }

    // ---- the end of it

    @Test
    void aCloseGivesBackWhatWasKept() throws IOException {
        memory = memory(BOUND, 1 << 20);
        PatternSender connection = connect();
        connection.send(500_000);
        assertThat(keptKilobytes).hasValue(BOUND / KB);
        connection.connection().abort();
        assertThat(keptKilobytes).hasValue(0);
        assertThat(connection.connection().hasUnsent()).isFalse();
        assertThatThrownBy(() -> connection.send(1)).isInstanceOf(IOException.class);
        look();
        assertThat(keptKilobytes).hasValue(0);
    }

    /** Nobody writes any more: the listener finds out, and that is the end. */
    @Test
    void aResetWhileTheRestIsSentEndsTheConnection() throws IOException {
        PatternSender connection = asked();
        connection.send(BOUND);
        connection.connection().requestFinished(BOUND);
        connection.connection().arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        reset(connection);
        while (connection.connection().isOpen()) {
            look();
        }
        assertThat(connection.handler().closes()).isOne();
        assertThat(keptKilobytes).hasValue(0);
    }

    /** The application writes on: it is told. */
    @Test
    void aResetIsToldToWhoWritesNext() throws IOException {
        PatternSender connection = asked();
        connection.send(BOUND);
        reset(connection);
        while (connection.connection().hasUnsent()) {
            look();
        }
        assertThat(keptKilobytes).hasValue(0);
        assertThat(connection.connection().isOpen()).as("the application's to close").isTrue();
        assertThatThrownBy(() -> connection.send(1)).isInstanceOf(IOException.class);
    }

    @Test
    void aResetIsToldToWhoWaitsForRoom() throws IOException {
        PatternSender connection = asked();
        connection.send(1 << 20);
        connection.connection().arm(Kind.WRITE, NEVER, Urgency.CONTINUATION);
        reset(connection);
        List<String> fired = connection.handler().fired();
        while (fired.isEmpty()) {
            look();
            fired = connection.handler().fired();
        }
        assertThat(fired).containsExactly("WRITE READY CONTINUATION");
        assertThatThrownBy(() -> connection.send(1)).isInstanceOf(IOException.class);
    }

    private static void reset(PatternSender connection) throws IOException {
        connection.pair().far().setOption(StandardSocketOptions.SO_LINGER, 0);
        connection.pair().far().close();
    }

    @Test
    void aClientThatTakesNothingIsCutInTheEnd() throws IOException {
        PatternSender connection = asked();
        connection.send(BOUND);
        looks();
        clock.addAndGet(PatternSender.PATIENCE - 1);
        looks();
        assertThat(connection.connection().isOpen()).isTrue();
        connection.take(40_000);
        connection.take(40_000);
        looks();
        clock.addAndGet(PatternSender.PATIENCE - 1);
        looks();
        assertThat(connection.connection().isOpen()).as("it has taken some").isTrue();
        clock.addAndGet(1 + TICK);
        look();
        assertThat(connection.connection().isOpen()).isFalse();
        assertThat(keptKilobytes).hasValue(0);
        assertEndsWithAReset(connection);
    }

    /** A proper end would make the part look whole. */
    private void assertEndsWithAReset(PatternSender connection) throws IOException {
        // The selector lets the descriptor go.
        look();
        assertThatThrownBy(
                        () -> {
                            while (connection.take(10_000) >= 0) {
                                Thread.onSpinWait();
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    /** The listener finds the socket full each time: the writer was there first. */
    @Test
    void whatTheWriterSendsCountsForTheListener() throws IOException {
        PatternSender connection = asked();
        connection.send(1 << 20);
        look();
        for (int i = 0; i < 5; i++) {
            clock.addAndGet(PatternSender.PATIENCE / 2);
            long before = connection.written();
            while (connection.written() < before + 20_000) {
                connection.take(10_000);
                connection.send(20_000);
            }
        }
        look();
        assertThat(connection.connection().isOpen()).as("it takes some all the time").isTrue();
    }

    /** The writer finds the socket full each time: the listener was there first. */
    @Test
    void whatTheListenerSendsCountsForTheWriter() throws IOException {
        PatternSender connection = asked();
        connection.pair().far().configureBlocking(false);
        connection.send(1 << 20);
        List<Long> waited = new ArrayList<>();
        waits =
                millis -> {
                    waited.add(millis);
                    if (waited.size() == 1) {
                        clock.addAndGet(1_000);
                        take(connection, 20_000);
                        looks();
                    }
                    clock.addAndGet(waited.size() == 1 ? millis - 1_000 : millis);
                    return false;
                };
        assertThat(connection.connection().await(Kind.WRITE, 5_000)).as("in the end").isFalse();
        assertThat(waited).as("since it last took some").containsExactly(5_000L, 1_000L);
    }

    /** No listener looks: the writer is the only one that can find out. */
    @Test
    void aWriterGoesOnWaitingWhileASocketTakesSomeBeforeItIsReady() throws IOException {
        PatternSender connection = connect(SocketPair.narrow(1 << 20));
        connection.send(8 << 20);
        List<Long> waited = new ArrayList<>();
        waits =
                millis -> {
                    waited.add(millis);
                    if (waited.size() == 1) {
                        connection.take(60_000);
                        connection.take(60_000);
                    }
                    clock.addAndGet(millis);
                    return false;
                };
        assertThat(connection.connection().await(Kind.WRITE, 5_000)).as("in the end").isFalse();
        assertThat(waited).containsExactly(5_000L, 5_000L);
    }

    private void take(PatternSender connection, int bytes) throws IOException {
        long before = connection.read();
        while (connection.read() < before + bytes) {
            connection.take(10_000);
            look();
        }
    }

    /** A socket calls itself ready when a third of its buffer is free, and takes some before. */
    @Test
    void aClientThatTakesLessThanTheKernelsThirdIsNotCut() throws IOException {
        PatternSender connection = connect(SocketPair.narrow(1 << 20));
        connection.send(8 << 20);
        looks();
        for (int i = 0; i < 3; i++) {
            connection.take(60_000);
            connection.take(60_000);
            looks();
            clock.addAndGet(PatternSender.PATIENCE + TICK);
            look();
            assertThat(connection.connection().isOpen()).as("time %s", i).isTrue();
        }
        clock.addAndGet(2 * PatternSender.PATIENCE);
        looks();
        assertThat(connection.connection().isOpen()).isFalse();
    }

    // ---- who waits for what

    @Test
    void actionsRunOnceInOrderWhenAllIsSent() throws IOException {
        PatternSender connection = connect();
        List<Integer> ran = new ArrayList<>();
        connection.connection().afterUnsent(() -> ran.add(0));
        assertThat(ran).as("nothing is unsent").containsExactly(0);

        connection.send(100_000);
        connection.connection().afterUnsent(() -> ran.add(1));
        connection
                .connection()
                .afterUnsent(() -> connection.connection().afterUnsent(() -> ran.add(3)));
        connection.connection().afterUnsent(() -> ran.add(2));
        connection.take(10_000);
        looks();
        assertThat(ran).containsExactly(0);
        takeAll(connection);
        looks();
        assertThat(ran).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoWaitsForRoomIsToldWhenThereIsSome() throws IOException {
        PatternSender connection = connect();
        connection.send(1 << 20);
        connection.connection().arm(Kind.WRITE, NEVER, Urgency.CONTINUATION);
        looks();
        assertThat(connection.handler().fired()).as("the client takes nothing").isEmpty();
        while (keptKilobytes.get() > BOUND / KB / 2) {
            assertThat(connection.handler().fired()).as("%s KB", keptKilobytes).isEmpty();
            connection.take(4_000);
            look();
        }
        assertThat(connection.handler().fired()).containsExactly("WRITE READY CONTINUATION");
        takeAll(connection);
        assertThat(connection.handler().fired()).as("once").isEmpty();
    }

    @Test
    void whoWaitsForRoomInVainTimesOut() throws IOException {
        PatternSender connection = connect();
        connection.send(1 << 20);
        connection.connection().arm(Kind.WRITE, 500, Urgency.CONTINUATION);
        looks();
        clock.addAndGet(500 + TICK);
        look();
        assertThat(connection.handler().fired()).containsExactly("WRITE TIMEOUT CONTINUATION");
    }

    /** That was the one who waited for the client; what has been taken has to go on without him. */
    @Test
    void whoDepartsAfterATimeoutIsSentTheRestOrCut() throws IOException {
        PatternSender reads = asked();
        PatternSender silent = asked();
        for (PatternSender connection : List.of(reads, silent)) {
            connection.send(1 << 20);
            connection.connection().arm(Kind.WRITE, 500, Urgency.CONTINUATION);
        }
        looks();
        clock.addAndGet(500 + TICK);
        look();
        reads.connection().closeGracefully(false);
        assertThat(reads.connection().isOpen()).isTrue();
        silent.connection().closeGracefully(false);
        assertThat(silent.connection().isOpen()).isTrue();
        takeAll(reads);
        assertThat(reads.connection().isOpen()).isFalse();

        clock.addAndGet(PatternSender.PATIENCE + TICK);
        looks();
        assertThat(silent.connection().isOpen()).isFalse();
    }

    /** Whoever takes back what he waited for has not taken back what the client waits for. */
    @Test
    void unsentBytesGoOnWhenNobodyWaitsForRoomAnyMore() throws IOException {
        PatternSender connection = connect();
        connection.send(1 << 20);
        connection.connection().arm(Kind.WRITE, NEVER, Urgency.CONTINUATION);
        assertThat(connection.connection().cancel(Kind.WRITE)).isTrue();
        takeAll(connection);
        assertThat(connection.handler().fired()).isEmpty();
    }

    @Test
    void theNextRequestIsReadWhenTheResponseIsOut() throws IOException {
        PatternSender connection = asked();
        connection.send(BOUND);
        connection.connection().requestFinished(BOUND);
        connection.connection().arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
        connection.pair().send();
        looks();
        assertThat(connection.connection().state()).isEqualTo(ConnectionState.WRITE_COMPLETION);
        assertThat(connection.handler().fired()).isEmpty();

        takeAll(connection);
        looks();
        assertThat(connection.connection().state()).isEqualTo(ConnectionState.KEEP_ALIVE);
        assertThat(connection.handler().fired()).containsExactly("READ READY NEXT_STEP");
    }

    // ---- the end of the connection

    @Test
    void whoDepartsIsSentTheRestFirst() throws IOException {
        PatternSender connection = asked();
        connection.send(BOUND);
        connection.connection().requestFinished(BOUND);
        connection.connection().closeGracefully(false);
        assertThat(connection.connection().isOpen()).isTrue();
        assertThat(connection.connection().state()).isEqualTo(ConnectionState.WRITE_COMPLETION);
        takeAll(connection);
        while (connection.connection().isOpen()) {
            look();
        }
        assertThat(connection.take(1)).as("a proper end").isEqualTo(-1);
        assertThat(connection.handler().closes()).isOne();
        assertThat(keptKilobytes).hasValue(0);
    }

    @Test
    void aConnectionWithNothingUnsentAndASilentClientIsClosedAtOnce() throws IOException {
        PatternSender connection = asked();
        connection.send(10);
        connection.connection().closeGracefully(false);
        assertThat(connection.connection().isOpen()).isFalse();
        assertThat(connection.handler().closes()).isOne();
    }

    @Test
    void aClientThatIsSilentWhileTheServerLingersHasTwoSeconds() throws IOException {
        PatternSender connection = asked();
        connection.send(10);
        connection.connection().closeGracefully(true);
        assertThat(connection.connection().isOpen()).isTrue();
        assertThat(connection.take(100)).isEqualTo(10);
        assertThat(connection.take(100)).as("the answer has an end").isEqualTo(-1);
        looks();
        clock.addAndGet(SILENCE - 1);
        looks();
        connection.pair().send();
        looks();
        clock.addAndGet(SILENCE - 1);
        looks();
        assertThat(connection.connection().state()).isEqualTo(ConnectionState.LINGER);
        clock.addAndGet(1 + TICK);
        look();
        assertThat(connection.connection().isOpen()).isFalse();
        assertThat(connection.handler().fired()).as("what came was for nobody").isEmpty();
    }

    @Test
    void aClientThatKeepsSendingHasThirtySeconds() throws IOException {
        PatternSender connection = asked();
        connection.connection().closeGracefully(true);
        assertThat(connection.connection().isOpen()).isTrue();
        long end = clock.get() + LINGER;
        while (connection.connection().isOpen()) {
            assertThat(clock.get()).isLessThan(end + SILENCE);
            connection.pair().send();
            looks();
            clock.addAndGet(SILENCE / 2);
            looks();
        }
        assertThat(clock.get()).isGreaterThanOrEqualTo(end);
        assertThat(connection.handler().closes()).isOne();
    }

    @Test
    void aClientThatSendsMoreThanIsDiscardedIsCut() throws IOException {
        PatternSender connection = asked();
        connection.pair().far().configureBlocking(false);
        connection.connection().closeGracefully(true);
        assertThat(connection.connection().isOpen()).isTrue();
        ByteBuffer some = ByteBuffer.allocate(1 << 20);
        long sent = 0;
        while (connection.connection().isOpen()) {
            assertThat(sent).isLessThan(2 * ConnectionHandler.MOST_DISCARDED);
            sent += connection.pair().far().write(some.clear());
            look();
        }
        assertThat(sent).isGreaterThan(ConnectionHandler.MOST_DISCARDED);
        assertThat(connection.handler().closes()).isOne();
    }

    @Test
    void aClientThatEndsItsSideEndsTheLingering() throws IOException {
        PatternSender connection = asked();
        connection.connection().closeGracefully(true);
        assertThat(connection.connection().isOpen()).isTrue();
        connection.pair().far().shutdownOutput();
        while (connection.connection().isOpen()) {
            look();
        }
        assertThat(connection.handler().closes()).isOne();
    }

    /**
     * Taken before the container was done, told after it: nothing of the container's, nor an end.
     */
    @Test
    void whatWasFiredAMomentBeforeIsNotTheEnd() throws IOException {
        for (Outcome outcome : Outcome.values()) {
            PatternSender connection = asked();
            connection.send(BOUND);
            connection.connection().arm(Kind.READ, NEVER, Urgency.NEXT_STEP);
            long word = connection.connection().interest(Kind.READ).take();
            connection.connection().closeGracefully(true);
            assertThat(connection.connection().isOpen()).isTrue();
            assertThat(connection.connection().fire(Kind.READ, word, outcome)).isNull();
            assertThat(connection.connection().isOpen()).as("%s: unsent", outcome).isTrue();
            takeAll(connection);
            assertThat(connection.connection().state()).isEqualTo(ConnectionState.LINGER);
        }
    }

    @Test
    void aRequestThatIsReadFromALingeringConnectionDoesNotReviveIt() throws IOException {
        PatternSender connection = asked();
        connection.connection().requestFinished(0);
        connection.connection().lingers(() -> {});
        connection.connection().requestStarted(null);
        assertThat(connection.connection().state()).isEqualTo(ConnectionState.LINGER);
    }

    /** However the last byte, the client's end and an abort fall together. */
    @Test
    void theSocketIsClosedOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 300; round++) {
                PatternSender connection = asked();
                connection.send(50_000);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> departing =
                        threads.submit(
                                () -> {
                                    start.await();
                                    connection.connection().closeGracefully(true);
                                    return null;
                                });
                Future<?> aborting =
                        threads.submit(
                                () -> {
                                    start.await();
                                    connection.connection().abort();
                                    return null;
                                });
                look();
                departing.get();
                aborting.get();
                look();
                assertThat(connection.handler().closes()).isOne();
                assertThat(keptKilobytes).hasValue(0);
                connection.pair().close();
            }
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        }
    }
}
