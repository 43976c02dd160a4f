package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.directive.Origin;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** event, with connections that only one thread may serve; two children of two workers. */
@Timeout(30)
class PinningTest {

    private static final int WORKERS = 4;
    private static final int REQUESTS = 50;

    private final EchoAdapter adapter = new EchoAdapter();
    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 3, 2, 0);
    private final Queue<Integer> gone = new ConcurrentLinkedQueue<>();
    private final List<EchoClient> clients = new ArrayList<>();
    private Directives directives;
    private ServerSocketChannel socket;
    private ChildGroup group;

    @BeforeEach
    void start() throws Exception {
        directives =
                Directives.builder()
                        .set("ThreadsPerChild", "2", Origin.of("test"))
                        .set("GracefulKeepAlive", "100ms", Origin.of("test"))
                        .set("MaxRequestWorkers", "4", Origin.of("test"))
                        .build();
        socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        group =
                new ChildGroup(
                        "pinned",
                        directives,
                        new Endpoint(socket, this::closeSocket, adapter),
                        new Events(),
                        new RateLimitedLogger(System.getLogger("pinned"), System::nanoTime));
        startChild(0);
        startChild(1);
    }

    private void startChild(int slot) throws IOException {
        int generation = scoreboard.lastGeneration(slot) + 1;
        group.start(scoreboard.claim(slot, 1, generation), directives);
    }

    private final class Events implements ChildEvents {
        @Override
        public void leaving(int slot, int generation, String reason) {}

        @Override
        public void gone(int slot, int generation) {
            gone.add(slot);
        }

        @Override
        public void died(Thread worker, int slot, int generation, Error cause, boolean replaced) {}
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void end() throws Exception {
        for (EchoClient client : clients) {
            client.close();
        }
        group.end(5000);
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads left behind")
                .noneMatch(thread -> thread.getName().startsWith("pinned-") && thread.isAlive());
    }

    private EchoClient connect() throws IOException {
        EchoClient client =
                new EchoClient(((InetSocketAddress) socket.getLocalAddress()).getPort());
        clients.add(client);
        return client;
    }

    private Snapshot awaitSeen(Predicate<Snapshot> condition) {
        return await().atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(scoreboard::snapshot, condition);
    }

    private static List<WorkerSnapshot> workers(Snapshot snapshot, WorkerStatus status) {
        return snapshot.children().stream()
                .flatMap(child -> child.workers().stream())
                .filter(worker -> worker.status() == status)
                .toList();
    }

    @Test
    void oneThreadHasThePinnedConnectionAndNoOther() throws Exception {
        EchoClient pinned = connect();
        EchoClient other = connect();
        other.who();
        String who = pinned.pin();
        Set<String> others = new HashSet<>();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(pinned.who()).isEqualTo(who);
            others.add(other.who());
        }
        assertThat(others).doesNotContain(who);

        Snapshot idle =
                awaitSeen(
                        s ->
                                workers(s, WorkerStatus.KEEPALIVE).size() == 1
                                        && s.busyWorkers() == 1
                                        && s.async().keepAlive() == 1);
        assertThat(idle.gauge(Gauge.PINNED)).isEqualTo(1);
        assertThat(workers(idle, WorkerStatus.KEEPALIVE))
                .extracting(WorkerSnapshot::pinnedBy)
                .containsExactly("test");

        pinned.close();
        Snapshot after = awaitSeen(s -> s.idleWorkers() == WORKERS && s.gauge(Gauge.PINNED) == 0);
        assertThat(workers(after, WorkerStatus.READY))
                .extracting(WorkerSnapshot::pinnedBy)
                .containsOnly("");
    }

    @Test
    void whoIsPinnedFromElsewhereIsBoundWithTheNextStep() throws Exception {
        EchoClient client = connect();
        client.who();
        awaitSeen(s -> s.async().keepAlive() == 1);
        adapter.handlers().peek().connection().pin("elsewhere");
        assertThat(scoreboard.snapshot().gauge(Gauge.PINNED)).isEqualTo(1);
        assertThat(scoreboard.snapshot().async().total()).isZero();
        assertThat(scoreboard.snapshot().busyWorkers()).isZero();

        String who = client.who();
        awaitSeen(s -> workers(s, WorkerStatus.KEEPALIVE).size() == 1);
        assertThat(client.who()).isEqualTo(who);
    }

    @Test
    void whenAllWorkersArePinnedOthersWaitUntilOneIsFree() throws Exception {
        List<EchoClient> pinned = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            pinned.add(connect());
            pinned.get(i).pin();
        }
        awaitSeen(s -> workers(s, WorkerStatus.KEEPALIVE).size() == WORKERS);
        EchoClient waiting = connect();
        waiting.send((byte) 'x');
        for (EchoClient each : pinned) {
            each.echo((byte) 'y');
        }
        CountDownLatch answered = new CountDownLatch(1);
        new Thread(
                        () -> {
                            try {
                                if (waiting.read() == 'x') {
                                    answered.countDown();
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        })
                .start();
        assertThat(answered.getCount()).isEqualTo(1);
        pinned.get(0).close();
        assertThat(answered.await(5, TimeUnit.SECONDS)).isTrue();
    }

    /** It may be the last worker, and wait for what it has begun. */
    @Test
    void whatAPinnedWorkerBeginsDoesNotWaitForAWorker() throws Exception {
        for (int i = 0; i < WORKERS; i++) {
            connect().pin();
        }
        CountDownLatch done = new CountDownLatch(1);
        adapter.handlers().peek().connection().submit(new Beginning(done));
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private final class Beginning implements org.servletmpm.connection.Task {
        private final CountDownLatch done;

        private Beginning(CountDownLatch done) {
            this.done = done;
        }

        @Override
        public Connection connection() {
            return adapter.handlers().peek().connection();
        }

        @Override
        public void run() {
            group.executor().execute(done::countDown);
        }
    }

    @Test
    void aChildThatLeavesFinishesWhatIsPinnedAndHandsTheRestOver() throws Exception {
        EchoClient parked = connect();
        EchoClient pinned = connect();
        String who = pinned.pin();
        parked.who();
        int slot = slot(who);
        Connection connection =
                adapter.handlers().stream()
                        .map(EchoHandler::connection)
                        .filter(each -> each.pinnedBy() != null)
                        .findAny()
                        .orElseThrow();
        assertThat(connection.isDraining()).isFalse();

        group.leave(List.of(slot), "test");
        startChild(2);
        assertThat(connection.isDraining()).as("its responses say close").isTrue();
        assertThat(pinned.read()).as("idle, it is closed").isEqualTo(-1);
        await().atMost(Duration.ofSeconds(5)).until(() -> gone.contains(slot));
        parked.who();
        assertThat(scoreboard.snapshot().gauge(Gauge.PINNED)).isZero();
        assertThat(scoreboard.snapshot().connsTotal()).isEqualTo(1);
    }

    private static int slot(String who) {
        return Integer.parseInt(who.replaceFirst("pinned-(\\d+)\\..*", "$1"));
    }

    /** A connection that one child has accepted and a worker of another serves. */
    private record Helped(EchoClient client, String who, int accepting, int serving) {}

    /**
     * With one more pinned connection each time there are fewer workers to choose from. If each
     * child has accepted two all the same, it begins again.
     */
    private Helped help() throws IOException {
        while (true) {
            if (clients.size() == WORKERS) {
                for (EchoClient client : clients) {
                    client.close();
                }
                clients.clear();
                awaitSeen(seen -> seen.connsTotal() == 0 && seen.idleWorkers() == WORKERS);
            }
            int[] before = connections();
            EchoClient client = connect();
            String who = client.pin();
            int accepting = connections()[0] > before[0] ? 0 : 1;
            if (accepting != slot(who)) {
                return new Helped(client, who, accepting, slot(who));
            }
        }
    }

    @Test
    void aConnectionStaysWithItsThreadWhenTheChildThatAcceptedItLeaves() throws Exception {
        Helped helped = help();
        group.leave(List.of(helped.accepting()), "test");
        await().atMost(Duration.ofSeconds(5)).until(() -> gone.contains(helped.accepting()));
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(helped.client().who()).isEqualTo(helped.who());
        }
        assertThat(scoreboard.snapshot().gauge(Gauge.PINNED)).isPositive();
    }

    @Test
    void aConnectionEndsWithItsThreadWhenTheChildThatAcceptedItStays() throws Exception {
        Helped helped = help();
        group.leave(List.of(helped.serving()), "test");
        assertThat(helped.client().read()).isEqualTo(-1);
        await().atMost(Duration.ofSeconds(5)).until(() -> gone.contains(helped.serving()));
    }

    private int[] connections() {
        return scoreboard.snapshot().children().stream()
                .mapToInt(ChildSnapshot::connections)
                .toArray();
    }

    @Test
    void aDrainEndsWhatIsPinnedAndIdle() throws Exception {
        EchoClient pinned = connect();
        pinned.pin();
        group.drain().get(5, TimeUnit.SECONDS);
        assertThat(pinned.read()).isEqualTo(-1);
    }
}
