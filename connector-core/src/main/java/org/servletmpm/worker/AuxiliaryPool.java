package org.servletmpm.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.ChildScore;

/**
 * Runs work of one child that belongs to no worker, on threads of its own: at most as many as the
 * child has workers (prefork: one). They start when needed and end after ten idle seconds. Any
 * thread.
 */
final class AuxiliaryPool implements Executor {

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * @param poolThreads makes the threads
     * @param score where the busy ones are counted
     * @param ended runs in the last of the threads, or in the thread that stops them when there is
     *     none
     */
    AuxiliaryPool(
            String prefix, int atMost, PoolThreads poolThreads, ChildScore score, Runnable ended) {
        AtomicInteger number = new AtomicInteger();
        pool =
                new ThreadPoolExecutor(
                        atMost,
                        atMost,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        work ->
                                poolThreads.thread(
                                        remembered(work),
                                        prefix + "-auxiliary-" + number.getAndIncrement())) {
                    @Override
                    protected void beforeExecute(Thread thread, Runnable work) {
                        score.auxiliary(1);
                    }

                    @Override
                    protected void afterExecute(Runnable work, Throwable failure) {
                        PoolThread.atRest();
                        score.auxiliary(-1);
                    }

                    @Override
                    protected void terminated() {
                        ended.run();
                    }
                };
        pool.allowCoreThreadTimeOut(true);
    }

    private Runnable remembered(Runnable work) {
        return () -> {
            threads.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        };
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /**
     * @return whether fewer are at work than there may be, at this moment
     */
    boolean isIdle() {
        return pool.getActiveCount() < pool.getMaximumPoolSize();
    }

    /** Starts a thread for work that was queued when none could be made. The parent's thread. */
    void remind() {
        if (!pool.getQueue().isEmpty()) {
            pool.prestartCoreThread();
        }
    }

    /** The threads end when the work that is queued is done. */
    void stop() {
        pool.shutdown();
    }

    Stream<Thread> threads() {
        return threads.stream();
    }
}
