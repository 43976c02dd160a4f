package org.servletmpm.child;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The threads of a group that belong to no connection and are no workers. Any thread. */
final class PoolThreads {

    private final Set<PoolThread> alive = ConcurrentHashMap.newKeySet();
    private final LongSupplier slowMillis;

    /**
     * @param slowMillis SlowRequestTime
     */
    PoolThreads(LongSupplier slowMillis) {
        this.slowMillis = slowMillis;
    }

    Thread thread(Runnable work, String name) {
        return ContinuationExecutor.daemon(new PoolThread(work, name, this, slowMillis));
    }

    void begins(PoolThread thread) {
        alive.add(thread);
    }

    void ends(PoolThread thread) {
        alive.remove(thread);
    }

    Stream<RequestTimer> timers() {
        return alive.stream().map(PoolThread::timer);
    }
}
