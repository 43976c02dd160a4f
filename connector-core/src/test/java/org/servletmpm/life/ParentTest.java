package org.servletmpm.life;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.ConfigurationException;
import org.servletmpm.directive.Directives;
import org.servletmpm.directive.Model;
import org.servletmpm.log.RateLimitedLogger;
import org.servletmpm.scoreboard.Scoreboard;

/** The parent decides as httpd's does: its duty cycle is called by hand, and time is given. */
class ParentTest {

    private static final int THREADS = 2;

    /** Beyond the largest time, so that sums that overflow are seen. */
    private long now = Long.MAX_VALUE - SECONDS.toNanos(1);

    private int woken;
    private Parent parent;
    private FakeChildren children;

    private final class CallingThread implements DutyThread {
        @Override
        public void wake() {
            woken++;
        }

        @Override
        public boolean isCurrent() {
            return true;
        }
    }

    private static final class RecordedProgress implements Progress {
        private final List<String> events = new ArrayList<>();

        @Override
        public void serving(int generation) {
            if (!events.contains("serving " + generation)) {
                events.add("serving " + generation);
            }
        }

        @Override
        public void ended() {
            events.add("ended");
        }

        @Override
        public void failed(Throwable cause) {
            events.add("failed: " + cause.getMessage());
        }
    }

    private static Directives directives(String more) throws ConfigurationException {
        return Directives.builder()
                .model(Model.EVENT)
                .read(
                        "StartServers 2\nThreadsPerChild 2\nMinSpareThreads 2\nMaxSpareThreads 8"
                                + "\nMaxRequestWorkers 8\nServerLimit 6\nThreadLimit 2\n"
                                + more,
                        "mpm.conf")
                .build();
    }

    private void start(String more) throws Exception {
        make(more);
        parent.start();
        children.calls();
    }

    private void make(String more) throws ConfigurationException {
        Directives directives = directives(more);
        Scoreboard scoreboard =
                Scoreboard.create(
                        Model.EVENT, directives.serverLimit(), directives.threadLimit(), 0);
        ParentMailbox mailbox = new ParentMailbox(directives.serverLimit(), new CallingThread());
        children = new FakeChildren(scoreboard, mailbox);
        System.Logger log = System.getLogger(ParentTest.class.getName());
        RateLimitedLogger logger = new RateLimitedLogger(log, () -> now);
        parent = new Parent(directives, children, scoreboard, mailbox, logger);
    }

    /** Rounds until there is nothing to do. */
    private long work() {
        long wait = parent.doWork(now);
        while (wait == 0) {
            wait = parent.doWork(now);
        }
        return wait;
    }

    private void second() {
        now += SECONDS.toNanos(1);
        parent.everySecond();
        work();
    }

    // ---- spare maintenance

    @Test
    void itStartsStartServersAndThenWhatTheRegulatorWants() throws Exception {
        make("");
        parent.start();
        assertThat(children.calls()).containsExactly("start 0.0", "start 1.0");

        second();
        assertThat(children.calls()).as("enough are idle").isEmpty();

        children.busy(0, THREADS);
        children.busy(1, THREADS);
        second();
        assertThat(children.calls()).containsExactly("start 2.0");
    }

    @Test
    void aServerWhoseFirstChildCannotBeStartedDoesNotStart() throws Exception {
        make("");
        children.cannotStart = true;
        assertThatThrownBy(parent::start).isInstanceOf(IOException.class);
    }

    @Test
    void aChildThatCannotBeStartedIsTriedAgainOnceASecond() throws Exception {
        start("");
        children.busy(0, THREADS);
        children.busy(1, THREADS);
        children.cannotStart = true;
        second();
        work();
        assertThat(children.calls()).containsExactly("cannot start 2");
        second();
        assertThat(children.calls()).containsExactly("cannot start 2");

        children.cannotStart = false;
        second();
        assertThat(children.calls()).containsExactly("start 2.0");
    }

    @Test
    void whenTheLastChildLeavesAnotherComesBeforeTheSecondIsOver() throws Exception {
        start("StartServers 1");
        children.leavesByItself(0);
        work();
        assertThat(children.calls()).containsExactly("start 1.0");
    }

    @Test
    void aLeavingChildHurriesWhenNoneCanComeBeforeItHasGone() throws Exception {
        start("StartServers 1\nMaxRequestWorkers 2\nServerLimit 1");
        children.leavesByItself(0);
        work();
        assertThat(children.calls()).containsExactly("hurry");
        children.finish(0);
        work();
        assertThat(children.calls()).contains("start 0.1");
    }

    // ---- replacements

