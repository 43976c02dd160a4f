package org.servletmpm.waiting;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/** Things are left for a thread that goes to sleep, in every order: none is left to a sleeper. */
class WakeUpModelTest {

    private static final int ORDERS = 900;

    /** What a selecting thread does, and those that leave things for it. */
    private static final class Threads {
        private final WakeUp wakeUp = new WakeUp();
        private final AtomicInteger left = new AtomicInteger();
        private final AtomicBoolean sleeps = new AtomicBoolean();
        private final AtomicBoolean rings = new AtomicBoolean();

        void leave() {
            left.incrementAndGet();
            if (wakeUp.isWaiting() && !wakeUp.isWoken()) {
                wakeUp.wake();
                rings.set(true);
            }
        }

        /** Two rounds; the second may end in a sleep that the selector's wake-up ends. */
        void select() {
            for (int round = 0; round < 2; round++) {
                wakeUp.beginWaiting();
                if (left.getAndSet(0) == 0 && !wakeUp.takeWoken() && !rings.getAndSet(false)) {
                    sleeps.set(true);
                    return;
                }
                wakeUp.endWaiting();
            }
        }
    }

    @Test
    void nothingIsLeftToASleeper() {
        Lincheck.runConcurrentTest(
                ORDERS,
                () -> {
                    Threads threads = new Threads();
                    Thread first = new Thread(threads::leave);
                    Thread second = new Thread(threads::leave);
                    first.start();
                    second.start();
                    threads.select();
                    join(first);
                    join(second);
                    check(
                            !threads.sleeps.get() || threads.left.get() == 0 || threads.rings.get(),
                            "it sleeps, and " + threads.left.get() + " are left");
                });
    }
}
