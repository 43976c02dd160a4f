package org.servletmpm.worker;

import static org.servletmpm.ModelCheck.check;
import static org.servletmpm.ModelCheck.join;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * Work that is queued while workers look, become idle and are woken, in every order that Lincheck
 * finds. A wake-up that gets lost is a deadlock, which it reports.
 */
class WorkQueueModelTest {

    private static final int ORDERS = 600;

    /** The workers that there are, and what they have run. */
    private static final class Workers implements WorkQueue.Idle<Sleeper, Object> {
        private final IdleWorkers<Sleeper> idle = new IdleWorkers<>();
        private final WorkQueue<Sleeper, Object> queue =
                new WorkQueue<>(this, new ConcurrentLinkedQueue<>());
        private final AtomicInteger run = new AtomicInteger();
        private volatile boolean over;

        @Override
        public Sleeper claim(Object first) {
            return idle.claim();
        }

        @Override
        public boolean any() {
            return idle.count() > 0;
        }

        @Override
        public void wake(Sleeper worker) {
            worker.woken = true;
            LockSupport.unpark(worker);
        }
    }

    /** Looks for work and sleeps, as a worker does. */
    private static final class Sleeper extends Thread {
        private final Workers workers;
        private volatile boolean woken;

        Sleeper(Workers workers) {
            this.workers = workers;
        }

        @Override
        public void run() {
            while (!workers.over) {
                Runnable work = workers.queue.next(this, null);
                if (work != null) {
                    work.run();
                } else {
                    sleeps();
                }
            }
            workers.queue.leave(this, null);
        }

        private void sleeps() {
            IdleWorkers.Entry<Sleeper> entry =
                    workers.queue.becomeIdle(workers.idle, this, () -> workers.over);
            if (entry == null) {
                return;
            }
            while (!woken) {
                if (workers.over && workers.idle.takeBack(entry)) {
                    return;
                }
                LockSupport.park(this);
            }
            woken = false;
        }
    }

    @Test
    void noWorkWaitsWhileTheOnlyWorkerSleeps() {
        Lincheck.runConcurrentTest(ORDERS, () -> twoPiecesOfWorkFor(1));
    }

    @Test
    void noWorkWaitsWhileOneOfTwoWorkersSleeps() {
        Lincheck.runConcurrentTest(ORDERS / 2, () -> twoPiecesOfWorkFor(2));
    }

    private static void twoPiecesOfWorkFor(int count) {
        Workers workers = new Workers();
        Sleeper[] sleepers = new Sleeper[count];
        for (int n = 0; n < count; n++) {
            sleepers[n] = new Sleeper(workers);
            sleepers[n].start();
        }
        Thread waiting = Thread.currentThread();
        Runnable work =
                () -> {
                    workers.run.incrementAndGet();
                    LockSupport.unpark(waiting);
                };
        Thread other = new Thread(() -> workers.queue.submit(work, null));
        other.start();
        workers.queue.submit(work, null);
        while (workers.run.get() < 2) {
            LockSupport.park();
        }
        workers.over = true;
        for (Sleeper sleeper : sleepers) {
            LockSupport.unpark(sleeper);
            join(sleeper);
        }
        join(other);
        check(workers.run.get() == 2, "run: " + workers.run.get());
    }
}
