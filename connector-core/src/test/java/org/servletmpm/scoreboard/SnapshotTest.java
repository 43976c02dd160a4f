package org.servletmpm.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.servletmpm.directive.Model;

/** A snapshot counts as httpd 2.4.71's mod_status does, as seen on a running one. */
class SnapshotTest {
    @ParameterizedTest
    @EnumSource
    void everyStatusCountsOnce(WorkerStatus status) {
        Scoreboard scoreboard = Scoreboard.create(Model.WORKER, 1, 1, 0);
        scoreboard.claim(0, 1, 0).worker(0).status(status);
        Snapshot snapshot = scoreboard.snapshot();

        assertThat(snapshot.scoreboardLetters()).isEqualTo(String.valueOf(status.letter()));
        assertThat(snapshot.busyWorkers()).isEqualTo("RWKDCL".indexOf(status.letter()) < 0 ? 0 : 1);
        assertThat(snapshot.gracefulWorkers()).isEqualTo(status.letter() == 'G' ? 1 : 0);
        assertThat(snapshot.idleWorkers()).isEqualTo(status.letter() == '_' ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerOfALeavingChildIsDoneWhenItsWorkIs(WorkerStatus status) {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        ChildScore child = scoreboard.claim(0, 1, 0);
        child.worker(0).status(status);
        child.stopping(true);

        String shown = scoreboard.snapshot().scoreboardLetters();
        assertThat(shown)
                .isEqualTo(
                        switch (status.letter()) {
                            case '.' -> ".";
                            case 'S', '_', 'I' -> "I";
                            default -> "G";
                        });
    }

    /** Observed: event after a graceful restart, {@code _____GGG..__W__}: Graceful 0, Busy 1. */
    @ParameterizedTest
    @CsvSource({"EVENT, 1, 0, 0", "WORKER, 1, 0, 0", "PREFORK, 1, 2, 0"})
    void workersOfAQuiescingChildAreNotSummedExceptInPrefork(
            Model model, int busy, int graceful, int idle) {
        Scoreboard scoreboard = Scoreboard.create(model, 2, 3, 0);
        ChildScore leaving = scoreboard.claim(0, 1, 0);
        leaving.worker(0).status(WorkerStatus.GRACEFUL);
        leaving.worker(1).status(WorkerStatus.WRITING);
        leaving.worker(2).status(WorkerStatus.READY);
        leaving.stopping(true);
        scoreboard.generation(1);
        scoreboard.claim(1, 1, 1).worker(0).status(WorkerStatus.READING);

        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.busyWorkers()).isEqualTo(busy);
        assertThat(snapshot.gracefulWorkers()).isEqualTo(graceful);
        assertThat(snapshot.idleWorkers()).isEqualTo(idle);
        assertThat(snapshot.processes()).isEqualTo(2);
        assertThat(snapshot.stopping()).isEqualTo(1);
        assertThat(snapshot.scoreboardLetters()).isEqualTo("GGIR..");
    }

    @Test
    void idleWorkersOfAnOldGenerationDoNotCountAsIdle() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        scoreboard.claim(0, 1, 0).worker(0).status(WorkerStatus.READY);
        assertThat(scoreboard.snapshot().idleWorkers()).isEqualTo(1);
        scoreboard.generation(1);
        assertThat(scoreboard.snapshot().idleWorkers()).isZero();
    }

    /** A slot's second child within one generation of the server is a generation ahead of it. */
    @Test
    void idleWorkersOfAReusedSlotCountAsIdle() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        scoreboard.claim(0, 1, 0).release();
        scoreboard.claim(0, 1, 1).worker(0).status(WorkerStatus.READY);
        assertThat(scoreboard.snapshot().idleWorkers()).isEqualTo(1);
    }

    /** Spare maintenance decides by them what it would decide by a whole snapshot. */
    @ParameterizedTest
    @EnumSource
    void statesAreWhatASnapshotSaysOfThem(WorkerStatus status) {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 4, 2, 7);
        scoreboard.generation(1);
        scoreboard.claim(0, 1, 1).release();
        for (int slot = 1; slot < 3; slot++) {
            ChildScore child = scoreboard.claim(slot, 1, slot);
            child.worker(1).status(status);
            child.connection(slot);
            child.accepting(slot == 1);
            child.stopping(slot == 2);
        }
        Snapshot whole = scoreboard.snapshot();
        Snapshot states = scoreboard.states();

        assertThat(states.children())
                .usingRecursiveComparison()
                .comparingOnlyFields("slot", "pid", "stopping", "accepting", "connections")
                .isEqualTo(whole.children());
        assertThat(states.children().subList(1, 3))
                .extracting(ChildSnapshot::generation)
                .containsExactly(1, 2);
        assertThat(states.children().subList(1, 3))
                .extracting(child -> child.workers().stream().map(WorkerSnapshot::status).toList())
                .isEqualTo(
                        whole.children().subList(1, 3).stream()
                                .map(c -> c.workers().stream().map(WorkerSnapshot::status).toList())
                                .toList());
        assertThat(states.idleWorkers()).isEqualTo(whole.idleWorkers());
        assertThat(states.busyWorkers()).isEqualTo(whole.busyWorkers());
        assertThat(states.generation()).isEqualTo(whole.generation());
        assertThat(states.threadsShown()).isEqualTo(whole.threadsShown());
    }

    /** After a restart with a smaller ThreadsPerChild. */
    @Test
    void statesHaveAlsoTheWorkersThatAChildOfTodayWouldNotHave() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 2, 4, 7);
        scoreboard.claim(0, 1, 0).worker(3).status(WorkerStatus.WRITING);
        scoreboard.generation(1);
        scoreboard.shown(2, 1, true);
        scoreboard.claim(1, 1, 1).worker(0).status(WorkerStatus.READING);

        assertThat(scoreboard.states().busyWorkers()).isEqualTo(2);
        assertThat(scoreboard.states().children())
                .extracting(child -> child.workers().size())
                .containsExactly(4, 1);
    }

    @Test
    void aReloadChangesWhatIsShown() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 3, 2, 0);
        assertThat(scoreboard.snapshot().scoreboardLetters()).isEqualTo("......");
        scoreboard.shown(2, 1, false);
        Snapshot snapshot = scoreboard.snapshot();
        assertThat(snapshot.scoreboardLetters()).isEqualTo("..");
        assertThat(snapshot.childrenShown()).isEqualTo(2);
        assertThat(snapshot.threadsShown()).isEqualTo(1);
        assertThat(snapshot.extended()).isFalse();
    }

    @Test
    void aLetterForEveryPossibleWorkerAndForThoseBeyondTheLimitsWhileTheyExist() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 3, 4, 0);
        scoreboard.shown(2, 2, true);
        assertThat(scoreboard.snapshot().scoreboardLetters()).isEqualTo("....");
        ChildScore extra = scoreboard.claim(2, 1, 0);
        extra.worker(3).status(WorkerStatus.WRITING);
        assertThat(scoreboard.snapshot().scoreboardLetters()).isEqualTo("....W");
        extra.release();
        assertThat(scoreboard.snapshot().scoreboardLetters()).isEqualTo("....");
    }
}
