package org.servletmpm.probe;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that answer: so many that one client who stalls does not keep the others waiting, and
 * no more. They start when needed and go after ten idle seconds. Any thread.
 */
final class Answerers implements Executor {

    static final int MOST = 4;

    /** An answer takes milliseconds; the rest is its client's. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long IDLE_SECONDS = 10;

    private final String name;
    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor pool;
    private final Set<Exchange> running = ConcurrentHashMap.newKeySet();

    /** One request, in its thread. */
    private static final class Exchange {
        private final Thread thread = Thread.currentThread();
        private final long began = System.nanoTime();
        private boolean over;

        /** An interrupt closes the channel that the thread reads from or writes to. */
        synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
        }

        synchronized void over() {
            over = true;
            Thread.interrupted();
        }
    }

    Answerers(String name) {
        this.name = name;
        this.pool =
                new ThreadPoolExecutor(
                        MOST,
                        MOST,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    /** No thread keeps what its maker's context class loader is: that may be an application's. */
    Thread thread(Runnable work) {
        Thread thread = new Thread(work, name + "-status-" + number.getAndIncrement());
        thread.setDaemon(true);
        thread.setContextClassLoader(Answerers.class.getClassLoader());
        return thread;
    }

    @Override
    public void execute(Runnable work) {
        try {
            pool.execute(() -> run(work));
        } catch (RejectedExecutionException stopped) {
            // The server closes the connection with all others.
            return;
        }
    }

    private void run(Runnable work) {
        Exchange exchange = new Exchange();
        running.add(exchange);
        try {
            work.run();
        } finally {
            running.remove(exchange);
            exchange.over();
        }
    }

    void interruptOld(long now) {
        for (Exchange exchange : running) {
            if (now - exchange.began > LONGEST_NANOS) {
                exchange.interrupt();
            }
        }
    }

    void stop() {
        pool.shutdownNow();
    }
}
