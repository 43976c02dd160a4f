package org.servletmpm.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Interest.Kind;
import org.servletmpm.connection.Interest.Urgency;
import org.servletmpm.connection.Task;
import org.servletmpm.contract.SocketPair;
import org.servletmpm.waiting.StressedConnection.Account;
import org.servletmpm.waiting.StressedConnection.End;

/**
 * Interests armed, made ready, timed out, cancelled and closed by many threads at once, over real
 * sockets: each arming ends exactly once, and nobody is left waiting.
 */
@Timeout(60)
class InterestStressTest {

    /** Who watches. */
    enum Watchers {
        /** event: the listener alone. */
        LISTENER,
        /** A bound thread alone: what is armed while it is busy it sees when it waits again. */
        BOUND,
        /** worker and prefork: the bound thread, and the listener while that is busy. */
        BOTH;

        boolean bound() {
            return this != LISTENER;
        }

        boolean listens() {
            return this != BOUND;
        }
    }

    private static final int CONNECTIONS = 6;
    private static final int ROUNDS = 10_000;
    private static final int CLOSES = 400;
    private static final int ARMINGS = 40_000;

    /** Runs twenty times as fast as the wall's, so that timeouts take part in the race. */
    private static final LongSupplier CLOCK = () -> System.nanoTime() / 50_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Account account = new Account();
    private final AtomicReferenceArray<StressedConnection> connections =
            new AtomicReferenceArray<>(CONNECTIONS);
    private final Queue<StressedConnection> opened = new ConcurrentLinkedQueue<>();
    private final Map<Connection, StressedConnection> owners = new ConcurrentHashMap<>();
    private final TestHost host =
            new TestHost(CLOCK) {
                @Override
                void dropped(Connection connection, Kind kind) {
                    owners.get(connection).ended(kind, End.DROPPED);
                }
            };
    private ListenerSelector listener;
    private volatile boolean racing = true;
    private volatile boolean over;

    @AfterEach
    void end() throws Exception {
        racing = false;
        over = true;
        opened.forEach(StressedConnection::abort);
        if (listener != null) {
            listener.wake();
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyArmingEndsExactlyOnce(Watchers watchers) throws Exception {
        Future<?> listening = watchers.listens() ? listen() : null;
        for (int n = 0; n < CONNECTIONS; n++) {
            connections.set(n, connect(watchers, n));
        }
        List<Future<?>> racers = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            racers.add(race(this::armOne));
        }
        racers.add(race(() -> any().tryCancel(kind())));
        Future<?> clients = threads.submit(this::sendUntilOver);
        Future<?> closer = threads.submit(() -> closeSome(watchers));

        closer.get();
        // A busy machine arms less in this time; that each end has taken part is asserted below.
        long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> account.begun() >= ARMINGS || System.nanoTime() > enough);
        racing = false;
        for (Future<?> racer : racers) {
            racer.get();
        }

        // No cancelling and no closing any more: clients and deadlines alone have to end the rest.
        armForAClientOnly();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> {
                            for (int n = 0; n < CONNECTIONS; n++) {
                                assertThat(connections.get(n).isArmed(Kind.READ)).isFalse();
                                assertThat(connections.get(n).isArmed(Kind.WRITE)).isFalse();
                            }
                        });
        over = true;
        clients.get();
        for (int n = 0; n < CONNECTIONS; n++) {
            connections.get(n).abort();
        }
        if (listening != null) {
            listener.wake();
            listening.get();
        }

