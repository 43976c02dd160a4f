package org.servletmpm.child;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where that runs which lets a blocked thread go on. It never queues: if all of its threads are
 * busy it gets one more, because the one who waits may hold a worker. Threads go after ten idle
 * seconds.
 */
public final class ContinuationExecutor implements Executor {

    private static final long IDLE_SECONDS = 10;

    private final String prefix;
    private final PoolThreads unbound;
    private final AtomicInteger number = new AtomicInteger();

    /** Replaced under the monitor. */
    private volatile ThreadPoolExecutor threads;

    /**
     * @param unbound makes the threads
     */
    ContinuationExecutor(String prefix, PoolThreads unbound) {
        this.prefix = prefix;
        this.unbound = unbound;
        this.threads = pool();
    }

    private ThreadPoolExecutor pool() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work ->
                        unbound.thread(
                                work, prefix + "-continuation-" + number.getAndIncrement())) {
            @Override
            protected void afterExecute(Runnable work, Throwable failure) {
                PoolThread.atRest();
            }
        };
    }

    /** No thread of the engine's keeps an application's class loader from whoever made it. */
    static <T extends Thread> T daemon(T thread) {
        thread.setDaemon(true);
        thread.setContextClassLoader(ContinuationExecutor.class.getClassLoader());
        return thread;
    }

    /**
     * @throws RejectedExecutionException when the engine has stopped
     */
    @Override
    public void execute(Runnable continuation) {
        ThreadPoolExecutor now = threads;
        try {
            now.execute(continuation);
        } catch (RejectedExecutionException e) {
            if (now == threads) {
                throw e;
            }
            execute(continuation);
        }
    }

    /** Lets the threads go that there are, each when it has done what it does. */
    synchronized void renew() {
        ThreadPoolExecutor old = threads;
        if (!old.isShutdown()) {
            threads = pool();
            old.shutdown();
        }
    }

    /** Takes nothing more, and gives what it does so much time. */
    void finish(long millis) throws InterruptedException {
        ThreadPoolExecutor last;
        synchronized (this) {
            last = threads;
            last.shutdown();
        }
        last.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    synchronized void stop() {
        threads.shutdownNow();
    }

    void awaitEnd(long millis) throws InterruptedException {
        threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