    @Test
    void aRestartStartsTheNewGenerationBeforeTheOldOneLeaves() throws Exception {
        start("");
        RecordedProgress told = new RecordedProgress();
        parent.restart(directives(""), told);
        assertThat(children.calls()).as("it waits for the parent's thread").isEmpty();

        work();
        assertThat(children.calls())
                .containsExactly("start 2.1", "start 3.1", "leave 0", "leave 1");
        assertThat(told.events).containsExactly("serving 1");

        children.finish(0);
        work();
        assertThat(told.events).containsExactly("serving 1");
        children.finish(1);
        work();
        assertThat(told.events).containsExactly("serving 1", "ended");
    }

    @Test
    void aRestartTakesEffectInTheParentsThread() throws Exception {
        start("");
        Directives next = directives("KeepAliveTimeout 7");
        parent.restart(next, new RecordedProgress());
        assertThat(parent.directives()).isNotSameAs(next);
        work();
        assertThat(parent.directives()).isSameAs(next);
    }

    @Test
    void aLaterRestartTakesThePlaceOfAnEarlierOne() throws Exception {
        start("MaxRequestWorkers 4\nServerLimit 2");
        RecordedProgress first = new RecordedProgress();
        parent.restart(directives("MaxRequestWorkers 4\nServerLimit 2"), first);
        work();
        assertThat(children.calls()).as("no slot is free").containsExactly("leave 0");

        RecordedProgress second = new RecordedProgress();
        parent.restart(directives("MaxRequestWorkers 4\nServerLimit 2"), second);
        work();
        assertThat(first.events).containsExactly("serving 1");
        children.finish(0);
        work();
        assertThat(children.calls()).contains("start 0.2", "leave 1");
        children.finish(1);
        work();
        assertThat(first.events).containsExactly("serving 1", "ended");
        assertThat(second.events).containsExactly("serving 2", "ended");
    }

    @Test
    void regulationRestsWhileAReplacementIsUnderWay() throws Exception {
        start("MaxRequestWorkers 4\nServerLimit 3");
        children.cannotStart = true;
        parent.restart(directives("MaxRequestWorkers 4\nServerLimit 3"), new RecordedProgress());
        work();
        assertThat(children.calls()).containsExactly("cannot start 2");
        children.cannotStart = false;
        second();
        assertThat(children.calls()).containsExactly("start 2.1", "leave 0", "leave 1");
    }

    @Test
    void aRecyclingReplacesTheChildrenThatHaveRunTheApplication() throws Exception {
        start("");
        children.used.add(1);
        RecordedProgress told = new RecordedProgress();
        parent.recycle("the application has stopped", told);
        work();
        assertThat(children.calls()).containsExactly("renew shared", "start 2.0", "leave 1");
        children.finish(1);
        work();
        assertThat(told.events).containsExactly("serving 0", "ended");
    }

    // ---- the stop

    @Test
    void withoutADelayAnAnnouncedStopMayBeginAtOnce() throws Exception {
        start("");
        assertThat(parent.shutdown().announce()).isCompleted();
        assertThat(parent.shutdown().isAnnounced()).isTrue();
        assertThat(parent.shutdown().isStopping()).isFalse();
        assertThat(children.calls()).containsExactly("announce stop");
    }

