package org.servletmpm.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One candidate at a time watches the listening socket. */
@Timeout(30)
class AcceptMutexTest {

    private final List<String> told = new ArrayList<>();
    private final Set<String> leaving = ConcurrentHashMap.newKeySet();
    private final AcceptMutex turn = new AcceptMutex(0, false);
    private final AcceptMutex.Candidate a = new Named("a", 0);
    private final AcceptMutex.Candidate b = new Named("b", 1);
    private final AcceptMutex.Candidate c = new Named("c", 2);

    private final class Named implements AcceptMutex.Candidate {
        private final String name;
        private final int slot;

        Named(String name, int slot) {
            this.name = name;
            this.slot = slot;
        }

        @Override
        public void look(boolean held) {
            told.add((held ? "+" : "-") + name);
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public boolean leaves() {
            return leaving.contains(name);
        }
    }

    @Test
    void ofThoseThatAskTheLowestSlotGetsIt() {
        turn.want(b);
        turn.want(c);
        turn.want(a);
        assertThat(told).as("nobody is pushed aside").containsExactly("+b");

        turn.taken(b, false);
        turn.taken(a, false);
        turn.taken(c, false);
        assertThat(told).containsExactly("+b", "+a", "+c");
        assertThat(turn.connections()).isEqualTo(3);
    }

    /** It was about to accept when the pause came, and serves now: the turn is not for it. */
    @Test
    void whoAcceptedWhilePushedAsideDoesNotGetItBack() {
        turn.want(a);
        turn.want(b);
        turn.open(false);
        turn.taken(a, false);
        turn.open(true);
        assertThat(told).containsExactly("+a", "-a", "+b");
    }

    /** A worker that becomes idle asks for its child, perhaps after the child has withdrawn. */
    @Test
    void whoLeavesNeverGetsItAgain() {
        turn.want(a);
        turn.want(b);
        leaving.add("a");
        turn.withdraw(a);
        turn.want(a);
        turn.taken(b, false);
        turn.taken(a, true);
        assertThat(told).containsExactly("+a", "+b");
    }

    @Test
    void whoCanServeMoreKeepsItBeforeHigherSlots() {
        turn.want(a);
        turn.want(b);
        turn.taken(a, true);
        assertThat(told).containsExactly("+a", "+a");

        turn.taken(a, false);
        turn.want(a);
        turn.taken(b, true);
        assertThat(told).containsExactly("+a", "+a", "+b", "+a");
    }

    @Test
    void askingTwiceChangesNothing() {
        turn.want(a);
        turn.want(a);
        turn.want(b);
        turn.want(b);
        turn.want(c);
        turn.taken(a, false);
        turn.taken(b, false);
        turn.taken(c, false);

        assertThat(told).containsExactly("+a", "+b", "+c");
    }

    @Test
    void whoCannotServeAnyMorePassesItOn() {
        turn.want(a);
        turn.want(b);
        turn.want(c);
        turn.withdraw(b);
        turn.withdraw(a);

        assertThat(told).containsExactly("+a", "+c");
        assertThat(turn.connections()).isZero();
    }

    @Test
    void withNobodyAskingNobodyHasIt() {
        turn.want(a);
        turn.withdraw(a);
        turn.withdraw(a);
        turn.want(b);

        assertThat(told).containsExactly("+a", "+b");
    }

    @Test
    void atTheLimitNobodyAcceptsUntilAConnectionEnds() {
        AcceptMutex limited = new AcceptMutex(2, false);
        limited.want(a);
        limited.taken(a, false);
        limited.want(b);
        limited.taken(b, false);
        limited.want(c);
        limited.want(a);
        assertThat(told).containsExactly("+a", "+b");

        limited.released();
        assertThat(told).containsExactly("+a", "+b", "+a");
        limited.taken(a, false);
        assertThat(limited.connections()).isEqualTo(2);
        assertThat(told).hasSize(3);
    }

    /** Event: it accepts nobody, but learns that somebody waits. */
    @Test
    void whereConnectionsGiveWayTheTurnIsGivenAtTheLimitToo() {
        AcceptMutex limited = new AcceptMutex(1, true);
        limited.want(a);
        limited.want(b);
        assertThat(limited.isFull()).isFalse();
        limited.taken(a, true);
        assertThat(told).containsExactly("+a", "+a");
        assertThat(limited.isFull()).isTrue();

        limited.released();
        assertThat(told).as("told that there is room").containsExactly("+a", "+a", "+a");
        limited.taken(a, true);
        limited.withdraw(a);
        assertThat(told).endsWith("+b").hasSize(5);
    }

    /** A drain closes what is idle: nobody has to ask, and the holder would never rest. */
    @Test
    void aDrainTakesTheTurnBackUntilThereIsRoom() {
        AcceptMutex limited = new AcceptMutex(1, true);
        limited.want(a);
        limited.taken(a, true);
        limited.drain(5);
        assertThat(told).containsExactly("+a", "+a", "-a");

        limited.released();
        assertThat(told).containsExactly("+a", "+a", "-a", "+a");
    }

