package org.servletmpm.worker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.servletmpm.scoreboard.RequestText;

/**
 * Makes the threads of a connector that belong to no connection and are no workers, and the timers
 * of all that run requests. Any thread.
 */
public final class PoolThreads {

    private final Set<PoolThread> alive = ConcurrentHashMap.newKeySet();
    private final Supplier<RequestLimits> times;

    /**
     * @param times how long requests may take now
     */
    public PoolThreads(Supplier<RequestLimits> times) {
        this.times = times;
    }

    Thread thread(Runnable work, String name) {
        return daemon(new PoolThread(work, name, this));
    }

    RequestTimer timer(Thread thread, Supplier<RequestText> described) {
        return new RequestTimer(thread, described, times);
    }

    /** Sees that a thread of the engine keeps no application's class loader. */
    public static <T extends Thread> T daemon(T thread) {
        thread.setDaemon(true);
        thread.setContextClassLoader(PoolThreads.class.getClassLoader());
        return thread;
    }

    void begins(PoolThread thread) {
        alive.add(thread);
    }

    void ends(PoolThread thread) {
        alive.remove(thread);
    }

    public Stream<RequestTimer> timers() {
        return alive.stream().map(PoolThread::timer);
    }
}
