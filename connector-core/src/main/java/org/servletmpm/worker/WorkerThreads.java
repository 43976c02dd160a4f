package org.servletmpm.worker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.servletmpm.connection.WorkerIdentity;
import org.servletmpm.directive.ThreadKind;

/**
 * Makes the threads that the workers of one group run in, and finds the worker of a thread; threads
 * of other groups are like any thread that is no worker's. A platform thread is of a class that
 * knows its worker; a virtual one cannot be, so those that run are kept in a map. (A thread-local
 * would leave an entry in every thread that only asks, and says nothing about another thread.) Any
 * thread.
 *
 * @param <W> a worker
 */
public final class WorkerThreads<W extends Runnable & WorkerIdentity> {

    private final Map<Thread, W> virtual = new ConcurrentHashMap<>();

    /**
     * @param stack bytes, 0 for the JVM's; virtual threads have what they need
     * @return makes a worker's thread, not started
     */
    Function<W, Thread> named(String name, ThreadKind kind, long stack) {
        return worker ->
                PoolThreads.daemon(
                        kind == ThreadKind.VIRTUAL
                                ? VirtualThreads.unstarted(name, () -> runVirtual(worker))
                                : new WorkerThread<>(this, worker, name, stack));
    }

    private void runVirtual(W worker) {
        Thread self = Thread.currentThread();
        virtual.put(self, worker);
        try {
            worker.run();
        } finally {
            virtual.remove(self);
        }
    }

    /**
     * @return the group's worker that runs in the calling thread, or null
     */
    public W current() {
        return of(Thread.currentThread());
    }

    /**
     * @return the group's worker that runs in that thread, or null
     */
    @SuppressWarnings("unchecked") // A thread of this group was made for one of its workers.
    public W of(Thread thread) {
        if (thread instanceof WorkerThread<?> platform) {
            return platform.group() == this ? ((WorkerThread<W>) platform).ofGroup() : null;
        }
        return virtual.get(thread);
    }
}
