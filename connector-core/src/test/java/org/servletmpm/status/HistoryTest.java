package org.servletmpm.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.ChildScore;
import org.servletmpm.scoreboard.RequestTimes;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.WorkerStatus;

/** The page draws what the engine did in the last ten minutes, and no more is kept. */
class HistoryTest {

    private final AtomicLong clock = new AtomicLong();
    private final RequestTimes times = new RequestTimes();
    private final Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 2, 0);
    private final ChildScore child = scoreboard.claim(0, 1, 0);
    private final History history = new History(scoreboard::states, times::counts, clock::get);

    private void lookAfter(double seconds) {
        clock.addAndGet((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
        history.look();
    }

    @Test
    void aPointHasWhatHappenedSinceTheOneBefore() {
        child.connection(3);
        child.worker(0).status(WorkerStatus.WRITING);
        for (int n = 0; n < 98; n++) {
            times.add(TimeUnit.MILLISECONDS.toNanos(1));
        }
        times.add(TimeUnit.MILLISECONDS.toNanos(400));
        times.add(TimeUnit.SECONDS.toNanos(2));
        lookAfter(1);
        lookAfter(1);
        child.worker(0).status(WorkerStatus.READY);
        lookAfter(2);

        List<History.Point> points = history.past().points();
        assertThat(points).hasSize(2);
        assertThat(points.get(0).requestsPerSecond()).isEqualTo(50);
        assertThat(points.get(0).busyWorkers()).isEqualTo(1);
        assertThat(points.get(0).connections()).isEqualTo(3);
        assertThat(points.get(0).p99Seconds()).as("the second longest").isBetween(0.4, 0.5);
        assertThat(points.get(1).requestsPerSecond()).isZero();
        assertThat(points.get(1).busyWorkers()).isZero();
        assertThat(points.get(1).p99Seconds()).as("of no request").isNaN();
        assertThat(points.get(0).age(history.past().now())).isCloseTo(2, within(0.01));
    }

    /** The parent's thread is late sometimes: a rate is of the time that has passed. */
    @Test
    void aPauseIsOnePoint() {
        times.add(1);
        lookAfter(20);
        assertThat(history.past().points())
                .singleElement()
                .extracting(History.Point::requestsPerSecond)
                .isEqualTo(0.05);
    }

    @Test
    void onlyTenMinutesAreKept() {
        for (int second = 0; second < 3 * History.SECONDS; second++) {
            lookAfter(1);
        }
        List<History.Point> points = history.past().points();
        assertThat(points).hasSizeBetween(History.SECONDS / 2, History.SECONDS / 2 + 1);
        assertThat(points.get(0).age(history.past().now())).isLessThanOrEqualTo(History.SECONDS);
    }
}
