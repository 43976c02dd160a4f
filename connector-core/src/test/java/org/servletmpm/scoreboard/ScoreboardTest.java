package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Model;

class ScoreboardTest {
    private static final long PID = 4711;

    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 4, 3, 1_000);

    @BeforeEach
    void showTwoOfEach() {
        scoreboard.shown(2, 2, true);
    }

    @Test
    void aWorkerShowsItsStatusAndItsRequest() {
        ChildScore child = scoreboard.claim(1, PID, 7);
        WorkerScore worker = child.worker(1);
        worker.connectionTaken(42);
        worker.requestStarted(5_000);
        worker.describe("192.0.2.7", "HTTP/1.1", "www.example.test:8080", "GET", "/a?b=c");
        worker.cpu(17_000);
        worker.status(WorkerStatus.WRITING);
        worker.pinned("com.example.OlderFilter");
        worker.pinned("com.example.OldFilter");
        worker.requestFinished(5_030, 2_048, 30_000_000);
        worker.requestFinished(5_031, 1_024, 1_000_000);

        ChildSnapshot seen = scoreboard.snapshot().children().get(1);

        assertThat(seen.pid()).isEqualTo(PID);
        assertThat(seen.generation()).isEqualTo(7);
        assertThat(seen.workers().get(1))
                .isEqualTo(
                        new WorkerSnapshot(
                                1,
                                WorkerStatus.WRITING,
                                42,
                                new ScopedTotal(2, 2, 2),
                                new ScopedTotal(3_072, 3_072, 3_072),
                                31_000_000,
                                1_000_000,
                                5_031,
                                5_000,
                                17_000,
                                new RequestText(
                                        "192.0.2.7",
                                        "HTTP/1.1",
                                        "www.example.test:8080",
                                        "GET /a?b=c HTTP/1.1"),
                                "com.example.OldFilter"));
    }

    @Test
    void countsOfAConnectionStartAnewWithTheNextOne() {
        WorkerScore worker = scoreboard.claim(0, PID, 0).worker(0);
        worker.connectionTaken(1);
        worker.requestFinished(1, 100, 0);
        worker.connectionTaken(2);
        worker.requestFinished(2, 10, 0);

        WorkerSnapshot seen = worker(0, 0);

        assertThat(seen.accesses()).isEqualTo(new ScopedTotal(1, 2, 2));
        assertThat(seen.bytes()).isEqualTo(new ScopedTotal(10, 110, 110));
    }

    @Test
    void totalsOutliveTheirChildren() {
        ChildScore first = scoreboard.claim(0, PID, 0);
        first.count(Total.REQUESTS_HELPED);
        first.count(Total.CONNS_EVICTED);
        scoreboard.claim(1, PID, 0).count(Total.REQUESTS_HELPED);
        first.release();
        assertThat(scoreboard.snapshot().total(Total.REQUESTS_HELPED)).isEqualTo(2);

        ChildScore second = scoreboard.claim(0, PID, 1);
        second.count(Total.CONNS_EVICTED);
        first.count(Total.CONNS_EVICTED);
        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.total(Total.CONNS_EVICTED)).as("a straggler's is not").isEqualTo(2);
        assertThat(snapshot.total(Total.CONNS_HANDED_OVER)).isZero();
        assertThat(worker(0, 0).status()).isEqualTo(WorkerStatus.DEAD);
    }

    @Test
    void aChildKnowsItsOwnConnectionsUntilItIsGone() {
        ChildScore child = scoreboard.claim(0, PID, 0);
        child.connection(3);
        child.async(AsyncState.CLOSING, 2);
        assertThat(child.connections()).isEqualTo(3);
        assertThat(child.async(AsyncState.CLOSING)).isEqualTo(2);
        assertThat(child.async(AsyncState.WRITING)).isZero();

        child.release();
        scoreboard.claim(0, PID, 1).connection(7);
        assertThat(child.connections()).isZero();
    }

    @Test
    void whatASlotHasServedSurvivesItsChildren() {
        ChildScore first = scoreboard.claim(0, PID, 0);
        first.worker(0).describe("client", "HTTP/1.1", "host", "GET", "/first");
        first.worker(0).requestFinished(1, 1_000, 2_000_000);
        first.release();

        assertThat(scoreboard.snapshot().totalAccesses()).isEqualTo(1);

        scoreboard.claim(0, PID, 1).worker(0).requestFinished(2, 500, 1_000_000);

        Snapshot snapshot = scoreboard.snapshot();
        assertThat(worker(0, 0).accesses()).isEqualTo(new ScopedTotal(1, 1, 2));
        assertThat(worker(0, 0).text()).isEqualTo(RequestText.NONE);
        assertThat(snapshot.totalBytes()).isEqualTo(1_500);
        assertThat(snapshot.totalDurationMillis()).isEqualTo(3);
    }

    @Test
    void aReleasedSlotIsEmptyAndFree() {
        ChildScore child = scoreboard.claim(0, PID, 0);
        child.worker(0).status(WorkerStatus.WRITING);
        child.connection(3);
        child.async(AsyncState.KEEPALIVE, 2);
        child.release();
        child.release();

        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.scoreboardLetters()).isEqualTo("....");
        assertThat(snapshot.processes()).isZero();
        assertThat(snapshot.connsTotal()).isZero();
        assertThat(snapshot.async()).isEqualTo(AsyncCounts.NONE);
        ChildScore next = scoreboard.claim(0, PID, 0);
        assertThat(scoreboard.snapshot().connsTotal()).isZero();
        child.release();
        next.connection(1);
        assertThat(scoreboard.snapshot().connsTotal()).isEqualTo(1);
    }

    @Test
    void aThreadThatOutlivesItsChildChangesNothingInAReusedSlot() {
        ChildScore gone = scoreboard.claim(0, PID, 0);
        WorkerScore straggler = gone.worker(0);
        straggler.requestFinished(1, 10, 10);
        gone.release();
        scoreboard.claim(0, PID, 0).worker(0).status(WorkerStatus.READY);
        Snapshot before = scoreboard.snapshot();

        straggler.status(WorkerStatus.KEEPALIVE);
        straggler.connectionTaken(9);
        straggler.requestStarted(99);
        straggler.describe("client", "protocol", "host", "GET", "/");
        straggler.cpu(99);
        straggler.requestFinished(100, 1_000, 1_000);
        gone.connection(-1);
        gone.async(AsyncState.CLOSING, 1);
        gone.accepting(true);
        gone.stopping(true);

        assertThat(scoreboard.snapshot()).isEqualTo(before);
    }

    @Test
    void aSlotIsOneChildsAtATime() {
        scoreboard.claim(3, PID, 5);
        assertThatIllegalStateException()
                .isThrownBy(() -> scoreboard.claim(3, PID, 6))
                .withMessageContaining("slot 3")
                .withMessageContaining("generation 5");
    }

    @Test
    void aSlotRemembersItsLastGeneration() {
        assertThat(scoreboard.lastGeneration(2)).isEqualTo(-1);
        ChildScore child = scoreboard.claim(2, PID, 0);
        assertThat(scoreboard.lastGeneration(2)).isZero();
        child.release();
        assertThat(scoreboard.lastGeneration(2)).isZero();
        scoreboard.claim(2, PID, 6).release();
        assertThat(scoreboard.lastGeneration(2)).isEqualTo(6);
        assertThat(scoreboard.lastGeneration(3)).isEqualTo(-1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> scoreboard.lastGeneration(4))
                .withMessage("no slot 4 of 4");
    }

    @Test
    void countsAreAddedUpPerState() {
        ChildScore child = scoreboard.claim(0, PID, 0);
        child.connection(5);
        child.async(AsyncState.WAIT_IO, 1);
        child.async(AsyncState.WRITING, 2);
        child.async(AsyncState.KEEPALIVE, 3);
        child.async(AsyncState.CLOSING, 4);
        child.async(AsyncState.CLOSING, -5);
        scoreboard.claim(1, PID, 0).async(AsyncState.WRITING, 10);

        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.connsTotal()).isEqualTo(5);
        assertThat(snapshot.async()).isEqualTo(new AsyncCounts(1, 12, 3, -1));
    }

    @Test
    void sizesOutOfRangeAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scoreboard.shown(5, 2, true))
                .withMessage("children shown: 5 is not in 1..4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scoreboard.create(Model.WORKER, 0, 3, 0))
                .withMessageContaining("child slots: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                Scoreboard.create(
                                        Model.WORKER, Integer.MAX_VALUE, Integer.MAX_VALUE, 0))
                .withMessageContaining("2147483519");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scoreboard.create(Model.WORKER, 20_000, 20_000, 0))
                .withMessageContaining("20000 child slots");
    }

    private WorkerSnapshot worker(int slot, int thread) {
        return scoreboard.snapshot().children().get(slot).workers().get(thread);
    }
}
