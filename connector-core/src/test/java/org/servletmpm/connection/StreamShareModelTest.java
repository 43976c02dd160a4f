package org.servletmpm.connection;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Streams that come and end in every order: none waits for ever, and never too many run. */
class StreamShareModelTest {

    private static final int ORDERS = 900;
    private static final int MOST = 1;

    /** Begins a step as the dispatcher does, or leaves it to wait; runs whatever it may. */
    private static final class Threads {
        private final StreamShare share = new StreamShare();
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger run = new AtomicInteger();

        void comes() {
            Runnable step = run::incrementAndGet;
            Runnable next = share.begins(step, MOST) ? step : share.next(MOST);
            while (next != null) {
                check(running.incrementAndGet() <= MOST, "more than the share run");
                next.run();
                running.decrementAndGet();
                share.ended();
                next = share.next(MOST);
            }
        }
    }

    @Test
    void everyStepRunsWithinTheShare() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Threads threads = new Threads();
                    Thread first = new Thread(threads::comes);
                    Thread second = new Thread(threads::comes);
                    first.start();
                    second.start();
                    threads.comes();
                    join(first);
                    join(second);
                    check(threads.run.get() == 3, "run: " + threads.run.get());
                });
    }
}