    @Test
    void whilePausedNobodyHasIt() {
        turn.want(a);
        turn.want(b);
        turn.open(false);
        turn.want(c);
        assertThat(told).containsExactly("+a", "-a");

        turn.open(true);
        turn.taken(a, false);
        turn.taken(b, false);
        assertThat(told).containsExactly("+a", "-a", "+a", "+b", "+c");
    }

    @Test
    void theHolderIsToldToDrainAndSoIsWhoeverWaited() {
        turn.want(a);
        assertThat(turn.isDrained()).isFalse();
        turn.drain(2);
        assertThat(told).as("told again: it need not wait any more").containsExactly("+a", "+a");

        turn.want(b);
        turn.taken(a, false);
        assertThat(turn.isDrained()).isFalse();
        turn.taken(b, false);
        assertThat(turn.isDrained()).isTrue();
        turn.want(c);
        turn.taken(c, false);
        assertThat(turn.isDrained()).isTrue();
    }

    @Test
    void drainingEndsAPause() {
        turn.open(false);
        turn.want(a);
        turn.drain(1);

        assertThat(told).containsExactly("+a");
    }

    @Test
    void onceClosedNobodyGetsIt() {
        turn.want(a);
        turn.want(b);
        turn.close();
        turn.want(c);
        turn.open(true);
        turn.drain(1);
        turn.withdraw(a);

        assertThat(told).containsExactly("+a", "-a");
    }

    @Test
    void itIsEmptyOnceClosedWithoutConnections() {
        turn.want(a);
        turn.taken(a, false);
        turn.released();
        assertThat(turn.empty()).as("not closed").isNotDone();

        turn.want(a);
        turn.taken(a, false);
        turn.want(a);
        turn.taken(a, false);
        turn.close();
        assertThat(turn.empty()).isNotDone();
        turn.released();
        assertThat(turn.empty()).isNotDone();
        turn.released();
        assertThat(turn.empty()).isDone();
    }

    @Test
    void aServerWithoutConnectionsIsEmptyAtOnce() {
        turn.close();

        assertThat(turn.empty()).isDone();
    }

    /** Whoever waits for the end may ask for anything, also of another thread. */
    @Test
    void theEndIsToldOutsideTheMonitor() {
        List<Boolean> locked = new ArrayList<>();
        turn.empty().thenRun(() -> locked.add(Thread.holdsLock(turn)));
        turn.close();

        assertThat(locked).containsExactly(false);
    }

    // ---- many threads

    private static final int CANDIDATES = 6;
    private static final int EACH = 3_000;
    private static final int LIMIT = 4;

    private final AcceptMutex shared = new AcceptMutex(LIMIT, false);
    private final AtomicInteger holders = new AtomicInteger();
    private final AtomicInteger mostHolders = new AtomicInteger();
    private final AtomicInteger mostConnections = new AtomicInteger();
    private final Semaphore open = new Semaphore(0);

    /** A child's listener: asks, is told, takes a connection, asks again. */
    private final class Taker implements AcceptMutex.Candidate, Runnable {
        private final Semaphore turns = new Semaphore(0);
        private final int slot;

        Taker(int slot) {
            this.slot = slot;
        }

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public boolean leaves() {
            return false;
        }

        @Override
        public void look(boolean held) {
            mostHolders.accumulateAndGet(holders.addAndGet(held ? 1 : -1), Math::max);
            turns.release();
        }

        @Override
        public void run() {
            for (int n = 0; n < EACH; n++) {
                shared.want(this);
                turns.acquireUninterruptibly();
                Thread.yield();
                holders.decrementAndGet();
                if (n % 5 == 0) {
                    shared.withdraw(this);
                } else {
                    shared.taken(this, false);
                    mostConnections.accumulateAndGet(shared.connections(), Math::max);
                    open.release();
                }
            }
        }
    }

    /** That all of them come to their end says that nobody is forgotten. */
    @Test
    void neverTwoHoldersAndEverybodyGetsItsTurns() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> takers = new ArrayList<>();
        for (int n = 0; n < CANDIDATES; n++) {
            takers.add(threads.submit(new Taker(n)));
        }
        Future<?> closer =
                threads.submit(
                        () -> {
                            for (int n = 0; n < CANDIDATES * EACH * 4 / 5; n++) {
                                open.acquireUninterruptibly();
                                shared.released();
                            }
                        });
        for (Future<?> taker : takers) {
            taker.get();
        }
        closer.get();
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();

        assertThat(mostHolders).hasValue(1);
        assertThat(holders).hasValue(0);
        assertThat(mostConnections.get()).isLessThanOrEqualTo(LIMIT);
        assertThat(shared.connections()).isZero();
        shared.close();
        assertThat(shared.empty()).isDone();
    }
}