    @Test
    void theDelayOfAnAnnouncedStopIsWaitedForOnceWhileChildrenComeAndGo() throws Exception {
        start("GracefulShutdownDelay 5");
        CompletableFuture<Void> delayed = parent.shutdown().announce();
        assertThat(woken).isPositive();
        assertThat(work()).isEqualTo(SECONDS.toNanos(5));
        children.busy(0, THREADS);
        children.busy(1, THREADS);
        for (int n = 1; n <= 4; n++) {
            second();
        }
        assertThat(children.calls()).contains("start 2.0");
        assertThat(parent.shutdown().announce()).isSameAs(delayed).isNotDone();
        second();
        assertThat(delayed).isCompleted();
        assertThat(work()).as("nothing is waited for").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aStopEndsTheDelay() throws Exception {
        start("GracefulShutdownDelay 5");
        CompletableFuture<Void> delayed = parent.shutdown().announce();
        parent.shutdown().stop();
        assertThat(delayed).isCompleted();
    }

    @Test
    void aDrainEndsRestartsAndReplacesNoChild() throws Exception {
        start("MaxRequestWorkers 4\nServerLimit 2");
        RecordedProgress told = new RecordedProgress();
        parent.restart(directives("MaxRequestWorkers 4\nServerLimit 2"), told);
        work();
        parent.shutdown().drain();
        parent.shutdown().drain();
        assertThat(children.calls()).containsExactly("leave 0", "announce stop", "drain");
        work();
        assertThat(told.events).containsExactly("failed: the engine is stopping");
        children.finish(0);
        second();
        assertThat(children.calls()).isEmpty();

        RecordedProgress late = new RecordedProgress();
        parent.restart(directives(""), late);
        parent.recycle("late", late);
        work();
        assertThat(late.events)
                .containsExactly(
                        "failed: the engine is stopping", "failed: the engine is stopping");
    }

    @Test
    void aDrainServesWhatIsQueuedUntilTheSocketIsClosed() throws Exception {
        start("StartServers 1");
        parent.shutdown().drain();
        work();
        children.calls();
        children.leavesByItself(0);
        children.finish(0);
        work();
        assertThat(children.calls()).containsExactly("start 0.1");
        children.isSocketClosed = true;
        children.leavesByItself(0);
        children.finish(0);
        second();
        assertThat(children.calls()).isEmpty();
    }

    @Test
    void aDrainIsOverWhenTheChildrenAreDrained() throws Exception {
        start("GracefulShutdownTimeout 30");
        parent.shutdown().drain();
        work();
        assertThat(parent.shutdown().drained()).isNotDone();
        children.drained().complete(null);
        assertThat(parent.shutdown().drained()).isCompleted();
    }

    @Test
    void aDrainIsOverAfterGracefulShutdownTimeout() throws Exception {
        start("GracefulShutdownTimeout 2\nGracefulShutdownDelay 1");
        parent.shutdown().drain();
        work();
        second();
        assertThat(children.calls()).contains("drain");
        second();
        assertThat(parent.shutdown().drained()).as("it counts from the drain").isNotDone();
        assertThat(parent.shutdown().timeOver()).isNotDone();
        second();
        assertThat(parent.shutdown().drained()).isCompleted();
        assertThat(parent.shutdown().timeOver()).isCompleted();
        assertThat(children.drained()).isNotDone();
    }

    @Test
    void withoutGracefulShutdownTimeoutADrainHasNoLimit() throws Exception {
        start("");
        parent.shutdown().drain();
        assertThat(work()).isEqualTo(Long.MAX_VALUE);
        second();
        assertThat(parent.shutdown().drained()).isNotDone();
        parent.shutdown().stop();
        parent.shutdown().ended();
        assertThat(parent.shutdown().drained()).isCompleted();
        assertThat(parent.shutdown().timeOver()).isNotDone();
    }

    @Test
    void afterAStopWhatWasAskedForFailsInEitherThread() throws Exception {
        start("");
        RecordedProgress before = new RecordedProgress();
        parent.restart(directives(""), before);
        parent.shutdown().stop();
        work();
        assertThat(before.events).containsExactly("failed: the engine is stopping");

        RecordedProgress late = new RecordedProgress();
        parent.recycle("late", late);
        assertThat(late.events).containsExactly("failed: the engine is stopping");
        second();
        assertThat(children.calls()).isEmpty();
    }

    // ---- failures

    @Test
    void aFailureTakesNothingElseWithIt() throws Exception {
        start("");
        Progress failing =
                new Progress() {
                    @Override
                    public void serving(int generation) {
                        throw new IllegalStateException("asked for");
                    }

                    @Override
                    public void ended() {}

                    @Override
                    public void failed(Throwable cause) {}
                };
        parent.restart(directives(""), failing);
        RecordedProgress told = new RecordedProgress();
        parent.recycle("after it", told);
        work();
        assertThat(children.calls()).contains("renew shared");
    }

    // ---- children that are not there at once, as processes

    private void startOneByOne() throws Exception {
        make("");
        children.oneByOne = true;
        parent.start();
        work();
        assertThat(children.calls()).containsExactly("start 0.0");
        children.ready(0);
        work();
        assertThat(children.calls()).containsExactly("start 1.0");
        children.ready(1);
        work();
        assertThat(children.calls()).isEmpty();
    }

    @Test
    void theFirstChildIsReadyBeforeAnotherOneIsStarted() throws Exception {
        startOneByOne();
    }

    @Test
    void anOldChildLeavesForEachNewOneThatIsProven() throws Exception {
        startOneByOne();
        RecordedProgress progress = new RecordedProgress();
        parent.restart(directives(""), progress);
        work();
        assertThat(children.calls()).containsExactly("start 2.1");
        children.ready(2);
        work();
        assertThat(children.calls()).containsExactly("start 3.1", "leave 0");
        children.ready(3);
        work();
        assertThat(children.calls()).containsExactly("leave 1");
        assertThat(progress.events).containsExactly("serving 1");
        children.finish(0);
        children.finish(1);
        work();
        assertThat(progress.events).containsExactly("serving 1", "ended");
    }

    @Test
    void aNewChildThatDiesOnTrialLeavesTheOldOnesServing() throws Exception {
        startOneByOne();
        RecordedProgress progress = new RecordedProgress();
        parent.restart(directives("MaxConnectionsPerChild 7"), progress);
        work();
        children.calls();
        children.dies(2);
        work();
        assertThat(children.calls()).containsExactly("take back");
        assertThat(progress.events).hasSize(1).first().asString().contains("exit code 1");
        assertThat(parent.directives().maxConnectionsPerChild()).isZero();
        assertThat(children.active()).containsExactly(0, 1);
        // The next deploy is a better one.
        parent.restart(directives(""), progress);
        work();
        assertThat(children.calls()).containsExactly("start 2.2");
    }

    @Test
    void aChildThatDiesIsReplacedAtOnce() throws Exception {
        startOneByOne();
        children.busy(0, THREADS);
        children.dies(1);
        work();
        assertThat(children.calls()).containsExactly("start 1.1");
        // Not again and again: one that has never served waits for the next second.
        children.dies(1);
        work();
        assertThat(children.calls()).isEmpty();
        second();
        assertThat(children.calls()).containsExactly("start 1.2");
    }

    @Test
    void anOldChildThatDiesDuringTheTrialComesAgainAndLeavesLater() throws Exception {
        startOneByOne();
        parent.restart(directives(""), new RecordedProgress());
        work();
        assertThat(children.calls()).containsExactly("start 2.1");
        children.startsAgain = true;
        children.dies(0);
        work();
        assertThat(children.calls()).containsExactly("start again 0.1");
        children.ready(2);
        work();
        assertThat(children.calls()).containsExactly("start 3.1", "leave 1");
        children.ready(3);
        work();
        assertThat(children.calls()).containsExactly("leave 0");
    }

    @Test
    void aRestartTakesThePlaceOfOneThatIsOnTrialAndGoesBackToWhatWasProven() throws Exception {
        startOneByOne();
        RecordedProgress first = new RecordedProgress();
        parent.restart(directives("MaxConnectionsPerChild 7"), first);
        work();
        assertThat(children.calls()).containsExactly("start 2.1");
        RecordedProgress second = new RecordedProgress();
        parent.restart(directives("MaxConnectionsPerChild 8"), second);
        work();
        assertThat(children.calls()).containsExactly("leave 2");
        assertThat(first.events).hasSize(1).first().asString().contains("a later one");
        children.ready(2);
        work();
        assertThat(children.calls()).containsExactly("start 3.2");
        children.dies(3);
        work();
        assertThat(children.calls()).containsExactly("take back");
        assertThat(parent.directives().maxConnectionsPerChild()).isZero();
        assertThat(children.active()).containsExactly(0, 1);
    }

    @Test
    void aGenerationThatFailsHalfWayIsReplacedByTheOneBefore() throws Exception {
        startOneByOne();
        RecordedProgress progress = new RecordedProgress();
        parent.restart(directives(""), progress);
        work();
        children.ready(2);
        work();
        assertThat(children.calls()).containsExactly("start 2.1", "start 3.1", "leave 0");
        children.dies(3);
        work();
        assertThat(children.calls()).as("another try").containsExactly("start 3.2");
        children.dies(3);
        work();
        assertThat(children.calls()).as("another try").containsExactly("start 3.3");
        children.dies(3);
        work();
        assertThat(children.calls()).containsExactly("take back", "start 3.4");
        assertThat(progress.events).hasSize(1).first().asString().contains("exit code 1");
        children.ready(3);
        work();
        assertThat(children.calls()).containsExactly("leave 2");
        assertThat(children.active()).containsExactly(1, 3);
    }

    @Test
    void aStartHasFailedWhenThreeChildrenHaveDied() throws Exception {
        make("");
        children.oneByOne = true;
        RecordedProgress starting = new RecordedProgress();
        parent.start(starting);
        work();
        for (String next : List.of("start 0.1", "start 0.2")) {
            children.calls();
            children.dies(0);
            work();
            assertThat(children.calls()).containsExactly(next);
            assertThat(starting.events).isEmpty();
        }
        children.dies(0);
        work();
        assertThat(starting.events).hasSize(1).first().asString().contains("exit code 1");
    }

    @Test
    void noMoreChildrenAreStartedThanThereArePlacesFor() throws Exception {
        startOneByOne();
        children.places = 1;
        children.busy(0, THREADS);
        children.dies(1);
        second();
        second();
        assertThat(children.calls()).isEmpty();
        children.places = 2;
        second();
        assertThat(children.calls()).containsExactly("start 1.1");
    }

    @Test
    void aChildThatDiesWhileNoneMayBeStartedIsReplacedLater() throws Exception {
        startOneByOne();
        children.cannotStart = true;
        children.dies(1);
        work();
        assertThat(children.calls()).containsExactly("cannot start 1");
        children.cannotStart = false;
        second();
        assertThat(children.calls()).containsExactly("start 1.1");
        children.ready(1);
        work();
        second();
        assertThat(children.calls()).isEmpty();
    }
}
