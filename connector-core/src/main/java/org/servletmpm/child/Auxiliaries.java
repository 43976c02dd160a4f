package org.servletmpm.child;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a bound child for work that belongs to no connection's thread: at most as many as
 * the child has workers (prefork: one). They start when needed and go after ten idle seconds.
 */
final class Auxiliaries implements Executor {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    Auxiliaries(String prefix, int atMost) {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        atMost,
                        atMost,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work ->
                                Lane.daemon(
                                        work, prefix + "-auxiliary-" + number.getAndIncrement()));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    void stop() {
        threads.shutdown();
    }

    void awaitEnd(long endNanos) throws InterruptedException {
        long left = Math.max(endNanos - System.nanoTime(), 1);
        if (!threads.awaitTermination(left, TimeUnit.NANOSECONDS)) {
            threads.shutdownNow();
            threads.awaitTermination(Family.INTERRUPT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}
