package org.servletmpm.child;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The threads of a family that belong to no connection and are no workers. Any thread. */
final class UnboundThreads {

    private final Set<UnboundThread> alive = ConcurrentHashMap.newKeySet();
    private final LongSupplier slowMillis;

    /**
     * @param slowMillis SlowRequestTime
     */
    UnboundThreads(LongSupplier slowMillis) {
        this.slowMillis = slowMillis;
    }

    Thread thread(Runnable work, String name) {
        return Lane.daemon(new UnboundThread(work, name, this, slowMillis));
    }

    void begins(UnboundThread thread) {
        alive.add(thread);
    }

    void ends(UnboundThread thread) {
        alive.remove(thread);
    }

    Stream<Stopwatch> stopwatches() {
        return alive.stream().map(UnboundThread::stopwatch);
    }
}
