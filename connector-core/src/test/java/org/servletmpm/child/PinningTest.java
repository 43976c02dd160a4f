package org.servletmpm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.servletmpm.connection.Connection;
import org.servletmpm.contract.EchoHandler;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Origin;
import org.servletmpm.scoreboard.ChildSnapshot;
import org.servletmpm.scoreboard.Gauge;
import org.servletmpm.scoreboard.Snapshot;
import org.servletmpm.scoreboard.WorkerSnapshot;
import org.servletmpm.scoreboard.WorkerStatus;

/** event, with connections that only one thread may serve; two children of two workers. */
@Timeout(30)
class PinningTest {

    private static final int WORKERS = 4;
    private static final int REQUESTS = 50;

    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        Directives directives =
                Directives.builder()
                        .set("ThreadsPerChild", "2", Origin.of("test"))
                        .set("GracefulKeepAlive", "100ms", Origin.of("test"))
                        .set("MaxRequestWorkers", "4", Origin.of("test"))
                        .build();
        server = new EchoServer("pinned", directives, 3);
        server.start(0);
        server.start(1);
    }

    @AfterEach
    void end() throws Exception {
        server.end();
    }

    private Snapshot awaitSeen(Predicate<Snapshot> condition) {
        return await().atMost(Duration.ofSeconds(5))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(server.scoreboard()::snapshot, condition);
    }

    private static List<WorkerSnapshot> workers(Snapshot snapshot, WorkerStatus status) {
        return snapshot.children().stream()
                .flatMap(child -> child.workers().stream())
                .filter(worker -> worker.status() == status)
                .toList();
    }

    @Test
    void oneThreadHasThePinnedConnectionAndNoOther() throws Exception {
        EchoClient pinned = server.connect();
        EchoClient other = server.connect();
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
        EchoClient client = server.connect();
        client.who();
        awaitSeen(s -> s.async().keepAlive() == 1);
        server.adapter().handlers().peek().connection().pin("elsewhere");
        assertThat(server.scoreboard().snapshot().gauge(Gauge.PINNED)).isEqualTo(1);
        assertThat(server.scoreboard().snapshot().async().total()).isZero();
        assertThat(server.scoreboard().snapshot().busyWorkers()).isZero();

        String who = client.who();
        awaitSeen(s -> workers(s, WorkerStatus.KEEPALIVE).size() == 1);
        assertThat(client.who()).isEqualTo(who);
    }

    @Test
    void whenAllWorkersArePinnedOthersWaitUntilOneIsFree() throws Exception {
        List<EchoClient> pinned = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            pinned.add(server.connect());
            pinned.get(i).pin();
        }
        awaitSeen(s -> workers(s, WorkerStatus.KEEPALIVE).size() == WORKERS);
        EchoClient waiting = server.connect();
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
            server.connect().pin();
        }
        CountDownLatch done = new CountDownLatch(1);
        server.adapter().handlers().peek().connection().submit(new Beginning(done));
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private final class Beginning implements org.servletmpm.connection.Task {
        private final CountDownLatch done;

        private Beginning(CountDownLatch done) {
            this.done = done;
        }

        @Override
        public Connection connection() {
            return server.adapter().handlers().peek().connection();
        }

        @Override
        public void run() {
            server.group().executor().execute(done::countDown);
        }
    }

    @Test
    void aChildThatLeavesFinishesWhatIsPinnedAndHandsTheRestOver() throws Exception {
        EchoClient parked = server.connect();
        EchoClient pinned = server.connect();
        String who = pinned.pin();
        parked.who();
        int slot = slot(who);
        Connection connection =
                server.adapter().handlers().stream()
                        .map(EchoHandler::connection)
                        .filter(each -> each.pinnedBy() != null)
                        .findAny()
                        .orElseThrow();
        assertThat(connection.isDraining()).isFalse();

        server.askToLeave(slot);
        server.start(2);
        assertThat(connection.isDraining()).as("its responses say close").isTrue();
        assertThat(pinned.read()).as("idle, it is closed").isEqualTo(-1);
        server.awaitGone(slot);
        parked.who();
        assertThat(server.scoreboard().snapshot().gauge(Gauge.PINNED)).isZero();
        assertThat(server.scoreboard().snapshot().connsTotal()).isEqualTo(1);
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
            if (server.clients().size() == WORKERS) {
                server.closeClients();
                awaitSeen(seen -> seen.connsTotal() == 0 && seen.idleWorkers() == WORKERS);
            }
            int[] before = connections();
            EchoClient client = server.connect();
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
        server.leave(helped.accepting());
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(helped.client().who()).isEqualTo(helped.who());
        }
        assertThat(server.scoreboard().snapshot().gauge(Gauge.PINNED)).isPositive();
    }

    @Test
    void aConnectionEndsWithItsThreadWhenTheChildThatAcceptedItStays() throws Exception {
        Helped helped = help();
        server.askToLeave(helped.serving());
        assertThat(helped.client().read()).isEqualTo(-1);
        server.awaitGone(helped.serving());
    }

    private int[] connections() {
        return server.scoreboard().snapshot().children().stream()
                .mapToInt(ChildSnapshot::connections)
                .toArray();
    }

    @Test
    void aDrainEndsWhatIsPinnedAndIdle() throws Exception {
        EchoClient pinned = server.connect();
        pinned.pin();
        server.group().drain().get(5, TimeUnit.SECONDS);
        assertThat(pinned.read()).isEqualTo(-1);
    }
}
