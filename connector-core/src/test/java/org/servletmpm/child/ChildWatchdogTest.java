package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.connection.Adapter;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/** A child that does not come round, or has failed half-way, is found by looking. No clock runs. */
@Timeout(30)
class ChildWatchdogTest {

    private final EchoAdapter echo = new EchoAdapter();

    /** Whoever accepts next stays in the container until {@link #mayGoOn}. */
    private final AtomicBoolean blocks = new AtomicBoolean();

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    /** Thrown once, where it hurts. */
    private volatile Error thrown;

    private final Queue<String> leaving = new ConcurrentLinkedQueue<>();
    private ServerSocketChannel socket;
    private Scoreboard scoreboard;
    private Directives directives;
    private ChildGroup group;

    @BeforeEach
    void listen() throws IOException {
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
    }

    private void start(Model model) throws Exception {
        directives =
                Directives.builder()
                        .model(model)
                        .set("ThreadsPerChild", "2", Origin.of("t"))
                        .build();
        scoreboard = Scoreboard.create(model, 2, 2, 0);
        Adapter adapter =
                connection -> {
                    if (blocks.getAndSet(false)) {
                        blocked.countDown();
                        mayGoOn.await();
                    }
                    return echo.handler(connection);
                };
        group =
                new ChildGroup(
                        "watched",
                        directives,
                        new Endpoint(socket, () -> {}, adapter),
                        new Reported(),
                        new RateLimitedLogger(System.getLogger("watched"), System::nanoTime));
        startChild(0);
    }

    private void startChild(int slot) throws IOException {
        group.start(scoreboard.claim(slot, 1, 0), directives);
    }

    private final class Reported implements ChildEvents {
        @Override
        public void leaving(int slot, int generation, String reason) {
            Error now = thrown;
            thrown = null;
            if (now != null) {
                throw now;
            }
            leaving.add(slot + " " + reason);
        }

        @Override
        public void gone(int slot, int generation) {}

        @Override
        public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {}
    }

    @AfterEach
    void end() throws Exception {
        mayGoOn.countDown();
        group.end(5000);
        socket.close();
    }

    private EchoClient client() throws IOException {
        return new EchoClient(socket.socket().getLocalPort());
    }

    private String slotThatServes() throws IOException {
        try (EchoClient client = client()) {
            return client.who().split("[-.]")[1];
        }
    }

    /** In event an idle worker of the child that leaves helps until the sibling's have sat down. */
    private void awaitSibling(Model model) {
        await(model + ": the sibling").until(() -> slotThatServes().equals("1"));
    }

    private void look(int times) {
        for (int n = 0; n < times; n++) {
            group.look();
        }
    }

    /** Often enough for a wake-up, but no more: it needs time to come round before the next. */
    private void lookUntilQuiet() {
        for (int n = 0; n <= ChildWatchdog.QUIET && group.stalledFor() == 0; n++) {
            group.look();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoHasTheTurnAndDoesNotComeRoundLosesItAndLeaves(Model model) throws Exception {
        start(model);
        assertThat(slotThatServes()).isEqualTo("0");
        blocks.set(true);
        try (EchoClient hurt = client()) {
            blocked.await();
            // The first sees what it has done before.
            look(1 + ChildWatchdog.QUIET + 1);
            assertThat(leaving).as("%s: it may come yet", model).isEmpty();
            assertThat(group.stalledFor()).as("%s: nobody accepts", model).isPositive();
            look(ChildWatchdog.PATIENCE - ChildWatchdog.QUIET - 1);

            assertThat(leaving).containsExactly("0 it has not come round for 10 seconds");
            startChild(1);
            awaitSibling(model);
            look(1);
            assertThat(group.stalledFor()).as("%s", model).isZero();
            mayGoOn.countDown();
            hurt.echo((byte) 'a');
        }
        await("it ends").until(() -> scoreboard.snapshot().processes() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void whoHasNothingToDoComesRoundWhenWoken(Model model) throws Exception {
        start(model);
        for (int n = 0; n < 3; n++) {
            lookUntilQuiet();
            await(model + ": woken, it comes round")
                    .atMost(Duration.ofSeconds(12))
                    .pollDelay(Duration.ofMillis(100))
                    .pollInterval(Duration.ofSeconds(4))
                    .until(
                            () -> {
                                group.look();
                                return group.stalledFor() == 0;
                            });
        }
        assertThat(leaving).as("%s", model).isEmpty();
        assertThat(slotThatServes()).isEqualTo("0");
    }

    /** Such as without memory for telling the parent, which would never let it go again. */
    @ParameterizedTest
    @EnumSource
    void whoLeavesOnlyHalfDoesSoAtTheNextLook(Model model) throws Exception {
        start(model);
        startChild(1);
        thrown = new OutOfMemoryError("test");
        try {
            group.leave(List.of(0), "test");
        } catch (OutOfMemoryError asked) {
            assertThat(asked).hasMessage("test");
        }
        look(1);
        await(model + ": it ends").until(() -> scoreboard.snapshot().processes() == 1);
        awaitSibling(model);
    }

    /** Such as without memory for the list of those that leave together. */
    @ParameterizedTest
    @EnumSource
    void whoHasOnlyDecidedToLeaveDoesSoAtTheNextLook(Model model) throws Exception {
        start(model);
        startChild(1);
        try {
            group.leave(new FirstThenFails(), "test");
        } catch (OutOfMemoryError asked) {
            assertThat(asked).hasMessage("test");
        }
        assertThat(group.active()).as("%s: not begun", model).containsExactly(0, 1);
        look(1);
        assertThat(leaving).as("%s", model).containsExactly("0 as decided before");
        await(model + ": it ends").until(() -> scoreboard.snapshot().processes() == 1);
        awaitSibling(model);
    }

    /** Has slot 0, and fails when it is asked for another one. */
    private static final class FirstThenFails extends AbstractCollection<Integer> {
        @Override
        public boolean contains(Object slot) {
            if (!slot.equals(0)) {
                throw new OutOfMemoryError("test");
            }
            return true;
        }

        @Override
        public Iterator<Integer> iterator() {
            return List.of(0).iterator();
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
