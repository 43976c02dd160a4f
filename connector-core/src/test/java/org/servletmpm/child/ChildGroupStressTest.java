package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.contract.EchoAdapter;
import org.servletmpm.contract.EchoHandler;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.AsyncCounts;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;

/**
 * Children come and go while connections are opened, armed, used and closed by many threads: every
 * request is answered, nothing armed is forgotten, and the counts are right in the end.
 */
@Timeout(60)
class ChildGroupStressTest {

    private static final int SLOTS = 4;
    private static final int CHURNS = 300;
    private static final int CLIENTS = 4;
    private static final int CONNECTIONS = 60;
    private static final long ARM_PAUSE_NANOS = 50_000;

    private final EchoAdapter adapter = new EchoAdapter();
    private final BlockingQueue<Integer> freeSlots = new LinkedBlockingQueue<>();
    private final Queue<Throwable> deaths = new ConcurrentLinkedQueue<>();
    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, SLOTS, 3, 0);
    private Directives directives;
    private ServerSocketChannel socket;
    private ChildGroup group;
    private final CountDownLatch parked = new CountDownLatch(CLIENTS);
    private final CountDownLatch mayClose = new CountDownLatch(1);
    private volatile boolean over;

    @BeforeEach
    void start() throws Exception {
        Directives.Builder builder = Directives.builder();
        builder.model(Model.EVENT);
        builder.set("ThreadsPerChild", "3", Origin.of("test"));
        builder.set("MaxRequestWorkers", "12", Origin.of("test"));
        directives = builder.build();
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        group =
                new ChildGroup(
                        "churned",
                        directives,
                        new Endpoint(socket, this::closeSocket, adapter),
                        new Events(),
                        new RateLimitedLogger(System.getLogger("churned"), System::nanoTime));
        for (int slot = 0; slot < SLOTS; slot++) {
            freeSlots.add(slot);
        }
        startChild();
    }

    private final class Events implements ChildEvents {
        @Override
        public void leaving(int slot, int generation, String reason) {}

        @Override
        public void gone(int slot, int generation) {
            freeSlots.add(slot);
        }

        @Override
        public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {
            deaths.add(cause);
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            deaths.add(e);
        }
    }

    private void startChild() throws Exception {
        int slot = freeSlots.take();
        int generation = scoreboard.lastGeneration(slot) + 1;
        group.start(scoreboard.claim(slot, 1, generation), directives);
    }

    @AfterEach
    void end() throws Exception {
        group.end(5000);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads left behind")
                .noneMatch(thread -> thread.getName().startsWith("churned-") && thread.isAlive());
    }

    @Test
    void nothingIsLostWhileChildrenComeAndGo() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                Random random = new Random(n);
                clients.add(threads.submit(() -> useConnections(random)));
            }
            Future<?> armer = threads.submit(() -> armWrites(new Random(-1)));
            churn(CHURNS, new Random(-2));
            over = true;
            parked.await(30, TimeUnit.SECONDS);
            // What waits is not touched any more: its counts are those of who took it over.
            churn(SLOTS * 2, new Random(-3));
            await().atMost(Duration.ofSeconds(10)).untilAsserted(this::assertParked);
            mayClose.countDown();
            for (Future<?> client : clients) {
                client.get(30, TimeUnit.SECONDS);
            }
            armer.get(30, TimeUnit.SECONDS);
        } finally {
            over = true;
            mayClose.countDown();
            threads.shutdownNow();
        }
        await().atMost(Duration.ofSeconds(10)).untilAsserted(this::assertQuiet);
        assertThat(deaths).isEmpty();
    }

    /** Always leaves one or two, so that connections have where to go; often many at once. */
    private void churn(int times, Random random) throws Exception {
        for (int n = 0; n < times; n++) {
            startChild();
            List<Integer> active = group.active();
            int least = active.size() == SLOTS ? 1 : 0;
            int leavers = least + random.nextInt(active.size() - least);
            // One after the other: the next one leaves while it takes over from the one before.
            active.subList(0, leavers).forEach(slot -> group.leave(List.of(slot), "churn"));
        }
    }

    private Void useConnections(Random random) throws Exception {
        List<EchoClient> open = new ArrayList<>();
        try {
            while (!over) {
                if (open.size() < CONNECTIONS) {
                    open.add(new EchoClient(socket.socket().getLocalPort()));
                }
                EchoClient client = open.get(random.nextInt(open.size()));
                client.echo((byte) 'a');
                if (random.nextInt(20) == 0) {
                    open.remove(client);
                    if (random.nextBoolean()) {
                        client.reset();
                    } else {
                        client.close();
                    }
                }
            }
            parked.countDown();
            mayClose.await();
            for (EchoClient client : open) {
                client.echo((byte) 'z');
            }
        } finally {
            for (EchoClient client : open) {
                client.close();
            }
        }
        return null;
    }

    private void armWrites(Random random) {
        while (!over) {
            for (EchoHandler handler : adapter.handlers()) {
                if (random.nextInt(4) == 0) {
                    handler.armWrite();
                }
            }
            adapter.handlers().removeIf(each -> !isOpen(each) && !each.isWriting());
            LockSupport.parkNanos(ARM_PAUSE_NANOS);
        }
    }

    private static boolean isOpen(EchoHandler handler) {
        return handler.connection().isOpen();
    }

    private void assertParked() {
        Snapshot snapshot = scoreboard.snapshot();
        int open = (int) adapter.handlers().stream().filter(ChildGroupStressTest::isOpen).count();
        assertThat(snapshot.connsTotal()).as("ConnsTotal").isEqualTo(open).isPositive();
        assertThat(snapshot.children())
                .allSatisfy(
                        child ->
                                assertThat(child.async().waitIo() + child.async().keepAlive())
                                        .as("connections that wait at %s", child.slot())
                                        .isEqualTo(child.connections()));
    }

    private void assertQuiet() {
        assertThat(adapter.handlers()).noneMatch(ChildGroupStressTest::isOpen);
        assertThat(group.connections()).as("connections that were taken").isZero();
        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.connsTotal()).as("ConnsTotal").isZero();
        assertThat(snapshot.async()).isEqualTo(new AsyncCounts(0, 0, 0, 0));
        assertThat(snapshot.stopping()).as("children that still leave").isZero();
        assertThat(snapshot.processes()).isEqualTo(group.active().size());
        assertThat(freeSlots).hasSize(SLOTS - group.active().size());
    }
}
