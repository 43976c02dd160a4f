package org.servletmpm.worker;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.servletmpm.connection.Task;

/**
 * Runs what lets a blocked thread go on. It never queues: if all of its threads are busy it gets
 * one more, because the blocked thread may be a worker. Threads end after ten idle seconds. Any
 * thread.
 */
public final class ContinuationExecutor implements Executor {

    private static final long IDLE_SECONDS = 10;

    private final String prefix;
    private final PoolThreads poolThreads;
    private final Failures failures;
    private final AtomicInteger number = new AtomicInteger();

    /** Replaced under the monitor. */
    private volatile ThreadPoolExecutor threads;

    /**
     * @param services makes the threads, and logs what fails in them
     */
    public ContinuationExecutor(WorkerServices services) {
        this.prefix = services.name();
        this.poolThreads = services.poolThreads();
        this.failures = services.failures();
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
                        poolThreads.thread(
                                work, prefix + "-continuation-" + number.getAndIncrement())) {
            @Override
            protected void afterExecute(Runnable work, Throwable failure) {
                PoolThread.atRest();
            }
        };
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

    /** Runs a connection's continuation; a failure harms that connection only. */
    public void goOn(Task continuation) {
        execute(
                () -> {
                    try {
                        continuation.run();
                    } catch (Throwable t) {
                        String where = Thread.currentThread().getName();
                        failures.failed(where, continuation.connection(), t);
                    }
                });
    }

    /** Lets the threads go that there are, each when it has done what it does. */
    public synchronized void renew() {
        ThreadPoolExecutor old = threads;
        if (!old.isShutdown()) {
            threads = pool();
            old.shutdown();
        }
    }

    /** Takes nothing more, and gives what it does so much time. */
    public void finish(long millis) throws InterruptedException {
        ThreadPoolExecutor last;
        synchronized (this) {
            last = threads;
            last.shutdown();
        }
        last.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }

    public synchronized void stop() {
        threads.shutdownNow();
    }

    public void awaitEnd(long millis) throws InterruptedException {
        threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
    }
}
