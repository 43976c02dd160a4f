package org.servletmpm.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.servletmpm.connection.Connection;
import org.servletmpm.connection.Task;

/** When overload of a queue ends, as those see it who take from it. */
class AgedQueueTest {

    private static final long TARGET = 100;

    private final AtomicLong nanos = new AtomicLong();
    private final WaitingClock clock = new WaitingClock(nanos::get);
    private final AgedQueue queue =
            new AgedQueue(
                    clock,
                    new ControlledDelay(0, true, TARGET),
                    new RefusalLane(new Nowhere()),
                    () -> {});

    @Test
    void overloadEndsWhenAWorkerFindsNothing() {
        overload();

        assertThat(queue.poll()).isNull();
        assertThat(queue.isOverloaded()).isFalse();
    }

    /** In prefork and worker one may keep its connection, and never look for another. */
    @Test
    void overloadEndsWhenAWorkerWithAnIdleConnectionFindsNobodyWaiting() {
        overload();

        assertThat(queue.isEmptyForWorker()).isTrue();
        assertThat(queue.isOverloaded()).isFalse();
    }

    @Test
    void overloadGoesOnWhileSomebodyWaits() {
        overload();
        queue.add(new Step());

        assertThat(queue.isEmptyForWorker()).isFalse();
        assertThat(queue.isOverloaded()).isTrue();
    }

    /** A stream may come late, when its connection's share lets. */
    @Test
    void whatWasReadFirstIsTakenFirst() {
        Stream early = new Stream(clock.now());
        pass(20);
        Step late = new Step();
        queue.add(late);
        queue.add(early);

        assertThat(queue.poll()).isSameAs(early);
        assertThat(queue.poll()).isSameAs(late);
    }

    @Test
    void aStreamsWaitForItsShareCounts() {
        Stream stream = new Stream(clock.now());
        pass(500);
        queue.add(stream);
        queue.look();

        assertThat(queue.figures().age()).isEqualTo(500);
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += 10) {
            nanos.addAndGet(10_000_000);
            clock.tick();
        }
    }

    /** One request waits until it is refused, which leaves the queue empty. */
    private void overload() {
        queue.add(new Step());
        for (long waited = 0; waited <= ControlledDelay.CEILING * TARGET; waited += 10) {
            pass(10);
            queue.look();
        }
        assertThat(queue.isOverloaded()).isTrue();
        assertThat(queue.isEmpty()).isTrue();
    }

    private record Step() implements Task {
        @Override
        public void run() {}

        @Override
        public Purpose purpose() {
            return Purpose.REQUEST;
        }

        @Override
        public Connection connection() {
            return null;
        }
    }

    private record Stream(long since) implements AgedTask {
        @Override
        public void run() {}

        @Override
        public Purpose purpose() {
            return Purpose.REQUEST;
        }

        @Override
        public Connection connection() {
            return null;
        }
    }

    /** Runs nothing, so that a refusal goes nowhere. */
    private static final class Nowhere implements Outlet {
        @Override
        public Executor continuations() {
            return refusal -> {};
        }

        @Override
        public Thread thread(Runnable work) {
            return new Thread(work);
        }

        @Override
        public void log(Level level, String line) {}

        @Override
        public void begins(QueueFigures figures) {}

        @Override
        public void ends(long refused, long gone) {}

        @Override
        public void failed(Connection connection, Throwable cause) {}

        @Override
        public void show(QueueFigures figures) {}
    }
}
