package org.servletmpm.child;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where that runs which lets a blocked thread go on. It never queues: if all of the lane's threads
 * are busy it gets one more, because the one who waits may hold a worker. Threads go after ten idle
 * seconds.
 */
public final class Lane implements Executor {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    Lane(String prefix) {
        AtomicInteger number = new AtomicInteger();
        threads =
                new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> daemon(work, prefix + "-lane-" + number.getAndIncrement()));
    }

    static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable continuation) {
        threads.execute(continuation);
    }

    void stop() {
        threads.shutdownNow();
    }

    void awaitEnd(long millis) throws InterruptedException {
        threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
