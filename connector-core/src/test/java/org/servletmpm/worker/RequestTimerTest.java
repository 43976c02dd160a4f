package org.servletmpm.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.servletmpm.directive.Model;
import org.servletmpm.scoreboard.Scoreboard;
import org.servletmpm.scoreboard.WorkerScore;

/** Which requests are slow, and how often that is said. */
class RequestTimerTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final WorkerScore score = score();
    private final RequestTimer watch =
            new RequestTimer(
                    Thread.currentThread(),
                    score::description,
                    () -> new RequestLimits(500, 2_000));
    private final long now = System.nanoTime();

    private static WorkerScore score() {
        Scoreboard scoreboard = Scoreboard.create(Model.EVENT, 1, 1, 0);
        scoreboard.shown(1, 1, true);
        return scoreboard.claim(0, 1, 0).worker(0);
    }

    private void begin(String target) {
        score.describe("192.0.2.7", "HTTP/1.1", "www", "GET", target);
        watch.start();
    }

    @Test
    void aRequestIsToldOfOnceWithWhereItIs() {
        begin("/slow");
        assertThat(watch.look(now)).as("not yet").isEmpty();
        SlowRequest slow = watch.look(now + 3 * SECOND).orElseThrow();
        assertThat(slow.thread()).isEqualTo(Thread.currentThread().getName());
        assertThat(slow.request().request()).isEqualTo("GET /slow HTTP/1.1");
        assertThat(slow.millis()).isBetween(1_000L, 3_000L);
        assertThat(slow.stack())
                .anyMatch(
                        frame -> frame.getMethodName().equals("aRequestIsToldOfOnceWithWhereItIs"));
        assertThat(watch.look(now + 9 * SECOND)).as("again").isEmpty();

        watch.stop();
        begin("/next");
        assertThat(watch.look(now + 9 * SECOND).map(next -> next.request().request()))
                .contains("GET /next HTTP/1.1");
    }

    @Test
    void theThreadOfARequestThatTakesTooLongIsInterruptedOnce() {
        begin("/hangs");
        assertThat(watch.terminate(now + SECOND)).as("not yet").isEmpty();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(watch.terminate(now + 3 * SECOND).orElseThrow().request().request())
                .isEqualTo("GET /hangs HTTP/1.1");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(watch.terminate(now + 9 * SECOND)).as("again").isEmpty();
        assertThat(watch.millis(now + 9 * SECOND)).isBetween(1_000L, 9_000L);

        watch.stop();
        assertThat(watch.millis(now + 9 * SECOND)).isZero();
        begin("/next");
        watch.stop();
        assertThat(watch.terminate(now + 9 * SECOND)).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whoseRequestIsOverRunsNone() {
        begin("/quick");
        watch.stop();
        assertThat(watch.look(now + 9 * SECOND)).isEmpty();
    }

    @Test
    void withoutAThresholdNothingIsSlow() {
        RequestTimer off =
                new RequestTimer(
                        Thread.currentThread(), score::description, () -> RequestLimits.NONE);
        off.start();
        assertThat(off.look(now + 9 * SECOND)).isEqualTo(Optional.empty());
    }
}