        assertThat(account.tooMany).hasToString("[0, 0, 0, 0]");
        assertThat(account.ended()).isEqualTo(account.begun());
        for (End end : End.values()) {
            assertThat(account.ends.get(end.ordinal())).as("%s took part", end).isPositive();
        }
    }

    /**
     * One connection and nothing else that would wake anybody: what is armed while the one who
     * watches falls asleep, or is busy for a moment, would be waited for in vain.
     */
    @ParameterizedTest
    @EnumSource
    void armingAlwaysReachesWhoWatches(Watchers watchers) throws Exception {
        if (watchers.listens()) {
            listen();
        }
        StressedConnection connection = connect(watchers, 1);
        for (int round = 0; round < ROUNDS; round++) {
            connection.tryArm(Kind.READ, 0, Urgency.NEXT_STEP);
            // At any moment of what the first arming began, which takes some microseconds.
            for (int n = ThreadLocalRandom.current().nextInt(3_000); n > 0; n--) {
                Thread.onSpinWait();
            }
            connection.tryArm(Kind.WRITE, 0, Urgency.NEXT_STEP);
            awaitEnd(connection, Kind.WRITE);
            connection.trySend();
            awaitEnd(connection, Kind.READ);
        }
        connection.abort();

        assertThat(account.ends.get(End.READY.ordinal())).isEqualTo(2 * ROUNDS);
        assertThat(account.tooMany).hasToString("[0, 0, 0, 0]");
    }

    private static void awaitEnd(StressedConnection connection, Kind kind) {
        while (connection.isArmed(kind)) {
            Thread.yield();
            assertThat(Thread.interrupted()).as("%s waits in vain", kind).isFalse();
        }
    }

    /** The last arming of each connection has no deadline: a lost wake-up would show. */
    private void armForAClientOnly() {
        for (int n = 0; n < CONNECTIONS; n++) {
            connections.get(n).tryArm(Kind.READ, 0, Urgency.NEXT_STEP);
        }
    }

    // ---- who waits

    private Future<?> listen() throws IOException {
        ListenerSelector wait = new ListenerSelector(CLOCK, new TestOutlet(host::submit));
        listener = wait;
        host.listener(wait);
        return threads.submit(
                () -> {
                    try (wait) {
                        while (!over) {
                            wait.turn(0);
                        }
                    }
                    return null;
                });
    }

    private StressedConnection connect(Watchers watchers, int number) throws IOException {
        SocketPair pair = SocketPair.open();
        // Every third client does not read, so that writing is not always possible at once.
        if (number % 3 == 0) {
            pair.clog();
        }
        StressedConnection connection =
                new StressedConnection(
                        pair, host, account, number % 2 == 0 ? () -> armOneOf(number) : null);
        opened.add(connection);
        owners.put(connection.connection(), connection);
        if (watchers.bound()) {
            threads.submit(() -> serve(connection));
        }
        return connection;
    }

    /** As a worker serves the connection it is bound to. */
    private Void serve(StressedConnection connection) throws IOException {
        try (BoundSelector own = new BoundSelector(CLOCK)) {
            own.enter(connection.connection());
            while (connection.connection().isOpen()) {
                Task step = own.next();
                if (step != null) {
                    if (own.leavesInterest()) {
                        host.watch(Watch.of(connection.connection()));
                    }
                    step.run();
                    Thread.yield();
                }
            }
            own.leave().forEach(Task::run);
        }
        return null;
    }

    // ---- who races

    private Future<?> race(Runnable move) {
        return threads.submit(
                () -> {
                    while (racing) {
                        move.run();
                        Thread.yield();
                    }
                });
    }

    private void armOne() {
        armOneOf(ThreadLocalRandom.current().nextInt(CONNECTIONS));
    }

    /** Reading may have to wait for a client for ever; a client that does not read is given up. */
    private void armOneOf(int number) {
        Random random = ThreadLocalRandom.current();
        Kind kind = kind();
        boolean never = kind == Kind.READ && random.nextInt(3) == 0;
        Urgency urgency = random.nextBoolean() ? Urgency.NEXT_STEP : Urgency.CONTINUATION;
        StressedConnection connection = connections.get(number);
        if (racing && connection != null) {
            connection.tryArm(kind, never ? 0 : 1 + random.nextInt(100), urgency);
        }
    }

    private StressedConnection any() {
        return connections.get(ThreadLocalRandom.current().nextInt(CONNECTIONS));
    }

    private static Kind kind() {
        return ThreadLocalRandom.current().nextBoolean() ? Kind.READ : Kind.WRITE;
    }

    private void sendUntilOver() {
        while (!over) {
            any().trySend();
            Thread.yield();
        }
    }

    private Void closeSome(Watchers watchers) throws IOException {
        for (int n = 0; n < CLOSES; n++) {
            int number = n % CONNECTIONS;
            StressedConnection next = connect(watchers, number);
            connections.getAndSet(number, next).abort();
        }
        return null;
    }
}
